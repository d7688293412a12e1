package dev.nodeready.life;

import dev.nodeready.failure.Failure;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What became of what a machine had.
 *
 * @param dry whether nothing was changed
 * @param gone what went, or would have
 * @param stays what was left alone, each with why
 * @param looks what should have gone and did not, or could not be seen
 */
public record Account(boolean dry, List<Gone> gone, List<String> stays, List<Failure> looks) {
  public Account {
    gone = List.copyOf(gone);
    stays = List.copyOf(stays);
    looks = List.copyOf(looks);
  }

  /** One thing that went, and how, in a word. */
  public record Gone(String how, String what) {}

  /** Whether there was nothing to do, and nothing is left to look at. */
  public boolean isNothing() {
    return gone.isEmpty() && looks.isEmpty();
  }

  /** For programs. */
  public Map<String, Object> members() {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("dryRun", dry);
    members.put(
        "gone",
        gone.stream()
            .map(one -> {
              Map<String, Object> each = new LinkedHashMap<>();
              each.put("how", one.how());
              each.put("what", one.what());
              return each;
            })
            .toList());
    members.put("stays", stays);
    members.put("looks", looks.stream().map(Failure::members).toList());
    return members;
  }
}
