import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.HexFormat;
import java.util.TreeMap;

/**
 * Makes of a folder with the program's jars one that needs no JDK: a runtime of its own and one jar, both without what this
 * program never reaches, and an AOT cache for exactly these two. Run by the build: {@code java -cp TESTS Image.java DIST
 * TIME}.
 *
 * <p>TESTS are the compiled tests and all that they need, of which the servers are used that play a runtime, systemd and
 * EC2; DIST has lib/*.jar and gets runtime/ and lib/nodeready.aot; TIME is the one time that every file gets. The property
 * image.cache names the AOT cache of an earlier build of the same source, which is then taken instead of a new one: no two
 * recordings are the same, and all else is, so the packages come out byte by byte as they were.
 */
final class Image {
  private final Path dist;
  private final Instant time;

  private Image(Path dist, Instant time) {
    this.dist = dist;
    this.time = time;
  }

  public static void main(String[] args) throws Exception {
    new Image(Path.of(args[0]).toAbsolutePath(), Instant.parse(args[1])).make();
  }

  private void make() throws Exception {
    Path cache = dist.resolve("lib/nodeready.aot");
    Files.deleteIfExists(cache);
    lighten();
    Folder.touchAll(dist, time);
    String earlier = System.getProperty("image.cache", "");
    if (earlier.isEmpty()) {
      new Training(dist, cache).run();
    } else {
      Files.copy(Path.of(earlier), cache);
    }
    Files.writeString(dist.resolve("lib/nodeready.aot.inputs"), inputs());
    Folder.touchAll(dist, time);
    compressManual();
  }

  /** Leaves out what is never reached, of the program's libraries and of the JDK alike. */
  private void lighten() throws Exception {
    ClassPool pool = new ClassPool();
    Libraries libraries = new Libraries(dist.resolve("lib"));
    libraries.takeNativeLibrary();
    libraries.read(pool);
    JavaRuntime runtime = new JavaRuntime(dist.resolve("runtime"));
    runtime.link();
    runtime.read(pool);
    pool.link();

    Slim slim = new Slim(pool);
    pool.all().stream().filter(type -> !type.ofJdk).forEach(slim::makePlain);
    Reach reach = new Reach(pool);
    Roots.reach(reach, pool, dist, libraries.services());
    runtime.providers(reach::named);
    reach.follow();

    TreeMap<String, byte[]> classes = new TreeMap<>();
    pool.all().stream()
        .filter(type -> type.mentioned && !type.ofJdk)
        .forEach(type -> classes.put(type.name + ".class", slim.slim(type)));
    libraries.replace(classes, time);
    runtime.relink(name -> pool.find(name).filter(type -> type.mentioned).map(slim::slim), time);
  }

  private void compressManual() throws IOException {
    Path folder = Files.createDirectories(dist.resolveSibling("man"));
    Folder.compress(Path.of("src/package/man/nodeready.8"), folder.resolve("nodeready.8.gz"));
  }

  /** What the cache was made of: the virtual machine does not check that a jar is still the same. */
  private String inputs() throws Exception {
    byte[] jar = Files.readAllBytes(dist.resolve("lib").resolve(Libraries.PROGRAM));
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(jar)) + "  " + Libraries.PROGRAM + "\n";
  }
}
