package dev.nodeready.lab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nodeready.config.json.Json;
import dev.nodeready.retry.RetryPolicy;
import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeElement;
import java.lang.classfile.MethodModel;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The shipped classes link no switch over types and no method of a record at their first use, and
 * what was made of these does the same.
 */
@Tag("lab")
class PlainCodeIT {
  private static final Path LIB = Path.of("target/nodeready/lib");
  private static final List<Path> JARS =
      List.of(LIB.resolve("nodeready.jar"), LIB.resolve("libraries.jar"));

  @Test
  void nothing_is_left_to_be_linked_on_the_way_of_a_boot() throws IOException {
    List<String> left = new ArrayList<>();
    for (Path file : JARS) {
      try (JarFile jar = new JarFile(file.toFile())) {
        for (JarEntry entry : jar.stream().filter(e -> e.getName().endsWith(".class")).toList()) {
          left.addAll(unlinked(ClassFile.of().parse(jar.getInputStream(entry).readAllBytes())));
        }
      }
    }

    assertThat(left).isEmpty();
  }

  @Test
  void a_records_equals_and_hash_code_are_the_compilers() throws Exception {
    Object[] given = {ofSeconds(9), ofSeconds(1), ofSeconds(4), 2.5, true};
    RetryPolicy ordinary = new RetryPolicy(ofSeconds(9), ofSeconds(1), ofSeconds(4), 2.5, true);
    try (URLClassLoader shipped = shipped()) {
      Object one = policy(shipped, given);

      assertThat(one).isNotSameAs(ordinary).hasSameHashCodeAs(ordinary);
      assertThat(one).isEqualTo(policy(shipped, given)).isNotEqualTo(null).isNotEqualTo(ordinary);
      assertThat(one).isNotEqualTo(policy(shipped, with(given, 0, ofSeconds(8))));
      assertThat(one).isNotEqualTo(policy(shipped, with(given, 3, 2.0)));
      assertThat(one).isNotEqualTo(policy(shipped, with(given, 4, false)));
    }
  }

  @Test
  void a_switch_over_types_takes_the_same_way() throws Exception {
    Map<String, @Nullable Object> value = new LinkedHashMap<>();
    value.put("text", "a \"b\"\n");
    value.put("whole", 42L);
    value.put("broken", 0.5);
    value.put("flag", true);
    value.put("nothing", null);
    value.put("list", Arrays.asList(1, null, List.of("x"), Map.of("k", false)));
    try (URLClassLoader shipped = shipped()) {
      Object written =
          shipped
              .loadClass(Json.class.getName())
              .getMethod("compact", Object.class)
              .invoke(null, value);

      assertThat(written).isEqualTo(Json.compact(value));
    }
  }

  private static List<String> unlinked(ClassModel model) {
    List<String> left = new ArrayList<>();
    for (MethodModel method : model.methods()) {
      for (CodeElement element : method.code().map(c -> c.elementList()).orElse(List.of())) {
        if (element instanceof InvokeDynamicInstruction call && isLinkedLate(call)) {
          left.add(model.thisClass().asInternalName() + "." + method.methodName().stringValue());
        }
      }
    }
    return left;
  }

  /** A record's toString may stay: no boot calls it. */
  private static boolean isLinkedLate(InvokeDynamicInstruction call) {
    String linker = call.bootstrapMethod().owner().displayName();
    String name = call.name().stringValue();
    return (linker.equals("SwitchBootstraps") && name.equals("typeSwitch"))
        || (linker.equals("ObjectMethods") && !name.equals("toString"));
  }

  /** The shipped jars alone, without the classes of this build. */
  private static URLClassLoader shipped() throws IOException {
    URL[] jars = {JARS.getFirst().toUri().toURL(), JARS.getLast().toUri().toURL()};
    return new URLClassLoader(jars, ClassLoader.getPlatformClassLoader());
  }

  private static Object policy(ClassLoader shipped, Object... parts) throws Exception {
    return shipped.loadClass(RetryPolicy.class.getName()).getConstructors()[0].newInstance(parts);
  }

  private static Object[] with(Object[] parts, int at, Object other) {
    Object[] changed = parts.clone();
    changed[at] = other;
    return changed;
  }

  private static Duration ofSeconds(long seconds) {
    return Duration.ofSeconds(seconds);
  }
}
