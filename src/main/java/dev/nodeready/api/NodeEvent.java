package dev.nodeready.api;

import dev.nodeready.config.json.Json;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An Event about a Node: what {@code kubectl get events} lists and {@code kubectl describe node}
 * shows. It is made as kubelet makes its own, in the namespace {@code default} and with the node's
 * name for its UID, which is what {@code describe} looks for.
 *
 * @param node its name
 * @param warning whether it needs a look
 * @param reason one word in CamelCase
 * @param message for people; 1024 characters at most
 * @param at when it happened
 */
public record NodeEvent(String node, boolean warning, String reason, String message, Instant at) {
  static final String PATH = "/api/v1/namespaces/default/events";

  private static final String US = "nodeready";

  String json() {
    String name = node + "." + Long.toHexString(at.toEpochMilli());
    String time = at.truncatedTo(ChronoUnit.SECONDS).toString();
    Map<String, @Nullable Object> event = new LinkedHashMap<>();
    event.put("apiVersion", "v1");
    event.put("kind", "Event");
    event.put("metadata", Map.of("name", name, "namespace", "default"));
    event.put("involvedObject", Map.of("kind", "Node", "name", node, "uid", node));
    event.put("type", warning ? "Warning" : "Normal");
    event.put("reason", reason);
    event.put("message", message);
    event.put("source", Map.of("component", US, "host", node));
    event.put("firstTimestamp", time);
    event.put("lastTimestamp", time);
    event.put("count", 1L);
    event.put("reportingComponent", US);
    event.put("reportingInstance", node);
    return Json.compact(event);
  }
}
