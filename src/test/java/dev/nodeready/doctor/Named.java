package dev.nodeready.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nodeready.catalogue.Code;
import dev.nodeready.doctor.Causes.On;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How long a boot took to name a cause, by its own record (RECORDS.md): from the moment from which
 * that could be known to the first line that has the code.
 *
 * @param lines of the record
 */
public record Named(List<String> lines) {
  /** Nobody waits longer for a cause that can be known. */
  public static final Duration LIMIT = Duration.ofSeconds(10);

  private static final Pattern UP = Pattern.compile("^\\{\"up\":([0-9.]+),");

  /** From the beginning of the boot. */
  public Duration sinceItBegan(Code code) {
    return between(up(lines.getFirst()), code);
  }

  /**
   * From the start of kubelet, which meets what is wrong; from the beginning of a boot that does
   * not come so far.
   */
  public Duration sinceKubeletStarted(Code code) {
    double started =
        lines.stream()
            .filter(line -> line.contains("\"ended\"") && line.contains("\"start-kubelet\""))
            .mapToDouble(Named::up)
            .findFirst()
            .orElseGet(() -> up(lines.getFirst()));
    return between(started, code);
  }

  /**
   * From a moment that something outside of the boot made.
   *
   * @param millis since the kernel's start
   */
  public Duration since(long millis, Code code) {
    return between(millis / 1000.0, code);
  }

  private Duration between(double up, Code code) {
    double named =
        lines.stream()
            .filter(line -> line.contains(code.name()))
            .mapToDouble(Named::up)
            .findFirst()
            .orElseThrow(() -> new AssertionError("no line of the record has " + code));
    // What is found around kubelet's start is told before that step ends.
    return Duration.ofMillis(Math.max(0, Math.round((named - up) * 1000)));
  }

  private static double up(String line) {
    Matcher up = UP.matcher(line);
    assertThat(up.find()).as(line).isTrue();
    return Double.parseDouble(up.group(1));
  }

  /** It was soon enough, and stands in the table of causes. */
  public static void inTime(Code code, On on, String how, Duration took, String cause) {
    assertThat(took).as("until %s is named", code).isLessThan(LIMIT);
    Causes.proved(code, on, "a boot: " + how, took, cause);
  }
}
