import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * Makes of a folder with the program's jars one that needs no JDK: a runtime of whole modules, one
 * jar of whole libraries beside the program's, and two AOT caches for exactly these: what boots need, and the little that commands need which
 * are called often. Run by the build: {@code java -cp
 * TESTS Image.java DIST TIME}.
 *
 * <p>TESTS are the compiled tests and all that they need, of which the servers are used that play a
 * runtime, systemd and EC2; DIST has lib/*.jar and gets runtime/, lib/nodeready.aot and lib/short.aot; TIME is the
 * one time that every file gets. The property image.cache names the first of these of an earlier build
 * of the same source, which is then taken with the one beside it instead of new ones: no two recordings are the same, and
 * all else is, so the packages come out byte by byte as they were. {@link Target} says for which machines; for others than the
 * one that builds there is no AOT cache, unless one is named that was recorded there.
 */
final class Image {
  private Image() {}

  public static void main(String[] args) throws Exception {
    Path dist = Path.of(args[0]).toAbsolutePath();
    Instant time = Instant.parse(args[1]);
    Target target = Target.named();
    Path cache = dist.resolve("lib/nodeready.aot");
    Path small = cache.resolveSibling("short.aot");
    Files.deleteIfExists(cache);
    Files.deleteIfExists(small);
    Folder.delete(dist.resolve("runtime"));
    Libraries.merge(dist.resolve("lib"), time, target);
    if (!target.isThisMachine()) {
      tellAll(dist);
    }
    JavaRuntime.link(dist.resolve("runtime"), target);
    Folder.touchAll(dist, time);
    String earlier = System.getProperty("image.cache", "");
    if (!target.isThisMachine() && earlier.isEmpty()) {
      System.err.println("no AOT cache: it has to be recorded where " + target.arch() + " runs; starts take longer");
    } else if (earlier.isEmpty()) {
      try (Training training = new Training(dist)) {
        training.begin();
        training.record(cache, Path.of("src/package/training"));
        training.record(small, Path.of("src/package/training-short"));
      }
    } else {
      Files.copy(Path.of(earlier), cache);
      Files.copy(Path.of(earlier).resolveSibling("short.aot"), small);
    }
    Files.writeString(dist.resolve("lib/nodeready.aot.inputs"), inputs(dist.resolve("lib")));
    Folder.touchAll(dist, time);
    Folder.compress(dist.resolveSibling("licences/changelog"));
    if (target.isThisMachine()) {
      tellAll(dist);
    }
  }

  /** Keeps what the program says of itself; without a runtime beside it, it is run by the JDK of the build. */
  private static void tellAll(Path dist) throws Exception {
    for (String page : say(dist, "man", "--list").split("\n")) {
      manual(dist, page);
    }
    tell(dist, "completion/nodeready", "completion", "bash");
    tell(dist, "completion-zsh/_nodeready", "completion", "zsh");
    tell(dist, "completion-nodeadm/nodeadm", "completion", "bash", "--nodeadm");
  }

  private static String say(Path dist, String... words) throws Exception {
    List<String> line = new ArrayList<>(List.of(dist.resolve("bin/nodeready").toString()));
    line.addAll(List.of(words));
    return Folder.run(line, Map.of("JAVA_HOME", System.getProperty("java.home")));
  }

  /** The page of a command, which for the program itself has no words. */
  private static void manual(Path dist, String command) throws Exception {
    String file = "man/" + ("nodeready " + command).strip().replace(' ', '-') + ".8";
    tell(dist, file, ("man " + command).strip().split(" "));
    Folder.compress(dist.resolveSibling(file));
  }

  /** Keeps beside the folder what the program says of itself. */
  private static void tell(Path dist, String file, String... words) throws Exception {
    Path target = dist.resolveSibling(file);
    Files.createDirectories(target.getParent());
    Files.writeString(target, say(dist, words));
  }

  /**
   * What the cache was made of: the virtual machine does not check that a jar is still the same.
   */
  private static String inputs(Path lib) throws Exception {
    StringBuilder inputs = new StringBuilder();
    for (String jar : List.of(Libraries.PROGRAM, Libraries.LIBRARIES)) {
      byte[] bytes = Files.readAllBytes(lib.resolve(jar));
      String digest = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
      inputs.append(digest).append("  ").append(jar).append('\n');
    }
    return inputs.toString();
  }
}
