package dev.nodeready.systemd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class BusTest {
  @TempDir private Path folder;

  @Test
  @Timeout(30)
  void a_systemd_that_never_welcomes_holds_nobody_for_ever_and_is_left() throws Exception {
    Path socket = folder.resolve("private");
    try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      server.bind(UnixDomainSocketAddress.of(socket));

      assertThatThrownBy(() -> Bus.connect(socket, Duration.ofMillis(20), new Deaf()))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("took no connection within");

      try (SocketChannel left = server.accept()) {
        ByteBuffer said = ByteBuffer.allocate(64);
        while (left.read(said) > 0) {
          // Its greeting, and then the end: the thread that reads has closed it.
        }
        assertThat(said.position()).isPositive();
      }
    }
  }

  private static final class Deaf implements Bus.Listener {
    @Override
    public void signal(Message signal) {}

    @Override
    public void lost() {}
  }
}
