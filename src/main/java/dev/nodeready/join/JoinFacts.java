package dev.nodeready.join;

import dev.nodeready.retry.Timestamp;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** What is known of a join, as the status file has it under {@code join}. */
public final class JoinFacts {
  private JoinFacts() {}

  /** The node has been seen to be registered. */
  public static Map<String, String> registered(Sighting seen, KubeletPlace place, Instant at) {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("node", place.node());
    facts.put("apiServer", seen.apiServer());
    facts.put("registeredAt", Timestamp.of(at));
    if (!seen.who().user().isEmpty()) {
      facts.put("user", seen.who().user());
    }
    Instant expires = seen.certificateExpiresAt();
    if (expires != null) {
      facts.put("certificateExpiresAt", Timestamp.of(expires));
    }
    return facts;
  }

  /** The node has been seen to be Ready. */
  public static Map<String, String> ready(Instant at) {
    return Map.of("readyAt", Timestamp.of(at));
  }
}
