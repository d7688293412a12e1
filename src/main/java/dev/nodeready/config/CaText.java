package dev.nodeready.config;

import static dev.nodeready.config.Severity.ERROR;

import dev.nodeready.catalogue.Code;
import dev.nodeready.failure.Words;
import dev.nodeready.tree.Value;
import dev.nodeready.tree.Value.Scalar;
import java.util.Base64;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reads the base64 of the cluster's certificate authority. */
final class CaText {
  private final Consumer<Problem> problems;

  CaText(Consumer<Problem> problems) {
    this.problems = problems;
  }

  /** The text in one line, or null where it is no base64. */
  @Nullable Value check(Value seen, String path) {
    String text = String.valueOf(seen.plain());
    if (text.contains("-----BEGIN")) {
      return refuse(
          seen, path, "is PEM itself, but must be PEM in base64", "encode it: base64 -w0 ca.crt");
    }
    // Folded and wrapped texts are common; a break says nothing.
    String line = text.replaceAll("\\s", "");
    try {
      Base64.getDecoder().decode(line);
    } catch (IllegalArgumentException e) {
      return refuse(seen, path, "is no base64: " + Words.of(e), "take the cluster's data as it is");
    }
    if (line.length() % 4 != 0) {
      return refuse(
          seen, path, "is cut off: base64 comes in groups of four", "copy it whole, with its =");
    }
    return new Scalar(line, seen.origin());
  }

  private @Nullable Value refuse(Value seen, String path, String text, String suggestion) {
    problems.accept(
        new Problem(ERROR, Code.CONFIG_CA_INVALID, path, seen.origin(), text, suggestion));
    return null;
  }
}
