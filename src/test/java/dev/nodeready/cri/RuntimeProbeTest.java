package dev.nodeready.cri;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nodeready.catalogue.Code;
import dev.nodeready.failure.Failure;
import dev.nodeready.ready.Verdict;
import dev.nodeready.retry.ManualTime;
import dev.nodeready.retry.Time;
import io.grpc.Status;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class RuntimeProbeTest {
  private static final Duration LONG = Duration.ofSeconds(20);
  private static final Duration SHORT = Duration.ofMillis(300);

  @TempDir Path folder;
  private final List<CriConnection> connections = new ArrayList<>();

  @AfterEach
  void hangUp() {
    connections.forEach(CriConnection::close);
  }

  @Test
  void a_ready_runtime_tells_who_it_is() throws Exception {
    try (var cri = ScriptedCri.up(socket()).telling("config", "{\"sandboxImage\":\"pause:1\"}")) {
      assertThat(look(LONG))
          .isInstanceOfSatisfying(
              Verdict.Ready.class,
              ready ->
                  assertThat(ready.value())
                      .isEqualTo(
                          new RuntimeInfo(
                              "scripted",
                              "v1.2.3",
                              "v1",
                              false,
                              "NetworkPluginNotReady cni plugin not initialized",
                              new VerboseConfig("pause:1", "", ""),
                              new SocketLook(new CriEndpoint(socket())).identity())));
      assertThat(cri.calls()).containsExactly("Version", "Status");
    }
  }

  @Test
  void a_ready_network_is_told_without_a_reason() throws Exception {
    try (var _ = ScriptedCri.up(socket()).networkReady()) {
      assertThat(((Verdict.Ready<RuntimeInfo>) look(LONG)).value())
          .extracting(RuntimeInfo::networkReady, RuntimeInfo::networkReason)
          .containsExactly(true, "");
    }
  }

  @ParameterizedTest
  @EnumSource(
      names = {"UNKNOWN", "UNAVAILABLE"},
      value = Status.Code.class)
  void not_initialized_is_met_again_soon_under_either_code(Status.Code code) throws Exception {
    try (var _ = ScriptedCri.up(socket()).notInitialized(code)) {
      assertThat(notYet("CRI_NOT_INITIALIZED", true)).contains("server is not initialized yet");
    }
  }

  @Test
  void an_absent_socket_is_waited_for() throws Exception {
    assertThat(notYet("CRI_SOCKET_ABSENT", false)).contains("no such file or directory");
  }

  @Test
  void an_absent_folder_is_named() throws Exception {
    var probe = probe(folder.resolve("no/such/cri.sock"), Time.SYSTEM);
    assertThat(((Verdict.NotYet<RuntimeInfo>) probe.look(LONG)).because().happened())
        .contains("its folder " + folder.resolve("no/such"));
  }

  @Test
  void a_dangling_link_is_waited_for() throws Exception {
    Files.createSymbolicLink(socket(), folder.resolve("nothing"));
    assertThat(notYet("CRI_SOCKET_DANGLING", false)).contains("symbolic link");
  }

  @Test
  void a_link_to_the_socket_works() throws Exception {
    Files.createSymbolicLink(socket(), folder.resolve("real.sock"));
    try (var _ = ScriptedCri.up(folder.resolve("real.sock"))) {
      assertThat(look(LONG)).isInstanceOf(Verdict.Ready.class);
    }
  }

  @Test
  void a_folder_ends_it() throws Exception {
    Files.createDirectory(socket());
    assertThat(never().code()).isEqualTo(Code.CRI_SOCKET_IS_FOLDER);
  }

  @Test
  void a_plain_file_ends_it() throws Exception {
    Files.createFile(socket());
    assertThat(never().code()).isEqualTo(Code.CRI_NOT_A_SOCKET);
  }

  @Test
  void a_stale_socket_is_waited_for() throws Exception {
    stale();
    assertThat(notYet("CRI_REFUSED", true)).containsIgnoringCase("connection refused");
  }

  @Test
  void a_path_too_long_for_the_system_ends_it() {
    String longName = "/" + "x".repeat(107);
    org.assertj.core.api.Assertions.assertThatThrownBy(() -> CriEndpoint.parse(longName))
        .hasMessageContaining("CRI_ENDPOINT_INVALID")
        .hasMessageContaining("108 bytes");
  }

  @Test
  void a_server_that_accepts_and_never_answers_costs_one_look() throws Exception {
    try (var _ = ScriptedCri.up(socket()).hanging()) {
      assertThat(because(look(SHORT), false, "CRI_SILENT")).contains("never answered");
    }
  }

  @Test
  void a_look_cut_short_by_the_budget_does_not_hide_the_reason() throws Exception {
    try (var cri = ScriptedCri.up(socket()).notInitialized(Status.Code.UNKNOWN)) {
      var probe = probe(socket(), Time.SYSTEM);
      probe.look(LONG);
      cri.hanging();
      assertThat(because(probe.look(SHORT), true, "CRI_NOT_INITIALIZED")).isNotEmpty();
      assertThat(because(probe.look(Duration.ZERO), true, "CRI_NOT_INITIALIZED")).isNotEmpty();
    }
  }

  @Test
  void a_listener_that_nobody_serves_costs_one_look() throws Exception {
    try (var _ = listen(8)) {
      assertThat(because(look(SHORT), false, "CRI_SILENT")).contains("never answered");
    }
  }

  @Test
  void a_full_queue_of_connections_does_not_block_the_look() throws Exception {
    try (var _ = listen(1);
        var _ = SocketChannel.open(UnixDomainSocketAddress.of(socket()));
        var _ = SocketChannel.open(UnixDomainSocketAddress.of(socket()))) {
      assertThat(notYet("CRI_BACKLOG_FULL", true)).contains("queue");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"HTTP/1.1 400 Bad Request\r\n\r\n", "SSH-2.0-OpenSSH_9.2\r\n"})
  void something_else_than_grpc_is_told_with_its_words_and_ends_after_ten_seconds(String words)
      throws Exception {
    ManualTime time = new ManualTime();
    try (var server = listen(8)) {
      Thread.ofPlatform().daemon().start(() -> chat(server, words));
      var probe = probe(socket(), time);
      assertThat(because(probe.look(LONG), false, "CRI_FOREIGN"))
          .contains("this is no CRI server: it begins with \"" + words.strip() + "\"")
          .doesNotContain("crashed");
      time.advance(Duration.ofSeconds(10));
      var never = (Verdict.Never<RuntimeInfo>) probe.look(LONG);
      assertThat(never.failure().code()).isEqualTo(Code.CRI_FOREIGN);
      assertThat(never.failure().remedy()).contains("--cri-endpoint");
    }
  }

  @Test
  void garbage_is_no_runtime_that_crashed() throws Exception {
    try (var server = listen(8)) {
      Thread.ofPlatform().daemon().start(() -> chat(server, "\1\2\3\7garbage"));
      assertThat(notYet("CRI_FOREIGN", false)).contains("bytes that are no text");
    }
  }

  @Test
  void whoever_closes_without_a_word_may_be_another_socket() throws Exception {
    try (var server = listen(8)) {
      Thread.ofPlatform().daemon().start(() -> chat(server, ""));
      assertThat(notYet("CRI_LOST", true)).contains("whether this is the socket");
    }
  }

  @Test
  void a_missing_plugin_is_given_ten_seconds_and_then_named() throws Exception {
    var time = new ManualTime();
    try (var cri = ScriptedCri.up(socket()).withoutPlugin()) {
      var probe = probe(socket(), time);
      assertThat(because(probe.look(LONG), true, "CRI_UNIMPLEMENTED")).contains("runtime.v1");
      time.advance(Duration.ofSeconds(9));
      assertThat(probe.look(LONG)).isInstanceOf(Verdict.NotYet.class);
      time.advance(Duration.ofSeconds(1));
      var never = (Verdict.Never<RuntimeInfo>) probe.look(LONG);
      assertThat(never.failure().toLine())
          .contains("CRI plugin is not loaded: disabled_plugins = [\"cri\"] in config.toml")
          .contains("take \"cri\" out of disabled_plugins");
      assertThat(cri.calls("Version")).isEqualTo(3);
    }
  }

  @Test
  void a_plugin_that_does_not_load_for_another_reason_is_not_laid_on_disabled_plugins()
      throws Exception {
    var time = new ManualTime();
    String line = "failed to load plugin io.containerd.cri.v1.images: no such snapshotter";
    try (var _ = ScriptedCri.up(socket()).withoutPlugin()) {
      var probe = new RuntimeProbe(connection(socket()), Optional::empty, () -> line, time);
      probe.look(LONG);
      time.advance(Duration.ofSeconds(10));
      var never = (Verdict.Never<RuntimeInfo>) probe.look(LONG);
      assertThat(never.failure().toLine())
          .contains(line + "; mend what the runtime says there")
          .doesNotContain("disabled_plugins");
    }
  }

  @Test
  void a_plugin_that_comes_late_ends_the_grace() throws Exception {
    var time = new ManualTime();
    try (var cri = ScriptedCri.up(socket()).withoutPlugin()) {
      var probe = probe(socket(), time);
      assertThat(probe.look(LONG)).isInstanceOf(Verdict.NotYet.class);
      time.advance(Duration.ofSeconds(9));
      cri.ready();
      assertThat(probe.look(LONG)).isInstanceOf(Verdict.Ready.class);
      cri.withoutPlugin();
      time.advance(Duration.ofSeconds(9));
      assertThat(probe.look(LONG)).isInstanceOf(Verdict.NotYet.class);
    }
  }

  @Test
  void runtime_ready_false_comes_with_its_reason() throws Exception {
    try (var _ = ScriptedCri.up(socket()).runtimeNotReady("ShimMissing", "no shim found")) {
      assertThat(notYet("CRI_RUNTIME_NOT_READY", true)).contains("ShimMissing no shim found");
    }
  }

  @Test
  void a_refusal_of_the_caller_ends_it() throws Exception {
    try (var _ = ScriptedCri.up(socket()).failing(Status.PERMISSION_DENIED)) {
      assertThat(never().code()).isEqualTo(Code.CRI_PERMISSION_DENIED);
    }
  }

  @Test
  void a_huge_answer_ends_it() throws Exception {
    try (var _ = ScriptedCri.up(socket()).telling("config", "x".repeat(17 << 20))) {
      assertThat(never().code()).isEqualTo(Code.CRI_ANSWER_TOO_LARGE);
    }
  }

  @Test
  void a_failed_unit_ends_it_with_its_own_words() throws Exception {
    Failure failed = Failure.permanent(Code.CRI_UNIT_FAILED, "wait", "start-limit-hit", "look");
    var probe =
        new RuntimeProbe(connection(socket()), () -> Optional.of(failed), () -> "", Time.SYSTEM);
    assertThat(probe.look(LONG)).isEqualTo(new Verdict.Never<>(failed));
  }

  @Test
  void systemd_is_not_asked_at_each_look_while_the_runtime_starts() throws Exception {
    ManualTime time = new ManualTime();
    AtomicInteger asked = new AtomicInteger();
    RuntimeUnit unit =
        () -> {
          asked.incrementAndGet();
          return Optional.empty();
        };
    var probe = new RuntimeProbe(connection(socket()), unit, () -> "", time);

    for (int look = 0; look < 5; look++) {
      assertThat(because(probe.look(LONG), false, "CRI_SOCKET_ABSENT")).isNotEmpty();
    }
    assertThat(asked).hasValue(1);
    time.sleep(Duration.ofMillis(251));
    probe.look(LONG);
    assertThat(asked).hasValue(2);
  }

  @Test
  void an_interrupt_is_no_failure() throws Exception {
    try (var _ = ScriptedCri.up(socket()).hanging()) {
      Thread.currentThread().interrupt();
      org.assertj.core.api.Assertions.assertThatThrownBy(() -> look(LONG))
          .isInstanceOf(InterruptedException.class);
    }
  }

  @Test
  void a_crash_between_two_looks_is_seen_at_the_next() throws Exception {
    try (var cri = ScriptedCri.up(socket())) {
      var probe = probe(socket(), Time.SYSTEM);
      assertThat(probe.look(LONG)).isInstanceOf(Verdict.Ready.class);
      cri.crash();
      assertThat(because(probe.look(LONG), true, "CRI_REFUSED")).isNotEmpty();
      cri.comeUp();
      assertThat(probe.look(LONG)).isInstanceOf(Verdict.Ready.class);
    }
  }

  private Path socket() {
    return folder.resolve("cri.sock");
  }

  private CriConnection connection(Path socket) {
    connections.add(new CriConnection(new CriEndpoint(socket)));
    return connections.getLast();
  }

  private RuntimeProbe probe(Path socket, Time time) {
    return new RuntimeProbe(
        connection(socket),
        Optional::empty,
        () -> "disabled_plugins = [\"cri\"] in config.toml",
        time);
  }

  private Verdict<RuntimeInfo> look(Duration atMost) throws InterruptedException {
    return probe(socket(), Time.SYSTEM).look(atMost);
  }

  private String notYet(String code, boolean soon) throws InterruptedException {
    return because(look(LONG), soon, code);
  }

  private static String because(Verdict<RuntimeInfo> verdict, boolean soon, String code) {
    assertThat(verdict).isInstanceOf(Verdict.NotYet.class);
    var notYet = (Verdict.NotYet<RuntimeInfo>) verdict;
    assertThat(notYet.because().code()).hasToString(code);
    assertThat(notYet.soon()).isEqualTo(soon);
    return notYet.because().toLine();
  }

  private Failure never() throws InterruptedException {
    Verdict<RuntimeInfo> verdict = look(LONG);
    assertThat(verdict).isInstanceOf(Verdict.Never.class);
    return ((Verdict.Never<RuntimeInfo>) verdict).failure();
  }

  private void stale() throws IOException {
    listen(1).close();
  }

  private ServerSocketChannel listen(int backlog) throws IOException {
    return ServerSocketChannel.open(StandardProtocolFamily.UNIX)
        .bind(UnixDomainSocketAddress.of(socket()), backlog);
  }

  /** Answers each that comes with the same words, until the test is over. */
  private static void chat(ServerSocketChannel server, String words) {
    try {
      for (; ; ) {
        try (SocketChannel client = server.accept()) {
          client.read(ByteBuffer.allocate(1000));
          client.write(ByteBuffer.wrap(words.getBytes(StandardCharsets.UTF_8)));
        }
      }
    } catch (ClosedChannelException over) {
      // The test has what it wants.
      return;
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
