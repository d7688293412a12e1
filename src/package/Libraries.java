import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipFile;

/**
 * The jars of the program and its libraries, made into one: a process that starts opens no eighty files, and a name that is
 * in none of them is looked for once.
 */
final class Libraries {
  static final String PROGRAM = "nodeready.jar";
  private static final String SERVICES = "META-INF/services/";
  private static final Pattern NOTICE = Pattern.compile("(META-INF/)?[^/]*(LICEN[CS]E|NOTICE|COPYING)[^/]*", Pattern.CASE_INSENSITIVE);

  private static final Set<Attributes.Name> KEPT =
      Set.of(Attributes.Name.MANIFEST_VERSION, Attributes.Name.MAIN_CLASS, Attributes.Name.IMPLEMENTATION_VERSION);

  /** What only builds, other compilers, and code that is not reached read; and texts in other languages. */
  private static final Pattern UNREAD =
      Pattern.compile(
          "META-INF/.*|.*\\.(proto|kotlin_\\w+|java|vm)|(.*/)?module-info\\.class|jni/.*|OSGI-INF/.*"
              + "|(.*/)?mime\\.types|software/.*\\.json|.*_\\w\\w\\.properties");

  /** Calendars that nothing here counts by, and a web server's. */
  private static final Pattern UNUSED_SERVICES = Pattern.compile("META-INF/services/(java\\.time\\.chrono|jakarta)\\..*");

  private final Path folder;

  /** All but the classes. */
  private final TreeMap<String, byte[]> resources = new TreeMap<>();

  private final List<String> services = new ArrayList<>();

  /** Forty libraries come with the same few texts; which has which licence is told by the SBOM. */
  private final Set<String> notices = new HashSet<>();

  Libraries(Path folder) {
    this.folder = folder;
  }

  /** Adds the classes to the pool and keeps the rest. */
  void read(ClassPool pool) throws IOException {
    for (Path jar : jars()) {
      try (JarFile file = new JarFile(jar.toFile(), false, ZipFile.OPEN_READ, Runtime.version())) {
        for (JarEntry entry : file.versionedStream().filter(e -> !e.isDirectory()).toList()) {
          read(pool, jar, entry.getName(), file.getInputStream(entry).readAllBytes());
        }
      }
    }
  }

  private void read(ClassPool pool, Path jar, String name, byte[] bytes) throws IOException {
    if (UNUSED_SERVICES.matcher(name).matches()) {
      return;
    }
    if (name.startsWith(SERVICES)) {
      services.add(new String(bytes));
      resources.merge(name, bytes, Libraries::joined);
    } else if (NOTICE.matcher(name).matches()) {
      String library = jar.getFileName().toString().replace(".jar", "");
      if (notices.add(new String(bytes))) {
        resources.put("META-INF/licenses/" + library + "/" + name.replaceFirst(".*/", ""), bytes);
      }
    } else if (name.startsWith("META-INF/licenses/")) {
      resources.put(name, bytes);
    } else if (UNREAD.matcher(name).matches()) {
      if (name.equals(JarFile.MANIFEST_NAME) && jar.endsWith(PROGRAM)) {
        resources.put(name, manifestOfOneJar(bytes));
      }
    } else if (name.endsWith(".class")) {
      pool.add(Type.ofProgram(name.replaceFirst("\\.class$", ""), bytes));
    } else {
      resources.putIfAbsent(name, bytes);
    }
  }

  private static byte[] joined(byte[] one, byte[] other) {
    return (new String(one).stripTrailing() + "\n" + new String(other).stripTrailing() + "\n").getBytes();
  }

  /** Without a class path, and without the JDK that Maven ran on, which is no input of the packages. */
  private static byte[] manifestOfOneJar(byte[] bytes) throws IOException {
    Manifest manifest = new Manifest(new java.io.ByteArrayInputStream(bytes));
    manifest.getMainAttributes().keySet().retainAll(KEPT);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    manifest.write(out);
    return out.toByteArray();
  }

  /** The texts that name providers of services. */
  List<String> services() {
    return services;
  }

  /** Puts one jar in the place of all. */
  void replace(TreeMap<String, byte[]> classes, java.time.Instant time) throws IOException {
    List<Path> old = jars();
    TreeMap<String, byte[]> all = new TreeMap<>(classes);
    all.putAll(resources);
    Path merged = folder.resolve(PROGRAM + ".merged");
    Zip.write(merged, new byte[0], all, time);
    for (Path jar : old) {
      Files.delete(jar);
    }
    Files.move(merged, folder.resolve(PROGRAM));
  }

  /** The program's first: of two classes of one name it has the right one. */
  private List<Path> jars() throws IOException {
    List<Path> jars = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder)) {
      files.filter(file -> file.toString().endsWith(".jar")).sorted().forEach(jars::add);
    }
    Path program = folder.resolve(PROGRAM);
    jars.remove(program);
    jars.addFirst(program);
    return jars;
  }

  /** One library instead of a jar with those of twenty systems, and nothing to unpack at each start. */
  void takeNativeLibrary() throws IOException {
    String machine = System.getProperty("os.arch").equals("amd64") ? "x86_64" : "aarch64";
    for (Path jar : jars()) {
      if (jar.getFileName().toString().matches("jffi-.*-native\\.jar")) {
        try (JarFile file = new JarFile(jar.toFile())) {
          JarEntry entry = file.getJarEntry("jni/" + machine + "-Linux/libjffi-1.2.so");
          Files.createDirectories(folder.resolve("native"));
          Files.write(folder.resolve("native/libjffi-1.2.so"), file.getInputStream(entry).readAllBytes());
        }
        Files.delete(jar);
      }
    }
  }
}
