package dev.nodeready.cri;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nodeready.ready.PathTrigger;
import dev.nodeready.retry.Deadline;
import dev.nodeready.retry.Time;
import dev.nodeready.retry.Waiting;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The wait for the runtime against real containerds. */
class RealRuntimeIT {
  private static final String IMAGE = "localhost/pause:1";
  private static final Duration BUDGET = Duration.ofSeconds(60);

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<Waiting> waits = new CopyOnWriteArrayList<>();

  @AfterEach
  void stop() {
    threads.shutdownNow();
  }

  @ParameterizedTest
  @EnumSource
  void a_late_start_is_a_wait(Containerd flavor) throws Exception {
    try (var containerd = PrivateContainerd.prepare(flavor, IMAGE)) {
      Future<RuntimeInfo> info = waiting(containerd);
      until("socket is not there yet");
      containerd.start();
      assertThat(info.get().name()).isEqualTo("containerd");
      assertThat(info.get().networkReady()).isFalse();
      assertThat(waits.getFirst().because()).contains("no such file or directory", "folder");
    }
  }

  @ParameterizedTest
  @EnumSource
  void a_stale_socket_is_a_wait(Containerd flavor) throws Exception {
    try (var containerd = PrivateContainerd.prepare(flavor, IMAGE)) {
      Files.createDirectories(containerd.endpoint().socket().getParent());
      ServerSocketChannel.open(StandardProtocolFamily.UNIX)
          .bind(UnixDomainSocketAddress.of(containerd.endpoint().socket()))
          .close();
      Future<RuntimeInfo> info = waiting(containerd);
      until("nobody listens");
      containerd.start();
      assertThat(info.get().name()).isEqualTo("containerd");
    }
  }

  @ParameterizedTest
  @EnumSource
  void a_stopped_process_is_told_as_silent_and_goes_on_when_it_does(Containerd flavor)
      throws Exception {
    try (var containerd = PrivateContainerd.prepare(flavor, IMAGE).start()) {
      await(containerd);
      containerd.signal("STOP");
      Future<RuntimeInfo> info = waiting(containerd);
      until("never answered");
      containerd.signal("CONT");
      assertThat(info.get().name()).isEqualTo("containerd");
    }
  }

  @ParameterizedTest
  @EnumSource
  void a_kill_in_the_wait_is_lived_through(Containerd flavor) throws Exception {
    try (var containerd = PrivateContainerd.prepare(flavor, IMAGE)) {
      Future<RuntimeInfo> info = waiting(containerd);
      containerd.start();
      containerd.kill();
      containerd.start();
      assertThat(info.get().name()).isEqualTo("containerd");
    }
  }

  @ParameterizedTest
  @EnumSource
  void a_kill_after_the_first_answer_is_a_loss_and_the_next_start_another_socket(Containerd flavor)
      throws Exception {
    try (var containerd = PrivateContainerd.prepare(flavor, IMAGE).start()) {
      RuntimeInfo first = await(containerd);
      containerd.kill();
      Future<RuntimeInfo> again = waiting(containerd);
      until("nobody listens");
      containerd.start();
      assertThat(again.get().socket()).isNotEqualTo(first.socket());
    }
  }

  @ParameterizedTest
  @EnumSource
  void a_disabled_plugin_is_named_after_its_grace(Containerd flavor) throws Exception {
    try (var containerd = PrivateContainerd.prepare(flavor, IMAGE)) {
      String config = Files.readString(containerd.config());
      Files.writeString(
          containerd.config(),
          config.replace(
              "disabled_plugins = [", "disabled_plugins = [\"io.containerd.grpc.v1.cri\", "));
      containerd.start();
      assertThatThrownBy(() -> await(containerd))
          .hasMessageContaining("CRI_UNIMPLEMENTED")
          .hasMessageContaining("CRI plugin is not loaded")
          .hasMessageContaining("disabled_plugins");
      assertThat(waits.getLast().elapsed())
          .isBetween(Duration.ofSeconds(9), Duration.ofSeconds(30));
    }
  }

  @ParameterizedTest
  @EnumSource
  void twenty_starts_together_with_the_agent_all_succeed(Containerd flavor) throws Exception {
    for (int i = 0; i < 20; i++) {
      try (var containerd = PrivateContainerd.prepare(flavor, IMAGE)) {
        Future<RuntimeInfo> info = waiting(containerd);
        containerd.start();
        assertThat(info.get().name()).as("start " + i).isEqualTo("containerd");
      }
    }
  }

  private Future<RuntimeInfo> waiting(PrivateContainerd containerd) {
    Callable<RuntimeInfo> wait = () -> await(containerd);
    return threads.submit(wait);
  }

  private RuntimeInfo await(PrivateContainerd containerd) throws Exception {
    try (var connection = new CriConnection(containerd.endpoint());
        var trigger = PathTrigger.of(containerd.endpoint().socket())) {
      var probe =
          new RuntimeProbe(
              connection, Optional::empty, new PluginHint(containerd::dump, List::of), Time.SYSTEM);
      return new ReadyRuntime(
              probe, trigger, Optional::empty, waits::add, ReadyRuntime.FlapListener.NONE)
          .await(Deadline.after(BUDGET, Time.SYSTEM));
    }
  }

  private void until(String because) throws InterruptedException {
    Deadline deadline = Deadline.after(BUDGET, Time.SYSTEM);
    while (waits.stream().noneMatch(w -> w.because().contains(because))) {
      assertThat(deadline.passed()).as("never waited because " + because + ": " + waits).isFalse();
      Thread.sleep(10);
    }
  }
}
