package dev.nodeready.join;

import dev.nodeready.retry.Time;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What kubelet says of its own troubles: evidence for a wait that lasts, and only for those who may
 * read its log. It is read seldom, and never for a boot where all goes well.
 */
public final class KubeletLog {
  /** Lines of one read; a kubelet in trouble repeats itself. */
  public static final int LINES = 60;

  private static final Duration PATIENCE = Duration.ofSeconds(3);

  /** What went wrong stands at the begin, and the cause of it at the end. */
  private static final int BEGIN = 150;

  private static final int END = 250;

  private static final String REGISTRATION =
      "Unable to register node|cannot register|is forbidden|Unauthorized|x509:";

  /** The same for whoever has the lines. */
  static final Pattern IS_REGISTRATION = Pattern.compile(REGISTRATION);

  /** Those that follow repeat it behind so many words of their own that the cause is cut off. */
  private static final String SANDBOX = "RunPodSandbox from runtime service failed";

  /** Level, date, time, thread and place, before klog's text. */
  private static final String HEAD = "^[IWEF]\\d{4} [^]]*] ";

  private final Lines lines;
  private final Time time;
  private long readAt;
  private List<String> read = List.of();

  /** Reads the last lines of kubelet. */
  @FunctionalInterface
  public interface Lines {
    /** The last ones, oldest first. */
    List<String> last(int most) throws InterruptedException;
  }

  /** A log that is looked at from now on. */
  public KubeletLog(Lines lines, Time time) {
    this.lines = lines;
    this.time = time;
    readAt = time.nanos();
  }

  /** Why kubelet cannot register, in its words; empty where it says nothing of it. */
  Optional<String> ofRegistration() throws InterruptedException {
    return last(REGISTRATION);
  }

  /** Why pods do not start, in its words; empty where it says nothing of it. */
  Optional<String> ofSandbox() throws InterruptedException {
    return last(SANDBOX);
  }

  private Optional<String> last(String wanted) throws InterruptedException {
    long now = time.nanos();
    if (now - readAt >= PATIENCE.toNanos()) {
      readAt = now;
      read = lines.last(LINES);
    }
    Pattern pattern = Pattern.compile(wanted);
    for (String line : read.reversed()) {
      if (pattern.matcher(line).find()) {
        return Optional.of(shortened(line.replaceFirst(HEAD, "")));
      }
    }
    return Optional.empty();
  }

  private static String shortened(String text) {
    return text.length() <= BEGIN + END
        ? text
        : text.substring(0, BEGIN) + " … " + text.substring(text.length() - END);
  }
}
