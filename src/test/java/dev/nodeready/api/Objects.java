package dev.nodeready.api;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;

/** Objects of the API as JSON. */
public final class Objects {
  private Objects() {}

  public static String node(String name, String boot, String machine, String ready) {
    return node(
        name,
        boot,
        machine,
        ready,
        "KubeletReady",
        "kubelet is posting ready status",
        "2026-01-01T00:00:05Z");
  }

  public static String node(
      String name,
      String boot,
      String machine,
      String ready,
      String reason,
      String message,
      String heartbeat) {
    return ("{\"metadata\":{\"name\":\"%s\",\"uid\":\"u\",\"resourceVersion\":\"7\","
            + "\"creationTimestamp\":\"2026-01-01T00:00:00Z\"},\"spec\":{},\"status\":{"
            + "\"nodeInfo\":{\"bootID\":\"%s\",\"machineID\":\"%s\",\"systemUUID\":\"%s\"},"
            + "\"conditions\":[{\"type\":\"MemoryPressure\",\"status\":\"False\"},"
            + "{\"type\":\"Ready\",\"status\":\"%s\",\"reason\":\"%s\",\"message\":\"%s\","
            + "\"lastHeartbeatTime\":\"%s\"}]}}")
        .formatted(name, boot, machine, machine, ready, reason, message, heartbeat);
  }

  /** A request for a node's certificate; {@code status} is its JSON. */
  public static String request(
      String name, String node, String user, Instant created, String status) {
    String common = "system:node:" + node;
    String text = "0G1\u0015\u0013\fsystem:nodes\u0013" + (char) common.length() + common + "0Y";
    byte[] der = text.getBytes(StandardCharsets.ISO_8859_1);
    String pem =
        "-----BEGIN CERTIFICATE REQUEST-----\n"
            + Base64.getEncoder().encodeToString(der)
            + "\n-----END CERTIFICATE REQUEST-----\n";
    return "{\"metadata\":{\"name\":\"%s\",\"creationTimestamp\":\"%s\"},\"spec\":{\"username\":\"%s\",\"request\":\"%s\"},\"status\":%s}"
        .formatted(
            name,
            created,
            user,
            Base64.getEncoder().encodeToString(pem.getBytes(StandardCharsets.US_ASCII)),
            status);
  }
}
