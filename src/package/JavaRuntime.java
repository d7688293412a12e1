import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;

/**
 * The runtime of the program: the JDK's modules that it needs, and of their classes what it can reach.
 *
 * <p>It is linked twice: once of the whole modules, which says what there is and brings the native parts, and once more of
 * the classes that stay, of which the file with all classes is taken.
 */
final class JavaRuntime {
  /** What jdeps names, plus what is reached by name only; the web server is the registry of a rehearsal. */
  private static final String MODULES = "java.base,java.logging,java.management,java.xml,jdk.httpserver,jdk.unsupported";

  /** Those of them that the virtual machine's own loader does not load. */
  private static final Set<String> VERIFIED = Set.of("jdk.httpserver");

  private static final String CLASSES = "lib/modules";

  /** Tools, what debuggers and jlink read, and code for the compiler that the launcher turns off. */
  private static final List<String> UNUSED =
      List.of(
          "bin/jwebserver", "bin/keytool", "bin/jrunscript", "bin/rmiregistry", "lib/classlist", "lib/jexec", "lib/jrt-fs.jar",
          "lib/libjsig.so", "lib/server/libjsig.so", "lib/libsimdsort.so");

  /** What jlink makes anew. */
  private static final Pattern MADE_BY_JLINK =
      Pattern.compile("jdk/internal/module/SystemModules\\$.*|java/lang/invoke/BoundMethodHandle\\$Species_(?!L\\.).*");

  /** Texts in other languages, the names of characters, and what catalogues of XML hold: nothing that is read here asks for them. */
  private static final Pattern UNREAD =
      Pattern.compile(
          ".*_[a-z]{2}(_[A-Z]{2})?\\.properties|java/lang/uniName\\.dat|jdk/xml/internal/jdkcatalog/(?!JDKcatalog\\.xml).*");

  /** Starts a file that jlink reads as a module: "JM" and a version. */
  private static final byte[] JMOD_HEAD = {'J', 'M', 1, 0};

  private final Path folder;
  private final Map<String, TreeMap<String, byte[]>> modules = new LinkedHashMap<>();

  JavaRuntime(Path folder) {
    this.folder = folder;
  }

  void link() throws Exception {
    Folder.delete(folder);
    jlink(folder, List.of("--strip-debug"));
    for (String file : UNUSED) {
      Files.deleteIfExists(folder.resolve(file));
    }
    strip(folder.resolve("lib"));
    packLicences(folder.resolve("legal"));
  }

  /** 5 MB of names that only a crash of the virtual machine itself would print, and places where a tracer could stop it. */
  private static void strip(Path libraries) throws Exception {
    for (Path file : Folder.files(libraries)) {
      if (file.toString().endsWith(".so")) {
        Folder.run(List.of("objcopy", "--strip-unneeded", "--remove-section=.note.stapsdt", file.toString()), Map.of());
      }
    }
  }

  /** Adds the classes of its modules to the pool. */
  void read(ClassPool pool) throws IOException {
    for (String module : names()) {
      TreeMap<String, byte[]> entries = modules.computeIfAbsent(module, _ -> new TreeMap<>());
      Path root = FileSystems.getFileSystem(URI.create("jrt:/")).getPath("/modules", module);
      for (Path file : Folder.files(root)) {
        String name = root.relativize(file).toString();
        if (!MADE_BY_JLINK.matcher(name).matches() && !UNREAD.matcher(name).matches()) {
          entries.put(name, Files.readAllBytes(file));
        }
      }
      entries.forEach((name, bytes) -> {
        if (isClass(name)) {
          pool.add(Type.ofJdk(className(name), bytes, VERIFIED.contains(module)));
        }
      });
    }
  }

  private List<String> names() throws IOException {
    Properties release = new Properties();
    try (var in = Files.newInputStream(folder.resolve("release"))) {
      release.load(in);
    }
    return List.of(release.getProperty("MODULES").replace("\"", "").split(" "));
  }

  /** Links again, with what stays of each class. */
  void relink(Function<String, Optional<byte[]>> stays, Instant time) throws Exception {
    Path scratch = Files.createTempDirectory("nodeready-modules");
    try {
      for (var module : modules.entrySet()) {
        TreeMap<String, byte[]> light = light(module.getValue(), stays);
        Zip.write(scratch.resolve(module.getKey() + ".jmod"), JMOD_HEAD, light, time);
      }
      Path linked = scratch.resolve("linked");
      jlink(linked, List.of("--module-path", scratch.toString()));
      Files.copy(linked.resolve(CLASSES), folder.resolve(CLASSES), StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Folder.delete(scratch);
    }
  }

  private static TreeMap<String, byte[]> light(Map<String, byte[]> module, Function<String, Optional<byte[]>> stays) {
    TreeMap<String, byte[]> light = new TreeMap<>();
    Set<String> packages = new HashSet<>();
    module.forEach((name, bytes) -> {
      Optional<byte[]> left = isClass(name) ? stays.apply(className(name)) : Optional.of(bytes);
      left.ifPresent(some -> {
        light.put("classes/" + name, some);
        packages.add(name.substring(0, Math.max(0, name.lastIndexOf('/'))));
      });
    });
    light.put("classes/" + ModuleInfo.ENTRY, new ModuleInfo(module.get(ModuleInfo.ENTRY)).with(packages));
    return light;
  }

  /** The classes that serve a service. */
  void providers(Consumer<String> found) {
    modules.values().forEach(module -> new ModuleInfo(module.get(ModuleInfo.ENTRY)).providers(found));
  }

  private static boolean isClass(String name) {
    return name.endsWith(".class") && !name.equals(ModuleInfo.ENTRY);
  }

  private static String className(String entry) {
    return entry.replaceFirst("\\.class$", "");
  }

  private static void jlink(Path output, List<String> more) throws IOException {
    List<String> words =
        new ArrayList<>(
            List.of(
                "--add-modules", MODULES, "--no-header-files", "--no-man-pages", "--compress", "zip-9",
                "--output", output.toString()));
    words.addAll(more);
    int code =
        ToolProvider.findFirst("jlink").orElseThrow()
            .run(new PrintWriter(System.out, true), new PrintWriter(System.err, true), words.toArray(String[]::new));
    if (code != 0) {
      throw new IOException("jlink ended with " + code);
    }
  }

  /** jlink links a text that several modules share; rpm and deb would each make something else of a link. */
  private static void packLicences(Path legal) throws IOException {
    try (Stream<Path> files = Files.walk(legal)) {
      for (Path file : files.filter(path -> !Files.isDirectory(path)).toList()) {
        if (!Files.isSymbolicLink(file)) {
          Folder.compress(file, file.resolveSibling(file.getFileName() + ".gz"));
        }
        Files.delete(file);
      }
    }
  }
}
