package dev.nodeready.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.MethodModel;
import java.lang.classfile.MethodTransform;
import java.lang.classfile.attribute.MethodParametersAttribute;
import java.lang.classfile.attribute.SourceFileAttribute;
import java.net.URI;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The shipped runtime is the JDK's own: whole modules, and every class of them as it was. */
@Tag("lab")
class WholeRuntimeIT {
  private static final Path RUNTIME = Path.of("target/nodeready/runtime");

  /** Tables of the modules that are there, and ready-made method handles: jlink makes them anew. */
  private static final Pattern MADE_BY_JLINK =
      Pattern.compile(
          "java\\.base/(jdk/internal/module/SystemModules(Map|\\$.*)"
              + "|java/lang/invoke/(BoundMethodHandle\\$Species_.*|.*\\$Holder))\\.class");

  /** Without what is for debuggers, which jlink leaves out; stack maps follow from the code. */
  private static final ClassFile STRIPPED =
      ClassFile.of(
          ClassFile.DebugElementsOption.DROP_DEBUG,
          ClassFile.LineNumbersOption.DROP_LINE_NUMBERS,
          ClassFile.ConstantPoolSharingOption.NEW_POOL,
          ClassFile.StackMapsOption.DROP_STACK_MAPS);

  private static final ClassTransform STRIP =
      ClassTransform.dropping(SourceFileAttribute.class::isInstance)
          .andThen(
              ClassTransform.transformingMethods(
                  MethodTransform.dropping(MethodParametersAttribute.class::isInstance)
                      .andThen(MethodTransform.transformingCode(CodeBuilder::with))));

  @TempDir private Path shipped;

  @Test
  void every_class_is_the_jdks_method_by_method() throws IOException {
    String jimage = System.getProperty("java.home") + "/bin/jimage";
    String modules = RUNTIME.resolve("lib/modules").toString();
    Shell.run(Map.of(), List.of(jimage, "extract", "--dir=" + shipped, modules)).ok();
    Path jdk = FileSystems.getFileSystem(URI.create("jrt:/")).getPath("/modules");

    Set<String> differ = new TreeSet<>();
    int compared = 0;
    for (Path module : list(shipped, 1)) {
      for (Path file : list(jdk.resolve(module.toString()), Integer.MAX_VALUE)) {
        String name = module + "/" + file;
        if (!MADE_BY_JLINK.matcher(name).matches()) {
          compared++;
          compare(name, jdk.resolve(name), shipped.resolve(name), differ);
        }
      }
    }

    assertThat(differ).isEmpty();
    assertThat(compared).as("files compared").isGreaterThan(7_000);
  }

  @Test
  void its_version_is_the_jdks() throws IOException {
    assertThat(Files.readString(RUNTIME.resolve("release")))
        .contains("JAVA_VERSION=\"" + System.getProperty("java.version") + '"');
  }

  private static void compare(String name, Path theirs, Path ours, Set<String> differ)
      throws IOException {
    if (!Files.exists(ours)) {
      differ.add(name + " is missing");
      return;
    }
    byte[] was = Files.readAllBytes(theirs);
    byte[] is = Files.readAllBytes(ours);
    if (name.endsWith(".class") && !name.endsWith("module-info.class")) {
      differ.addAll(differentMethods(name, was, is));
    } else if (!name.endsWith(".class") && !Arrays.equals(was, is)) {
      differ.add(name);
    }
  }

  private static Set<String> differentMethods(String name, byte[] theirs, byte[] ours) {
    byte[] was = strip(theirs);
    byte[] is = strip(ours);
    if (Arrays.equals(was, is)) {
      return Set.of();
    }
    Map<String, String> before = methods(was);
    Map<String, String> after = methods(is);
    Set<String> differ =
        Stream.concat(before.keySet().stream(), after.keySet().stream())
            .filter(key -> !before.getOrDefault(key, "").equals(after.getOrDefault(key, "")))
            .map(key -> name + ": " + key)
            .collect(Collectors.toCollection(TreeSet::new));
    return differ.isEmpty() ? Set.of(name) : differ;
  }

  private static byte[] strip(byte[] bytes) {
    return STRIPPED.transformClass(STRIPPED.parse(bytes), STRIP);
  }

  /** Each method with what its code says. */
  private static Map<String, String> methods(byte[] bytes) {
    return ClassFile.of().parse(bytes).methods().stream()
        .collect(
            Collectors.toMap(
                method -> method.methodName().stringValue() + method.methodType().stringValue(),
                MethodModel::toDebugString));
  }

  /** What is below a folder, as it is named from there. */
  private static List<Path> list(Path folder, int depth) throws IOException {
    try (Stream<Path> found = Files.walk(folder, depth)) {
      return found
          .filter(path -> !path.equals(folder) && (depth == 1 || Files.isRegularFile(path)))
          .map(folder::relativize)
          .sorted()
          .toList();
    }
  }
}
