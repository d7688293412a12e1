package dev.nodeready.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nodeready.host.ProcessId;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class StatusViewTest {
  private static final String STEPS =
      """
      "steps":[
       {"phase":"resolve","name":"node-config","outcome":"unchanged","seconds":0.174,"waitedSeconds":0.0,"detail":"cluster quay"},
       {"phase":"configure","name":"local-disks","outcome":"skipped","seconds":0.0,"waitedSeconds":0.0,"detail":"none"},
       {"phase":"runtime","name":"await-cri","outcome":"unchanged","seconds":8.0,"waitedSeconds":7.5,"detail":"containerd answers"},
       {"phase":"join","name":"ready","outcome":"failed","seconds":4.0,"waitedSeconds":0.05,"detail":"JOIN_NOT_READY: tried to join, but it is not"}]
      """;

  private static String text(String members) throws IOException {
    return new StatusView(StatusReader.parse("{\"schema\":1," + members + "," + STEPS + "}"))
        .text();
  }

  private static String running() {
    ProcessId own = ProcessId.own();
    return "\"state\":\"running\",\"exitCode\":null,\"process\":{\"pid\":%d,\"started\":\"%s\"}"
        .formatted(own.pid(), own.started());
  }

  @Test
  void a_failed_boot_begins_with_its_verdict_then_the_cause_then_where_the_time_went()
      throws IOException {
    assertThat(
            text(
                "\"state\":\"failed\",\"exitCode\":75,\"phase\":\"join\",\"step\":\"ready\",\"startedAt\":\"A\",\"updatedAt\":\"B\",\"failure\":{\"code\":\"JOIN_NOT_READY\",\"tried\":\"join\",\"happened\":\"it is not\",\"remedy\":\"see\"}"))
        .isEqualTo(
            """
            state:       failed, and worth another try (exit code 75)
            failure:     JOIN_NOT_READY
            tried:       to join
            happened:    it is not
            remedy:      see
            at:          join/ready
            started:     A, updated B
            where the time went:
              resolve/node-config       unchanged     0.174 s                cluster quay
              runtime/await-cri         unchanged     8.000 s  ████████████  waited 7.500 s; containerd answers
              join/ready                failed        4.000 s  ██████        JOIN_NOT_READY
            """);
  }

  @Test
  void what_a_watch_has_found_stands_behind_the_boots_own_verdict() throws IOException {
    String finding =
        "{\"code\":\"IMAGE_NOT_STORED\",\"tried\":\"keep it\",\"happened\":\"it is gone\",\"remedy\":\"bring it\",\"since\":\"T\"}";
    assertThat(text(joined() + watch(ProcessId.own(), finding)))
        .contains(
            """
            watch:       IMAGE_NOT_STORED
            tried:       to keep it
            happened:    it is gone
            remedy:      bring it
            since:       T
            """);
    assertThat(text(joined() + watch(ProcessId.own(), "")))
        .contains("watch:       all is well, since S\n");
    assertThat(text(joined() + watch(new ProcessId(1, "0"), "")))
        .contains("watch:       ended without a word");
    assertThat(text(joined())).doesNotContain("watch:");
  }

  private static String joined() {
    return "\"state\":\"succeeded\",\"exitCode\":0";
  }

  private static String watch(ProcessId process, String findings) {
    return ",\"watch\":{\"process\":{\"pid\":%d,\"started\":\"%s\"},\"startedAt\":\"S\",\"findings\":[%s]}"
        .formatted(process.pid(), process.started(), findings);
  }

  @Test
  void what_is_waited_for_has_a_bar_for_the_budget() throws IOException {
    assertThat(
            text(
                running()
                    + ",\"waiting\":{\"for\":\"containerd\",\"because\":\"no socket\",\"elapsedSeconds\":15.0,\"leftSeconds\":45.0}"))
        .startsWith(
            """
            state:       running
            waiting for: containerd: no socket
            budget:      ██████░░░░░░░░░░░░░░░░░░  15.0 s gone, 45.0 s left
            """);
  }

  @Test
  void what_is_waited_for_has_the_code_that_it_would_fail_with() throws IOException {
    assertThat(
            text(
                running()
                    + ",\"waiting\":{\"for\":\"containerd\",\"because\":\"no socket\","
                    + "\"code\":\"CRI_SOCKET_ABSENT\",\"elapsedSeconds\":15.0,\"leftSeconds\":45.0}"))
        .contains("no socket\ncode:        CRI_SOCKET_ABSENT, if time ran out now\nbudget: ");
  }

  @Test
  void a_wait_with_odd_numbers_breaks_nothing() throws IOException {
    for (String seconds : new String[] {"-1", "1e300", "null", "\"x\"", "0"}) {
      assertThat(
              text(
                  running()
                      + ",\"waiting\":{\"for\":\"it\",\"because\":\"no\",\"elapsedSeconds\":%s,\"leftSeconds\":%s}"
                          .formatted(seconds, seconds)))
          .contains("budget: ");
    }
  }

  @Test
  void a_joined_node_is_at_no_step_any_more() throws IOException {
    assertThat(text("\"state\":\"succeeded\",\"exitCode\":0,\"phase\":\"join\",\"step\":\"ready\""))
        .startsWith("state:       succeeded\n")
        .doesNotContain("\nat:");
  }

  @Test
  void a_configuration_that_is_refused_is_told_in_the_first_line() throws IOException {
    assertThat(text("\"state\":\"failed\",\"exitCode\":78"))
        .startsWith("state:       failed, since the configuration is invalid (exit code 78)\n");
    assertThat(text("\"state\":\"failed\",\"exitCode\":1"))
        .startsWith("state:       failed, and trying again will not help (exit code 1)\n");
  }
}
