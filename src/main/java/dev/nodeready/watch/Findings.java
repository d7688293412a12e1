package dev.nodeready.watch;

import dev.nodeready.failure.Failure;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All that is wrong now. Something counts as over only when it was not seen for a while, so that
 * what comes and goes is told once and not each time; what was mended is over at once.
 */
final class Findings {
  private static final Duration CALM = Duration.ofSeconds(30);

  /** More of one thing help nobody. */
  private static final int MOST = 20;

  private final Map<Watched, List<Finding>> all = new LinkedHashMap<>();

  /** Takes what came of a look at a thing, and says what of it is new. */
  List<Change> take(Watched of, Seen seen, Instant at) {
    List<Change> changes = new ArrayList<>();
    List<Finding> now = new ArrayList<>();
    List<Finding> before = all.getOrDefault(of, List.of());
    for (Failure wrong : seen.wrong().stream().limit(MOST).toList()) {
      Optional<Finding> known = before.stream().filter(one -> one.is(wrong)).findFirst();
      now.add(known.map(one -> one.seen(wrong)).orElseGet(() -> new Finding(wrong, at, null)));
      if (known.isEmpty()) {
        changes.add(new Change.Began(wrong));
      }
    }
    seen.mended().forEach(what -> changes.add(new Change.Mended(what)));
    for (Finding one : before) {
      if (seen.wrong().stream().noneMatch(one::is)) {
        Finding missed = one.missed(at);
        if (!seen.mended().isEmpty() || isOver(missed, at)) {
          changes.add(new Change.Over(one.failure(), Duration.between(one.since(), at)));
        } else {
          now.add(missed);
        }
      }
    }
    all.put(of, now);
    return changes;
  }

  private static boolean isOver(Finding missed, Instant at) {
    Instant gone = missed.gone();
    return gone != null && Duration.between(gone, at).compareTo(CALM) >= 0;
  }

  /** What was seen first comes first. */
  List<Finding> all() {
    return all.values().stream()
        .flatMap(List::stream)
        .sorted((one, other) -> one.since().compareTo(other.since()))
        .toList();
  }
}
