package dev.nodeready.doctor;

import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;

import dev.nodeready.catalogue.Code;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;

/**
 * The table of all causes that the tests have produced, in {@code target/causes.tsv}: a row for
 * each code, what it was produced on, and how, with the seconds until it was named.
 */
public final class Causes {
  private static final Path TABLE = Path.of("target", "causes.tsv");
  private static final String HEAD = "code\ton\thow\tseconds\tcause\n";

  private Causes() {}

  /** What a cause was produced on: of {@link #FILES} and {@link #LOG} nothing really happened. */
  public enum On {
    CONTROL_PLANE("real control plane"),
    SYSTEMD("real systemd"),
    KUBELET("real kubelet"),
    CONTAINERD("real containerd"),
    KERNEL("real kernel"),
    REGISTRY("real containerd and a registry on loopback"),
    CLOUD("server with the cloud's answers"),
    SERVER("server on loopback"),
    FILES("files"),
    LOG("line of a log");

    private final String words;

    On(String words) {
      this.words = words;
    }
  }

  /** A cause was found in what a machine has, which takes no time worth a word. */
  public static void proved(Code code, On on, String how, String cause) {
    add(code, on, how, "", cause);
  }

  /**
   * A cause was found.
   *
   * @param took from the moment from which it could be known until it was named
   */
  public static void proved(Code code, On on, String how, Duration took, String cause) {
    add(code, on, how, String.format(Locale.ROOT, "%.1f", took.toMillis() / 1000.0), cause);
  }

  private static synchronized void add(Code code, On on, String how, String seconds, String cause) {
    String known = String.join("\t", code.name(), on.words, cell(how)) + "\t";
    try {
      Files.createDirectories(TABLE.getParent());
      String table = Files.exists(TABLE) ? Files.readString(TABLE) : "";
      if (!table.contains(known)) {
        String row = known + seconds + "\t" + cell(cause) + "\n";
        Files.writeString(TABLE, (table.isEmpty() ? HEAD : "") + row, CREATE, APPEND);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** On one line, and no longer than a table bears. */
  private static String cell(String text) {
    String line = text.strip().replaceAll("\\s+", " ");
    return line.length() <= 200 ? line : line.substring(0, 200) + "…";
  }
}
