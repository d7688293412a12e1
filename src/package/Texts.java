import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What in texts reads as a name of a class or of a member. */
final class Texts {
  /** Kotlin puts hyphens into names. */
  private static final Pattern CLASS = Pattern.compile("[\\w$-]+(?:[/.][\\w$-]+)+");

  private static final Pattern MEMBER = Pattern.compile("[A-Za-z_$][\\w$]*");
  private static final int SHORTEST = 2;
  private static final int SHORTEST_END = 4;

  private Texts() {}

  static void classNames(String text, Consumer<String> found) {
    Matcher names = CLASS.matcher(text);
    while (names.find()) {
      String name = names.group().replace('.', '/');
      found.accept(name);
      // A descriptor writes an L before the name.
      if (name.startsWith("L")) {
        found.accept(name.substring(1));
      }
    }
  }

  static boolean isMember(String text) {
    return MEMBER.matcher(text).matches();
  }

  /** A linker lets a text lie at the end of a longer one. */
  static void memberNamesAtEnd(String text, Consumer<String> found) {
    for (int i = text.length() - 1; i >= 0 && Character.isJavaIdentifierPart(text.charAt(i)); i--) {
      if (i == 0 || text.length() - i >= SHORTEST_END) {
        found.accept(text.substring(i));
      }
    }
  }

  /** The runs of printable characters in a file of machine code. */
  static void in(Path library, Consumer<String> found) throws IOException {
    byte[] bytes = Files.readAllBytes(library);
    int start = 0;
    for (int i = 0; i <= bytes.length; i++) {
      if (i == bytes.length || bytes[i] < ' ' || bytes[i] > '~') {
        if (i - start >= SHORTEST) {
          found.accept(new String(bytes, start, i - start, StandardCharsets.US_ASCII));
        }
        start = i + 1;
      }
    }
  }
}
