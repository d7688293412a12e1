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
 * jar of whole libraries, and two AOT caches for exactly these two: what boots need, and the little that commands need which
 * are called often. Run by the build: {@code java -cp
 * TESTS Image.java DIST TIME}.
 *
 * <p>TESTS are the compiled tests and all that they need, of which the servers are used that play a
 * runtime, systemd and EC2; DIST has lib/*.jar and gets runtime/, lib/nodeready.aot and lib/short.aot; TIME is the
 * one time that every file gets. The property image.cache names the first of these of an earlier build
 * of the same source, which is then taken with the one beside it instead of new ones: no two recordings are the same, and
 * all else is, so the packages come out byte by byte as they were.
 */
final class Image {
  private Image() {}

  public static void main(String[] args) throws Exception {
    Path dist = Path.of(args[0]).toAbsolutePath();
    Instant time = Instant.parse(args[1]);
    Path cache = dist.resolve("lib/nodeready.aot");
    Path small = cache.resolveSibling("short.aot");
    Files.deleteIfExists(cache);
    Files.deleteIfExists(small);
    JavaRuntime.link(dist.resolve("runtime"));
    Libraries.merge(dist.resolve("lib"), time);
    Folder.touchAll(dist, time);
    String earlier = System.getProperty("image.cache", "");
    if (earlier.isEmpty()) {
      new Training(dist, cache, Path.of("src/package/training")).run();
      new Training(dist, small, Path.of("src/package/training-short")).run();
    } else {
      Files.copy(Path.of(earlier), cache);
      Files.copy(Path.of(earlier).resolveSibling("short.aot"), small);
    }
    Files.writeString(dist.resolve("lib/nodeready.aot.inputs"), inputs(dist.resolve("lib")));
    Folder.touchAll(dist, time);
    for (String page : Folder.run(List.of(program(dist), "man", "--list"), Map.of()).split("\n")) {
      manual(dist, page);
    }
    tell(dist, "completion/nodeready", "completion", "bash");
    tell(dist, "completion-zsh/_nodeready", "completion", "zsh");
    tell(dist, "completion-nodeadm/nodeadm", "completion", "bash", "--nodeadm");
  }

  private static String program(Path dist) {
    return dist.resolve("bin/nodeready").toString();
  }

  /** The page of a command, which for the program itself has no words. */
  private static void manual(Path dist, String command) throws Exception {
    String file = "man/" + ("nodeready " + command).strip().replace(' ', '-') + ".8";
    tell(dist, file, ("man " + command).strip().split(" "));
    Path page = dist.resolveSibling(file);
    Folder.compress(page, dist.resolveSibling(file + ".gz"));
    Files.delete(page);
  }

  /** Keeps beside the folder what the program says of itself. */
  private static void tell(Path dist, String file, String... words) throws Exception {
    List<String> line = new ArrayList<>(List.of(program(dist)));
    line.addAll(List.of(words));
    Path target = dist.resolveSibling(file);
    Files.createDirectories(target.getParent());
    Files.writeString(target, Folder.run(line, Map.of()));
  }

  /**
   * What the cache was made of: the virtual machine does not check that a jar is still the same.
   */
  private static String inputs(Path lib) throws Exception {
    byte[] jar = Files.readAllBytes(lib.resolve(Libraries.PROGRAM));
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(jar))
        + "  "
        + Libraries.PROGRAM
        + "\n";
  }
}
