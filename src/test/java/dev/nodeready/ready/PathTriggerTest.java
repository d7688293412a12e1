package dev.nodeready.ready;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On the real file system, since inotify is what is in question. */
class PathTriggerTest {
  private static final Duration LONG = Duration.ofSeconds(30);
  private static final Duration SHORT = Duration.ofMillis(50);

  @TempDir Path folder;

  @Test
  void wakes_when_the_path_comes() throws Exception {
    Path path = folder.resolve("x.sock");
    try (var trigger = PathTrigger.of(path)) {
      assertThat(wakes(trigger, () -> Files.createFile(path))).isTrue();
    }
  }

  @Test
  void wakes_when_the_path_goes() throws Exception {
    Path path = Files.createFile(folder.resolve("x.sock"));
    try (var trigger = PathTrigger.of(path)) {
      assertThat(wakes(trigger, () -> Files.delete(path))).isTrue();
    }
  }

  @Test
  void sleeps_through_what_happens_beside_it() throws Exception {
    try (var trigger = PathTrigger.of(folder.resolve("x.sock"))) {
      Files.createFile(folder.resolve("other"));
      Files.createDirectory(folder.resolve("another"));
      assertThat(hasEvent(trigger)).isFalse();
    }
  }

  @Test
  void an_event_between_two_calls_is_not_lost() throws Exception {
    Path path = folder.resolve("x.sock");
    try (var trigger = PathTrigger.of(path)) {
      Files.createFile(path);
      assertThat(comes(trigger)).isTrue();
    }
  }

  @Test
  void follows_folders_that_come_one_after_the_other() throws Exception {
    Path path = folder.resolve("a/b/c/x.sock");
    try (var trigger = PathTrigger.of(path)) {
      assertThat(wakes(trigger, () -> Files.createDirectories(path.getParent()))).isTrue();
      drain(trigger);
      assertThat(wakes(trigger, () -> Files.createFile(path))).isTrue();
    }
  }

  @Test
  void sees_a_path_that_came_together_with_its_folders() throws Exception {
    Path path = folder.resolve("a/b/x.sock");
    try (var trigger = PathTrigger.of(path)) {
      Files.createDirectories(path.getParent());
      Files.createFile(path);
      assertThat(comes(trigger)).isTrue();
    }
  }

  @Test
  void follows_a_folder_that_was_replaced() throws Exception {
    Path parent = Files.createDirectory(folder.resolve("run"));
    Path path = parent.resolve("x.sock");
    try (var trigger = PathTrigger.of(path)) {
      Path other = Files.createDirectory(folder.resolve("other"));
      Files.delete(parent);
      Files.move(other, parent, StandardCopyOption.ATOMIC_MOVE);
      drain(trigger);
      assertThat(wakes(trigger, () -> Files.createFile(path))).isTrue();
    }
  }

  @Test
  void follows_a_folder_that_was_removed_and_made_again() throws Exception {
    Path parent = Files.createDirectory(folder.resolve("run"));
    Path path = parent.resolve("x.sock");
    try (var trigger = PathTrigger.of(path)) {
      Files.delete(parent);
      drain(trigger);
      assertThat(wakes(trigger, () -> Files.createDirectory(parent))).isTrue();
      drain(trigger);
      assertThat(wakes(trigger, () -> Files.createFile(path))).isTrue();
    }
  }

  @Test
  void any_of_several_wakes() throws Exception {
    Path path = folder.resolve("x.sock");
    var signal = new Signal();
    try (var any = AnyTrigger.of(PathTrigger.of(path), signal)) {
      assertThat(hasEvent(any)).isFalse();
      signal.fire();
      assertThat(comes(any)).isTrue();
      assertThat(hasEvent(any)).isFalse();
      assertThat(wakes(any, () -> Files.createFile(path))).isTrue();
    }
  }

  @Test
  void several_signals_are_one_event() throws Exception {
    var signal = new Signal();
    signal.fire();
    signal.fire();
    assertThat(comes(signal)).isTrue();
    assertThat(hasEvent(signal)).isFalse();
  }

  /** What happens to a file. */
  private interface Deed {
    void run() throws IOException;
  }

  /** Whether a thread that already waits is woken well before its time. */
  private static boolean wakes(Trigger trigger, Deed deed) throws Exception {
    CountDownLatch woken = new CountDownLatch(1);
    Thread waiter =
        Thread.ofPlatform()
            .start(() -> {
              try {
                trigger.await(LONG);
                woken.countDown();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
    while (waiter.isAlive() && waiter.getState() != Thread.State.TIMED_WAITING) {
      Thread.onSpinWait();
    }
    deed.run();
    boolean awake = woken.await(5, TimeUnit.SECONDS);
    waiter.interrupt();
    waiter.join();
    return awake;
  }

  /** Whether there is an event, however busy the machine is. */
  private static boolean comes(Trigger trigger) throws InterruptedException {
    long before = System.nanoTime();
    trigger.await(LONG);
    return System.nanoTime() - before < LONG.toNanos();
  }

  private static boolean hasEvent(Trigger trigger) throws InterruptedException {
    long before = System.nanoTime();
    trigger.await(SHORT);
    return System.nanoTime() - before < SHORT.toNanos();
  }

  private static void drain(Trigger trigger) throws InterruptedException {
    while (hasEvent(trigger)) {
      Thread.onSpinWait();
    }
  }
}
