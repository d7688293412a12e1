package dev.nodeready.failure;

import dev.nodeready.catalogue.Code;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One failure with its cause and its remedy.
 *
 * @param code what kind of failure it is
 * @param permanent whether trying the same again is pointless
 * @param tried what was attempted, such as {@code pull localhost/pause:3.9}
 * @param happened what came of it, in the words of whoever answered
 * @param remedy what to do about it
 * @param said the last words of a daemon, for those who may read its log: they may hold anything,
 *     so that they belong into no file that any user can read; empty where there are none
 * @param causes what a look at the machine has found behind it, what blocks first before the rest
 */
public record Failure(
    Code code,
    boolean permanent,
    String tried,
    String happened,
    String remedy,
    String said,
    List<Cause> causes) {

  public Failure {
    causes = List.copyOf(causes);
    // People read it. What has no place in the catalogue is reported, and then any word helps.
    assert code == Code.BOOT_UNEXPECTED || Words.arePlain(tried + " " + happened + " " + remedy)
        : tried + ", but " + happened + "; " + remedy;
    // Of a remedy that leaves nothing to fill in, what looks so is the name of somebody's file.
    assert Words.areFilled(remedy) || Words.areFilled(code.remedy()) : remedy;
  }

  /** A failure whose cause nobody has looked for. */
  public Failure(
      Code code, boolean permanent, String tried, String happened, String remedy, String said) {
    this(code, permanent, tried, happened, remedy, said, List.of());
  }

  /** A failure with nothing that only some may read. */
  public Failure(Code code, boolean permanent, String tried, String happened, String remedy) {
    this(code, permanent, tried, happened, remedy, "");
  }

  /** A failure that the same attempt will meet again. */
  public static Failure permanent(Code code, String tried, String happened, String remedy) {
    return new Failure(code, true, tried, happened, remedy);
  }

  /** The same with the remedy that the catalogue gives. */
  public static Failure permanent(Code code, String tried, String happened) {
    return permanent(code, tried, happened, code.remedy());
  }

  /** A failure that may be gone at the next attempt. */
  public static Failure passing(Code code, String tried, String happened, String remedy) {
    return new Failure(code, false, tried, happened, remedy);
  }

  /** The same with the remedy that the catalogue gives. */
  public static Failure passing(Code code, String tried, String happened) {
    return passing(code, tried, happened, code.remedy());
  }

  /** This failure as something to throw. */
  public FailureException asException() {
    return new FailureException(this, null);
  }

  /** This failure as something to throw, with what caused it. */
  public FailureException asException(Throwable cause) {
    return new FailureException(this, cause);
  }

  /** This failure as the end of a wait. */
  public Failure waited(Duration time, String subject) {
    String how = "%s (waited %d s for %s)".formatted(happened, time.toSeconds(), subject);
    return new Failure(code, permanent, tried, how, remedy, said);
  }

  /**
   * This failure as that of the last of several attempts.
   *
   * @param why there is no other
   */
  public Failure after(int attempts, Duration time, String why) {
    String count = attempts == 1 ? "1 attempt" : attempts + " attempts";
    String how = "%s (%s in %d s; %s)".formatted(happened, count, time.toSeconds(), why);
    return new Failure(code, permanent, tried, how, remedy, said);
  }

  /** This failure with another remedy. */
  public Failure mendedBy(String other) {
    return new Failure(code, permanent, tried, happened, other, said, causes);
  }

  /** This failure with what was found behind it. */
  public Failure causedBy(List<Cause> found) {
    return new Failure(code, permanent, tried, happened, remedy, said, found);
  }

  /** This failure with a daemon's last words. */
  public Failure saying(String words) {
    return new Failure(code, permanent, tried, happened, remedy, words.strip());
  }

  /** For programs: what a status file has of a failure, in this order. */
  public Map<String, Object> members() {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("code", code.name());
    members.put("permanent", permanent);
    members.put("tried", tried);
    members.put("happened", happened);
    members.put("remedy", remedy);
    if (!causes.isEmpty()) {
      members.put("causes", causes.stream().map(Cause::members).toList());
    }
    return members;
  }

  /** For people: code, what was tried, what happened, what was said, what to do. */
  public String toLine() {
    return line(said.isEmpty() ? happened : happened + ": " + said.replace("\n", " | "));
  }

  /** The same for everybody's eyes: without what was said. */
  public String toPublicLine() {
    return line(happened);
  }

  /**
   * What of it is a list, for lines of their own: what happened, where that are several things, and
   * what was said, where that are several lines. {@link #toSentence} goes behind them.
   */
  public List<String> toList() {
    List<String> list = new ArrayList<>(happened.lines().skip(1).map(String::strip).toList());
    if (said.indexOf('\n') >= 0) {
      said.lines().map(String::strip).forEach(list::add);
    }
    return List.copyOf(list);
  }

  /**
   * For the end of a line that is the last about it: where to read more. So such a line ends with
   * the code too, which stands at its beginning since lines are cut at their ends.
   */
  public String more() {
    return "; more: nodeready explain " + code;
  }

  /** One line for people, that tells what is a list by its number alone. */
  public String toSentence() {
    String first = happened.lines().findFirst().orElse("").replaceFirst(":$", "");
    return line(said.isEmpty() || said.indexOf('\n') >= 0 ? first : first + ": " + said);
  }

  private String line(String what) {
    StringBuilder line =
        new StringBuilder("%s: tried to %s, but %s; %s".formatted(code, tried, what, remedy));
    causes.forEach(cause -> line.append("; ").append(cause.toLine()));
    return line.toString();
  }
}
