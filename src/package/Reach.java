import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.constantpool.PoolEntry;
import java.lang.classfile.constantpool.Utf8Entry;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which classes of a folder of jars the program can reach. Whatever text of a class reads as the name of another counts:
 * references, signatures, and names that are looked up at run time. So more stays than has to, and nothing that has to goes.
 */
final class Reach {
  /** The program, and a library that puts names together at run time: all of their classes count. */
  private static final Pattern WHOLE = Pattern.compile("(nodeready|jnr-|jffi).*\\.jar");

  /** Kotlin puts hyphens into names. */
  private static final Pattern NAME = Pattern.compile("[\\w$-]+(?:[/.][\\w$-]+)+");
  private static final Pattern VERSIONED = Pattern.compile("^META-INF/versions/\\d+/");

  /** One name has several classes where a jar has another for newer releases. */
  private final Map<String, List<byte[]>> classes = new HashMap<>();

  private final Set<String> reached = new HashSet<>();
  private final Deque<String> open = new ArrayDeque<>();

  /** Looks at all jars. */
  Reach(List<Path> jars) throws IOException {
    List<String> services = new ArrayList<>();
    for (Path jar : jars) {
      try (JarFile file = new JarFile(jar.toFile())) {
        for (JarEntry entry : file.stream().filter(e -> !e.isDirectory()).toList()) {
          byte[] bytes = file.getInputStream(entry).readAllBytes();
          if (entry.getName().endsWith(".class")) {
            classes.computeIfAbsent(nameOf(entry.getName()), _ -> new ArrayList<>()).add(bytes);
            if (WHOLE.matcher(jar.getFileName().toString()).matches()) {
              reach(nameOf(entry.getName()));
            }
          } else if (entry.getName().startsWith("META-INF/services/")) {
            services.add(new String(bytes));
          }
        }
      }
    }
    services.forEach(this::read);
    while (!open.isEmpty()) {
      for (byte[] bytes : classes.getOrDefault(open.pop(), List.of())) {
        follow(bytes);
      }
    }
  }

  /** Whether a class stays, by the name of its entry in a jar. */
  boolean stays(String entry) {
    return reached.contains(nameOf(entry));
  }

  private void follow(byte[] bytes) {
    for (PoolEntry entry : ClassFile.of().parse(bytes).constantPool()) {
      if (entry instanceof Utf8Entry text) {
        read(text.stringValue());
      }
    }
  }

  private void read(String text) {
    Matcher names = NAME.matcher(text);
    while (names.find()) {
      reach(names.group().replace('.', '/'));
      // A descriptor writes an L before the name.
      if (names.group().startsWith("L")) {
        reach(names.group().substring(1));
      }
    }
  }

  private void reach(String name) {
    if (classes.containsKey(name) && reached.add(name)) {
      open.push(name);
    }
  }

  private static String nameOf(String entry) {
    return VERSIONED.matcher(entry).replaceFirst("").replaceFirst("\\.class$", "");
  }
}
