import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.classfile.ClassHierarchyResolver;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
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
 * The jars of the program's libraries, made into one beside the program's own: a process that
 * starts opens no sixty files, and a name that is in none of them is looked for twice. Who opens a
 * jar reads its directory, 13 ms for that of all the libraries, which a boot has no need of: its
 * classes are in the AOT cache, and what it reads beside them is the program's. Every class of a
 * library is there, with all of its members.
 */
final class Libraries {
  static final String PROGRAM = "nodeready.jar";
  static final String LIBRARIES = "libraries.jar";
  private static final Pattern NOTICE =
      Pattern.compile(
          "(META-INF/)?[^/]*(LICEN[CS]E|NOTICE|COPYING)[^/]*", Pattern.CASE_INSENSITIVE);

  private static final Set<Attributes.Name> KEPT =
      Set.of(
          Attributes.Name.MANIFEST_VERSION,
          Attributes.Name.MAIN_CLASS,
          Attributes.Name.IMPLEMENTATION_VERSION);

  /**
   * What builds, IDEs and module paths read, tables of the SDK's clients that are not here, and
   * other systems' constants.
   */
  private static final Pattern UNREAD =
      Pattern.compile(
          "META-INF/.*|.*\\.(proto|kotlin_\\w+|java|vm)|(.*/)?module-info\\.class|jni/.*|OSGI-INF/.*|(.*/)?mime\\.types"
              + "|software/.*\\.json|jnr/constants/platform/(aix|darwin|dragonflybsd|freebsd|openbsd|solaris|windows)/.*");

  /** Calendars that nothing here counts by, and a web server's. */
  private static final Pattern UNUSED_SERVICES =
      Pattern.compile("META-INF/services/(java\\.time\\.chrono|jakarta)\\..*");

  private final TreeMap<String, byte[]> program = new TreeMap<>();
  private final TreeMap<String, byte[]> libraries = new TreeMap<>();

  /** Forty libraries come with the same few texts; which has which licence is told by the SBOM. */
  private final Set<String> notices = new HashSet<>();

  private Libraries() {}

  /**
   * Puts one jar in the place of all the libraries', and one native library in that of a jar with
   * those of twenty systems.
   */
  static void merge(Path folder, Instant time, Target target) throws IOException {
    Libraries all = new Libraries();
    List<Path> jars = jars(folder);
    for (Path jar : jars) {
      try (JarFile file = new JarFile(jar.toFile(), false, ZipFile.OPEN_READ, Runtime.version())) {
        takeNativeLibrary(file, folder.resolve("native"), target);
        for (JarEntry entry : file.versionedStream().filter(e -> !e.isDirectory()).toList()) {
          all.take(jar, entry.getName(), file.getInputStream(entry).readAllBytes());
        }
      }
      Files.delete(jar);
    }
    all.makePlain();
    Zip.write(folder.resolve(PROGRAM), all.program, time);
    Zip.write(folder.resolve(LIBRARIES), all.libraries, time);
  }

  private void take(Path jar, String name, byte[] bytes) throws IOException {
    boolean own = jar.endsWith(PROGRAM);
    TreeMap<String, byte[]> entries = own ? program : libraries;
    if (name.startsWith("META-INF/services/")) {
      if (!UNUSED_SERVICES.matcher(name).matches()) {
        entries.merge(name, bytes, Libraries::joined);
      }
    } else if (NOTICE.matcher(name).matches()) {
      if (notices.add(new String(bytes))) {
        String library = jar.getFileName().toString().replace(".jar", "");
        entries.put("META-INF/licenses/" + library + "/" + name.replaceFirst(".*/", ""), bytes);
      }
    } else if (name.equals(JarFile.MANIFEST_NAME) && own) {
      entries.put(name, manifestOfOneJar(bytes));
    } else if (name.startsWith("META-INF/licenses/") || !UNREAD.matcher(name).matches()) {
      entries.putIfAbsent(name, bytes);
    }
  }

  private void makePlain() {
    ClassHierarchyResolver classes =
        ClassHierarchyResolver.ofResourceParsing(type -> {
          String descriptor = type.descriptorString();
          String name = descriptor.substring(1, descriptor.length() - 1) + ".class";
          byte[] bytes = program.getOrDefault(name, libraries.get(name));
          return bytes == null ? null : new ByteArrayInputStream(bytes);
        });
    Plain plain = new Plain(classes.orElse(ClassHierarchyResolver.defaultResolver()).cached());
    for (TreeMap<String, byte[]> jar : List.of(program, libraries)) {
      jar.replaceAll((name, bytes) -> name.endsWith(".class") ? plain.make(bytes) : bytes);
    }
  }

  private static byte[] joined(byte[] one, byte[] other) {
    return (new String(one).stripTrailing() + "\n" + new String(other).stripTrailing() + "\n")
        .getBytes();
  }

  /**
   * Without a class path, and without the JDK that Maven ran on, which is no input of the packages.
   */
  private static byte[] manifestOfOneJar(byte[] bytes) throws IOException {
    Manifest manifest = new Manifest(new ByteArrayInputStream(bytes));
    manifest.getMainAttributes().keySet().retainAll(KEPT);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    manifest.write(out);
    return out.toByteArray();
  }

  /** The program's first: of two classes of one name it has the right one. */
  private static List<Path> jars(Path folder) throws IOException {
    List<Path> jars = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder)) {
      files.filter(file -> file.toString().endsWith(".jar")).sorted().forEach(jars::add);
    }
    Path program = folder.resolve(PROGRAM);
    jars.remove(program);
    jars.addFirst(program);
    return jars;
  }

  private static void takeNativeLibrary(JarFile jar, Path folder, Target target)
      throws IOException {
    JarEntry entry = jar.getJarEntry("jni/" + target.machine() + "-Linux/libjffi-1.2.so");
    if (entry != null) {
      Files.createDirectories(folder);
      Files.write(folder.resolve("libjffi-1.2.so"), jar.getInputStream(entry).readAllBytes());
    }
  }
}
