package dev.nodeready.config.mime;

import java.util.Locale;

/** Guesses what a text is by how it begins. */
public final class LooksLike {
  private LooksLike() {}

  /** Whether it is a NodeConfig, and not something that holds one, such as a script. */
  public static boolean nodeConfig(String text) {
    String first = firstLine(text);
    boolean begins =
        first.startsWith("{")
            || first.startsWith("apiVersion:")
            || first.startsWith("kind:")
            || first.startsWith("metadata:")
            || first.startsWith("spec:");
    return begins && text.contains("NodeConfig");
  }

  /** Whether it begins with {@code key:}, an item or an object, so that it may be YAML or JSON. */
  public static boolean yaml(String text) {
    String first = firstLine(text);
    if (first.isEmpty() || "{-?&!'\"".indexOf(first.charAt(0)) >= 0) {
      return true;
    }
    int colon = first.indexOf(':');
    boolean key = colon > 0 && first.substring(0, colon).chars().noneMatch(Character::isWhitespace);
    return (key && (colon + 1 == first.length() || first.charAt(colon + 1) == ' '))
        || text.contains("apiVersion")
        || text.contains("NodeConfig");
  }

  /** Whether it is one line that names a file, such as the template of the user data. */
  public static boolean fileName(String text) {
    String line = text.strip();
    String name = line.toLowerCase(Locale.ROOT);
    boolean plain =
        !line.isEmpty()
            && line.length() <= 200
            && line.chars().allMatch(c -> c > ' ' && c < 0x7f && "<>|\"{}$".indexOf(c) < 0);
    boolean ending =
        name.endsWith(".tpl")
            || name.endsWith(".tmpl")
            || name.endsWith(".tftpl")
            || name.endsWith(".j2")
            || name.endsWith(".sh")
            || name.endsWith(".yaml")
            || name.endsWith(".yml")
            || name.endsWith(".json")
            || name.endsWith(".mime")
            || name.endsWith(".txt");
    boolean path =
        line.startsWith("/")
            || line.startsWith("./")
            || line.startsWith("../")
            || line.startsWith("~/")
            || line.startsWith("file:");
    return plain && (ending || path);
  }

  /** Whether it holds what a template engine should have replaced. */
  public static boolean template(String text) {
    return text.contains("${") || text.contains("{{") || text.contains("<%") || text.contains("$(");
  }

  /** Whether it is text at all: no control characters and nothing that is no UTF-8. */
  public static boolean text(String text) {
    return text.chars()
        .noneMatch(c -> c == 0xfffd || c == 0x7f || (c < ' ' && "\t\n\r\f".indexOf(c) < 0));
  }

  /** The first line that says something, without the blanks around it. */
  private static String firstLine(String text) {
    return text.lines()
        .map(String::strip)
        .filter(line -> !line.isEmpty() && !line.startsWith("#") && !line.equals("---"))
        .findFirst()
        .orElse("");
  }
}
