package dev.nodeready.doctor;

import dev.nodeready.catalogue.Code;
import dev.nodeready.doctor.Finding.Weight;
import java.util.HashMap;
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
   * What lines tell, by the latest of each sign, in the order of the signs.
   *
   * @param log whose they are
   * @param signs the more telling first; of each line the first that it bears counts
   */
  static List<Finding> in(List<LogLine> lines, String log, List<Sign> signs) {
    Map<Sign, LogLine> seen = new HashMap<>();
    for (LogLine line : lines) {
      signs.stream()
          .filter(sign -> sign.words().matcher(line.text()).find())
          .findFirst()
          .ifPresent(sign -> seen.put(sign, line));
    }
    Map<Code, Finding> found = new LinkedHashMap<>();
    for (Sign sign : signs) {
      LogLine line = seen.get(sign);
      if (line != null) {
        found.putIfAbsent(sign.code(), sign.finding(line, log));
      }
    }
    return List.copyOf(found.values());
  }

  private Finding finding(LogLine line, String log) {
    String about = about(line.text());
    return new Finding(
        code,
        weight,
        confidence,
        what.formatted(about),
        List.of(Evidence.of(log, line)),
        code.remedy("FILE", about, "PROGRAM", about));
  }

  /** What it is about, by the first of its groups that is there. */
  private String about(String line) {
    Matcher matcher = words.matcher(line);
    if (matcher.find()) {
      for (int group = 1; group <= matcher.groupCount(); group++) {
        if (matcher.group(group) != null) {
          return matcher.group(group).strip();
        }
      }
    }
    return "see its line";
  }
}
