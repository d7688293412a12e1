package dev.nodeready.join;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Map;

/** What is known of a join, as the status file has it under {@code join}. */
public final class JoinFacts {
  private static final DateTimeFormatter MILLIS =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

  private JoinFacts() {}

  /** The node has been seen to be registered. */
  public static Map<String, String> registered(Sighting seen, KubeletPlace place, Instant at) {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("node", place.node());
    facts.put("apiServer", seen.apiServer());
    facts.put("registeredAt", MILLIS.format(at));
    if (!seen.who().user().isEmpty()) {
      facts.put("user", seen.who().user());
    }
    Instant expires = seen.certificateExpiresAt();
    if (expires != null) {
      facts.put("certificateExpiresAt", MILLIS.format(expires));
    }
    return facts;
  }

  /** The node has been seen to be Ready. */
  public static Map<String, String> ready(Instant at) {
    return Map.of("readyAt", MILLIS.format(at));
  }
}
