package dev.nodeready.containerd;

import dev.nodeready.catalogue.Code;
import dev.nodeready.config.toml.TomlException;
import dev.nodeready.config.toml.TomlText;
import dev.nodeready.failure.Failure;
import dev.nodeready.failure.Words;
import dev.nodeready.host.ProgramVersion;
import dev.nodeready.host.Root;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * The files that other tools put beside containerd's configuration. One with a schema that does not
 * fit keeps containerd from starting, or is read without effect; one that nothing imports is not
 * read at all. Source: what containerd 1.6, 2.0 and 2.4 made of each version and plugin name.
 *
 * @param containerd the version that is to read them
 */
public record DropIns(Root root, ProgramVersion containerd) {
  private static final int LONGEST = 1 << 20;
  private static final List<String> USUAL =
      List.of("/etc/containerd/conf.d", "/etc/containerd/config.d");

  /**
   * What was found.
   *
   * @param killers with which containerd does not start
   * @param warnings about what has no effect
   */
  public record Found(List<Failure> killers, List<Failure> warnings) {}

  /** Whether there may be any, which costs next to nothing to know. */
  public static boolean mayBe(Root root) {
    return USUAL.stream().anyMatch(folder -> Files.isDirectory(root.at(folder)));
  }

  /** Looks at those that the configuration imports, and at those in the usual places. */
  public Found look(EffectiveConfig config) {
    Found found = new Found(new ArrayList<>(), new ArrayList<>());
    Set<Path> imported = new TreeSet<>();
    config.imports().forEach(pattern -> imported.addAll(matching(pattern)));
    imported.forEach(file -> new DropIn(file, config.version(), found).look());
    for (String folder : USUAL) {
      for (Path file : matching(folder + "/*.toml")) {
        if (!imported.contains(file)) {
          found.warnings().add(notImported(file, folder));
        }
      }
    }
    return found;
  }

  private Failure notImported(Path file, String folder) {
    return Failure.permanent(
        Code.CONTAINERD_DROP_IN_UNREAD,
        "have containerd use " + root.nameOf(file),
        "nothing in its configuration imports that file, so it has no effect",
        "write imports = [\"" + folder + "/*.toml\"] into spec.containerd.config");
  }

  /** The files that a line of {@code imports} stands for; only a file's name may hold a star. */
  private List<Path> matching(String pattern) {
    Path place = root.at(pattern.startsWith("/") ? pattern : "/etc/containerd/" + pattern);
    Path folder = place.getParent();
    List<Path> files = new ArrayList<>();
    if (folder == null || !Files.isDirectory(folder)) {
      return files;
    }
    try (DirectoryStream<Path> entries =
        Files.newDirectoryStream(folder, String.valueOf(place.getFileName()))) {
      entries.forEach(files::add);
    } catch (IOException | DirectoryIteratorException | PatternSyntaxException unreadable) {
      return files;
    }
    return files;
  }

  /** The highest schema that this containerd reads; that of the root file where it is unknown. */
  private int newest(int rootVersion) {
    return containerd.known() ? Schema.newest(containerd) : rootVersion;
  }

  /** One of them. */
  private final class DropIn {
    private final Path file;
    private final int rootVersion;
    private final Found found;

    DropIn(Path file, int rootVersion, Found found) {
      this.file = file;
      this.rootVersion = rootVersion;
      this.found = found;
    }

    void look() {
      try (InputStream in = Files.newInputStream(file)) {
        String text = new String(in.readNBytes(LONGEST), StandardCharsets.UTF_8);
        document(TomlText.parse(text));
      } catch (TomlException e) {
        kills(
            "it is no TOML: line " + e.line() + ", column " + e.column() + ": " + e.getMessage(),
            "correct that line");
      } catch (IOException e) {
        kills("it cannot be read: " + Words.of(e), "check its permissions");
      }
    }

    private void document(Map<String, @Nullable Object> tree) {
      Object seen = tree.get("version");
      if (seen != null && !(seen instanceof Long)) {
        kills("its version is no whole number", "write version = " + rootVersion);
        return;
      }
      long version = seen instanceof Long number ? number : 0;
      String words = version == 0 ? "it names no version" : "it has version = " + version;
      String both = words + ", and " + ContainerdFiles.CONFIG + " has version = " + rootVersion;
      Set<String> plugins = Tree.asTable(tree.get("plugins")).keySet();
      if (isTooHigh(version)) {
        kills(
            both + ", so containerd" + named() + " does not start",
            "write it in schema " + rootVersion);
      } else if (hasNoEffect(version, plugins)) {
        warns(
            both + ": its plugins " + plugins + " mean nothing there, so they have no effect",
            "write it in schema "
                + newest(rootVersion)
                + (newest(rootVersion) == 2
                    ? ": plugins.'" + Schema.V2.runtime + "'"
                    : ": plugins.'" + Schema.V3.runtime + "'"));
      }
    }

    /** containerd 1.x does not look at the number; 2.3 wants none above that of the root file. */
    private boolean isTooHigh(long version) {
      int newest = newest(rootVersion);
      boolean between = version > rootVersion && !containerd.atLeast(2, 4);
      return newest > 2 && (version > newest || (between && version > 3));
    }

    /** Only from 2.3 on are drop-ins migrated, and then those that are below the newest schema. */
    private boolean hasNoEffect(long version, Set<String> plugins) {
      return switch (newest(rootVersion)) {
        case 2 -> plugins.contains(Schema.V3.images) || plugins.contains(Schema.V3.runtime);
        case 3 -> plugins.contains(Schema.V2.runtime) || plugins.contains("cri");
        default -> version >= 4 && plugins.contains(Schema.V2.runtime);
      };
    }

    private String named() {
      return containerd.known() ? " " + containerd : "";
    }

    /** Certain not to join: containerd ends at it, or has no CRI. */
    private void kills(String happened, String remedy) {
      found.killers().add(failure(Code.CONTAINERD_DROP_IN_INVALID, happened, remedy));
    }

    private void warns(String happened, String remedy) {
      found.warnings().add(failure(Code.CONTAINERD_DROP_IN_WITHOUT_EFFECT, happened, remedy));
    }

    private Failure failure(Code code, String happened, String remedy) {
      return Failure.permanent(
          code,
          "have containerd read " + root.nameOf(file),
          happened,
          remedy + ", or take the file away: mv " + root.nameOf(file) + " /root/");
    }
  }
}
