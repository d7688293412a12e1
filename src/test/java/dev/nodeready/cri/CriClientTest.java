package dev.nodeready.cri;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class CriClientTest {
  @TempDir private Path folder;

  @Test
  @Timeout(30)
  void a_client_that_has_asked_nothing_leaves_no_connection_that_a_stop_waits_for()
      throws Exception {
    Path socket = folder.resolve("cri.sock");
    try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      server.bind(UnixDomainSocketAddress.of(socket));
      CriClient client = CriClient.dial(new CriEndpoint(socket));
      try (var accepted = server.accept()) {
        client.close();

        assertThat(accepted.read(ByteBuffer.allocate(1))).isNegative();
      }
    }
  }
}
