package dev.nodeready.failure;

import dev.nodeready.catalogue.Code;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a look at the machine found behind a failure.
 *
 * @param confidence {@code seen} or {@code likely}: a guess is no cause
 * @param what is wrong
 * @param evidence what shows it, as far as anybody may read it
 * @param remedy what to do about it
 */
public record Cause(
    Code code, String confidence, String what, List<String> evidence, String remedy) {
  /** Copies the list. */
  public Cause {
    evidence = List.copyOf(evidence);
  }

  /** For programs, in this order. */
  Map<String, Object> members() {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("code", code.name());
    members.put("confidence", confidence);
    members.put("what", what);
    members.put("evidence", evidence);
    members.put("remedy", remedy);
    return members;
  }

  /** For people. */
  String toLine() {
    return "cause (%s): %s: %s; %s".formatted(confidence, code, what, remedy);
  }
}
