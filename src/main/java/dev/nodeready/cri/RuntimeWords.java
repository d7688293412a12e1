package dev.nodeready.cri;

import dev.nodeready.cri.proto.RuntimeCondition;
import dev.nodeready.cri.proto.StatusResponse;
import dev.nodeready.cri.proto.VersionResponse;
import java.time.Duration;

/** All that a runtime says of itself, for whoever reads a ticket. */
public final class RuntimeWords {
  private RuntimeWords() {}

  /**
   * Asks for version and verbose status; what it answers holds its configuration, secrets and all.
   *
   * @throws dev.nodeready.failure.FailureException when it does not answer
   * @throws InterruptedException when stopped
   */
  public static String of(CriEndpoint endpoint, Duration limit) throws InterruptedException {
    try (CriClient client = CriClient.dial(endpoint)) {
      VersionResponse version = client.version(limit);
      StatusResponse status = client.status(true, limit);
      StringBuilder words = new StringBuilder();
      words
          .append(version.getRuntimeName())
          .append(' ')
          .append(version.getRuntimeVersion())
          .append(", CRI ")
          .append(version.getRuntimeApiVersion())
          .append('\n');
      for (RuntimeCondition condition : status.getStatus().getConditionsList()) {
        words.append(
            "%s: %s %s %s\n"
                .formatted(
                    condition.getType(),
                    condition.getStatus(),
                    condition.getReason(),
                    condition.getMessage()));
      }
      status
          .getInfoList()
          .forEach(entry ->
              words.append(entry.getKey()).append(":\n").append(entry.getValue()).append('\n'));
      return words.toString();
    }
  }
}
