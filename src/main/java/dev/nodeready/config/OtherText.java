package dev.nodeready.config;

import dev.nodeready.config.mime.LooksLike;
import dev.nodeready.config.mime.Unpack;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Names what is no NodeConfig at all. User data is often something else altogether, and then a
 * complaint about YAML helps nobody. What it says may be secret, so only a file's name is repeated.
 *
 * @param text what it is
 * @param suggestion what to do about it
 */
record OtherText(String text, String suggestion) {
  private static final String ALL_IN_ONE =
      "put the NodeConfig and what else there is into a MIME multipart text";
  private static final String RENDER =
      "give the rendered content of the template, not its name and not the template";

  /** What the text is, or null where it may be a NodeConfig. */
  static @Nullable OtherText of(String text) {
    if (text.isBlank()) {
      return new OtherText(
          "is empty", "write a NodeConfig; nodeready config explain shows its fields");
    }
    if (!LooksLike.text(text)) {
      return new OtherText("is " + text.length() + " bytes that are no text", "pack it again");
    }
    String program = program(text.stripLeading());
    if (program != null) {
      return new OtherText("is " + program + ", not a NodeConfig", ALL_IN_ONE);
    }
    if (isPackedAgain(text)) {
      return new OtherText("is in base64 more than once", "encode it once");
    }
    return isOneLine(text) ? oneLine(text.strip()) : lines(text);
  }

  private static @Nullable String program(String text) {
    if (text.startsWith("#!")) {
      return "a script";
    }
    if (text.startsWith("#cloud-config")) {
      return "a cloud-config";
    }
    if (text.startsWith("<powershell>") || text.startsWith("<script>")) {
      return "a script for Windows";
    }
    return text.startsWith("[settings") ? "a configuration for Bottlerocket" : null;
  }

  private static boolean isOneLine(String text) {
    return text.strip().indexOf('\n') < 0;
  }

  private static @Nullable OtherText oneLine(String line) {
    if (LooksLike.fileName(line)) {
      return new OtherText(
          "is the name of a file (" + Suggest.quote(line) + "), so the template was not rendered",
          RENDER);
    }
    return LooksLike.yaml(line) && !isPlaceholder(line)
        ? null
        : new OtherText(
            "is one line of " + line.length() + " characters, such as a placeholder", RENDER);
  }

  private static @Nullable OtherText lines(String text) {
    if (isPlaceholder(text)) {
      return new OtherText("is a template that was not rendered", RENDER);
    }
    return LooksLike.yaml(text)
        ? null
        : new OtherText("is text with neither apiVersion nor kind, so no NodeConfig", ALL_IN_ONE);
  }

  private static boolean isPlaceholder(String text) {
    boolean meant = text.contains("NodeConfig") || text.contains("apiVersion");
    return LooksLike.template(text) && !meant;
  }

  private static boolean isPackedAgain(String text) {
    byte[] bytes = text.strip().getBytes(StandardCharsets.UTF_8);
    try {
      byte[] inner = Unpack.unpack(bytes);
      String plain = new String(inner, StandardCharsets.ISO_8859_1);
      return inner.length != bytes.length
          && (plain.contains("NodeConfig") || plain.contains("MIME-Version"));
    } catch (IOException broken) {
      return false;
    }
  }
}
