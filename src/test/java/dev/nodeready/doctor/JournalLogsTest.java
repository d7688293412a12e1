package dev.nodeready.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Lines of the journal are read with their time, oldest first, without the name of the process. */
class JournalLogsTest {
  @Test
  void lines_are_turned_around_and_stripped_of_what_journalctl_puts_before_them() {
    String output =
        """
        1764350003.500000 node-1 systemd[1]: Started containerd.service - containerd.
        1764350002.250000 node-1 containerd[812]: time="x" level=info msg="starting containerd"
        1764350001.000000 node-1 kernel: Out of memory: Killed process 1 (kubelet)
        -- No entries --
        """;

    assertThat(JournalLogs.parsed(output))
        .isEqualTo(
            List.of(
                new LogLine(
                    Instant.parse("2025-11-28T17:13:21Z"),
                    "Out of memory: Killed process 1 (kubelet)"),
                new LogLine(
                    Instant.parse("2025-11-28T17:13:22.250Z"),
                    "time=\"x\" level=info msg=\"starting containerd\""),
                new LogLine(
                    Instant.parse("2025-11-28T17:13:23.500Z"),
                    "Started containerd.service - containerd.")));
  }

  @Test
  void only_the_last_tries_of_a_daemon_count() {
    List<LogLine> lines =
        List.of("Starting k", "old fault", "Starting k", "new fault", "Starting k", "at work")
            .stream()
            .map(text -> new LogLine(Instant.EPOCH, text))
            .toList();

    assertThat(LastStart.of(lines))
        .extracting(LogLine::text)
        .containsExactly("Starting k", "new fault", "Starting k", "at work");
  }
}
