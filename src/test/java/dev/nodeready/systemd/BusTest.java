package dev.nodeready.systemd;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class BusTest {
  @TempDir private Path folder;

  @Test
  @Timeout(30)
  void a_systemd_that_never_welcomes_holds_nobody_for_ever() throws Exception {
    Path socket = folder.resolve("private");
    try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      server.bind(UnixDomainSocketAddress.of(socket));

      assertThatThrownBy(() -> Bus.connect(socket, Duration.ofMillis(20), new Deaf()))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("took no connection within");
    }
  }

  private static final class Deaf implements Bus.Listener {
    @Override
    public void signal(Message signal) {}

    @Override
    public void lost() {}
  }
}
