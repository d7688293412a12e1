package dev.nodeready.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.constantpool.ClassEntry;
import java.net.JarURLConnection;
import java.net.URI;
import java.net.URL;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The one jar that is shipped has the libraries whole, and what they refer to is there too. */
@Tag("lab")
class WholeLibrariesIT {
  private static final Path DIST = Path.of("target/nodeready");

  /** Numbers of other systems' errors and signals. */
  private static final Pattern LEFT_OUT =
      Pattern.compile("jnr/constants/platform/(?!linux|fake)[a-z]+/.*|.*module-info");

  /** What libraries have code for and this program does not use; and annotations. */
  private static final Pattern OPTIONAL =
      Pattern.compile(
          "software/amazon/awssdk/crt.*|com/squareup/okhttp/.*|com/google/rpc/.*|jakarta/.*"
              + "|javax/(naming|management/remote)/.*|java/sql/.*|org/(tukaani|jline)/.*"
              // logback's configuration is written in code, and jnr has its native library.
              + "|javax/xml/.*|org/xml/.*|java/lang/management/.*"
              + "|jnr/constants/platform/windows/.*|com/google/(auto/value|j2objc)/.*");

  private static final Map<String, byte[]> SHIPPED = new TreeMap<>();

  @BeforeAll
  static void readTheJars() throws IOException {
    for (String name : List.of("libraries.jar", "nodeready.jar")) {
      try (JarFile jar = new JarFile(DIST.resolve("lib").resolve(name).toFile())) {
        SHIPPED.putAll(classes(jar));
      }
    }
  }

  /** A boot reads out of it, and that of the libraries is ten times as long. */
  @Test
  void the_jar_of_the_program_has_nothing_else() throws IOException {
    try (JarFile program = new JarFile(DIST.resolve("lib/nodeready.jar").toFile());
        JarFile libraries = new JarFile(DIST.resolve("lib/libraries.jar").toFile())) {
      assertThat(classes(program).keySet()).allMatch(name -> name.startsWith("dev/nodeready/"));
      assertThat(classes(libraries).keySet()).noneMatch(name -> name.startsWith("dev/nodeready/"));
    }
  }

  @Test
  void every_class_of_a_library_is_there_with_all_its_methods() throws IOException {
    List<String> lost = new ArrayList<>();
    int compared = 0;
    for (Path library : libraries()) {
      try (JarFile jar =
          new JarFile(library.toFile(), false, ZipFile.OPEN_READ, Runtime.version())) {
        for (var was : classes(jar).entrySet()) {
          if (!LEFT_OUT.matcher(was.getKey()).matches()) {
            compared++;
            lost.addAll(lost(was.getKey(), was.getValue()));
          }
        }
      }
    }

    assertThat(lost).isEmpty();
    assertThat(compared).isGreaterThan(5_000);
  }

  @Test
  void what_a_class_refers_to_is_there_too() throws IOException {
    Set<String> absent = new TreeSet<>();
    Set<String> ofTheRuntime = modulesOfTheRuntime();
    for (var type : SHIPPED.entrySet()) {
      for (String used : references(type.getValue())) {
        boolean mayLack = !type.getKey().startsWith("dev/nodeready/") && isOptional(used);
        if (!mayLack && !SHIPPED.containsKey(used) && !ofTheRuntime.contains(used)) {
          absent.add(used + ", used by " + type.getKey());
        }
      }
    }

    assertThat(absent).isEmpty();
  }

  private static boolean isOptional(String name) {
    return OPTIONAL.matcher(name).matches();
  }

  /** Methods that the shipped class lacks; what a switch over types was made of comes on top. */
  private static List<String> lost(String name, byte[] was) {
    byte[] is = SHIPPED.get(name);
    if (is == null) {
      return List.of(name);
    }
    Set<String> left = methods(was);
    left.removeAll(methods(is));
    return left.stream().map(method -> name + "." + method).toList();
  }

  private static Set<String> methods(byte[] bytes) {
    return ClassFile.of().parse(bytes).methods().stream()
        .map(m ->
            m.flags().flagsMask() + m.methodName().stringValue() + m.methodType().stringValue())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Set<String> references(byte[] bytes) {
    ClassModel model = ClassFile.of().parse(bytes);
    return StreamSupport.stream(model.constantPool().spliterator(), false)
        .filter(ClassEntry.class::isInstance)
        .map(entry -> ((ClassEntry) entry).asInternalName().replaceFirst("^\\[+L(.*);$", "$1"))
        .filter(name -> !name.startsWith("["))
        .collect(Collectors.toSet());
  }

  /** The jars that the shipped classes came from. */
  private static Set<Path> libraries() throws IOException {
    Set<Path> jars = new TreeSet<>();
    for (String name : SHIPPED.keySet()) {
      URL url = WholeLibrariesIT.class.getClassLoader().getResource(name + ".class");
      if (Objects.requireNonNull(url, name).openConnection() instanceof JarURLConnection jar) {
        jars.add(Path.of(URI.create(jar.getJarFileURL().toString())));
      }
    }
    return jars;
  }

  private static Map<String, byte[]> classes(JarFile jar) throws IOException {
    Map<String, byte[]> classes = new TreeMap<>();
    for (var entry : jar.versionedStream().toList()) {
      if (entry.getName().endsWith(".class") && !entry.getName().startsWith("META-INF/")) {
        String name = entry.getName().substring(0, entry.getName().length() - ".class".length());
        classes.put(name, jar.getInputStream(entry).readAllBytes());
      }
    }
    return classes;
  }

  private static Set<String> modulesOfTheRuntime() throws IOException {
    Set<String> names = new TreeSet<>();
    String release = Files.readString(DIST.resolve("runtime/release"));
    for (String module :
        List.of(release.replaceFirst("(?s).*MODULES=\"([^\"]*)\".*", "$1").split(" ", -1))) {
      Path root = FileSystems.getFileSystem(URI.create("jrt:/")).getPath("/modules", module);
      try (var files = Files.walk(root)) {
        files
            .map(file -> root.relativize(file).toString())
            .filter(file -> file.endsWith(".class"))
            .forEach(file -> names.add(file.substring(0, file.length() - ".class".length())));
      }
    }
    return names;
  }
}
