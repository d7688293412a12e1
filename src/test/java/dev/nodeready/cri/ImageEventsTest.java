package dev.nodeready.cri;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.io.TempDir;

/** In threads of their own, since whoever waits for a lock is not interrupted. */
@Timeout(value = 30, threadMode = ThreadMode.SEPARATE_THREAD)
class ImageEventsTest {
  @TempDir private Path folder;

  /** gRPC tells of a refusal under a lock that whoever begins to listen needs as well. */
  @Test
  void a_refusal_that_comes_while_one_begins_to_listen_waits_for_nobody() throws Exception {
    Path socket = folder.resolve("cri.sock");
    Semaphore refused = new Semaphore(0);
    try (ScriptedCri _ = ScriptedCri.up(socket);
        ImageEvents events =
            new ImageEvents(CriEndpoint.parse("unix://" + socket), refused::release)) {
      synchronized (events) {
        events.listen();

        assertThat(refused.tryAcquire(10, TimeUnit.SECONDS)).isTrue();
      }
    }
  }

  @Test
  void one_that_was_refused_is_listened_to_anew() throws Exception {
    Path socket = folder.resolve("cri.sock");
    Semaphore refused = new Semaphore(0);
    try (ScriptedCri _ = ScriptedCri.up(socket);
        ImageEvents events =
            new ImageEvents(CriEndpoint.parse("unix://" + socket), refused::release)) {
      for (int time = 0; time < 3; time++) {
        events.listen();
        assertThat(refused.tryAcquire(10, TimeUnit.SECONDS)).isTrue();
      }
    }
  }
}
