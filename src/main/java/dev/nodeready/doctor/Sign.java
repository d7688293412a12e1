package dev.nodeready.doctor;

import dev.nodeready.catalogue.Code;
import dev.nodeready.doctor.Finding.Weight;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Words of a log that tell a cause.
 *
 * @param words found anywhere in a line; a group in them is what it is about
 * @param what it means; {@code %s} stands for the group
 */
record Sign(Code code, Weight weight, Confidence confidence, Pattern words, String what) {
  /** One that ends a daemon, or keeps it from its work. */
  static Sign failure(Code code, Confidence confidence, String words, String what) {
    return new Sign(code, Weight.FAILURE, confidence, Pattern.compile(words), what);
  }

  /** One that the node lives with. */
  static Sign warning(Code code, Confidence confidence, String words, String what) {
    return new Sign(code, Weight.WARNING, confidence, Pattern.compile(words), what);
  }

  /**
   * What lines tell, by the latest of each sign.
   *
   * @param log whose they are
   * @param signs of each line the first that it bears counts
   */
  static List<Finding> in(List<LogLine> lines, String log, List<Sign> signs) {
    Map<Sign, LogLine> seen = new LinkedHashMap<>();
    for (LogLine line : lines) {
      for (Sign sign : signs) {
        if (sign.words().matcher(line.text()).find()) {
          seen.remove(sign);
          seen.put(sign, line);
          break;
        }
      }
    }
    List<Finding> found = new ArrayList<>();
    seen.forEach((sign, line) -> {
      if (found.stream().noneMatch(f -> f.code() == sign.code())) {
        found.add(sign.finding(line, log));
      }
    });
    return found;
  }

  private Finding finding(LogLine line, String log) {
    Matcher matcher = words.matcher(line.text());
    boolean about = matcher.find() && matcher.groupCount() > 0 && matcher.group(1) != null;
    return new Finding(
        code,
        weight,
        confidence,
        what.formatted(about ? matcher.group(1) : "?"),
        List.of(Evidence.of(log, line)),
        code.remedy());
  }
}
