package dev.nodeready.cri;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ServerSocketFactory;

/**
 * A listening unix socket in the shape that a server of TCP connections wants. It uses the JDK's
 * sockets, not the product's, so that one does not hide the faults of the other.
 */
final class UnixServer extends ServerSocket {
  private static final SocketAddress NOWHERE =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 1);

  private final Path path;
  private final ServerSocketChannel channel;
  private final Set<Socket> accepted = ConcurrentHashMap.newKeySet();

  UnixServer(Path path) throws IOException {
    this.path = path;
    channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
  }

  /** Factory for one server that binds itself to {@code path} whatever it is told. */
  static ServerSocketFactory factory(UnixServer server) {
    return new ServerSocketFactory() {
      @Override
      public ServerSocket createServerSocket() {
        return server;
      }

      @Override
      public ServerSocket createServerSocket(int port) {
        return server;
      }

      @Override
      public ServerSocket createServerSocket(int port, int backlog) {
        return server;
      }

      @Override
      public ServerSocket createServerSocket(int port, int backlog, InetAddress address) {
        return server;
      }
    };
  }

  @Override
  public void bind(SocketAddress address) throws IOException {
    channel.bind(UnixDomainSocketAddress.of(path));
  }

  @Override
  public void bind(SocketAddress address, int backlog) throws IOException {
    channel.bind(UnixDomainSocketAddress.of(path), backlog);
  }

  @Override
  public SocketAddress getLocalSocketAddress() {
    return NOWHERE;
  }

  @Override
  public Socket accept() throws IOException {
    Socket socket = new Accepted(channel.accept());
    accepted.add(socket);
    if (!channel.isOpen()) {
      // It was on its way when the server closed, and is nobody's to close but ours.
      socket.close();
      throw new ClosedChannelException();
    }
    return socket;
  }

  /** Stops listening and breaks every connection; the file stays, as after a SIGKILL. */
  @Override
  public void close() throws IOException {
    channel.close();
    for (Socket socket : accepted) {
      socket.close();
    }
  }

  /** One accepted connection. */
  private static final class Accepted extends Socket {
    private final SocketChannel channel;

    Accepted(SocketChannel channel) {
      this.channel = channel;
    }

    @Override
    public InputStream getInputStream() {
      return new InputStream() {
        @Override
        public int read() throws IOException {
          byte[] one = new byte[1];
          return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
          return channel.read(ByteBuffer.wrap(into, offset, length));
        }
      };
    }

    @Override
    public OutputStream getOutputStream() {
      return new OutputStream() {
        @Override
        public void write(int one) throws IOException {
          write(new byte[] {(byte) one}, 0, 1);
        }

        @Override
        public void write(byte[] from, int offset, int length) throws IOException {
          ByteBuffer bytes = ByteBuffer.wrap(from, offset, length);
          while (bytes.hasRemaining()) {
            channel.write(bytes);
          }
        }
      };
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }

    @Override
    public boolean isConnected() {
      return true;
    }

    @Override
    public void setTcpNoDelay(boolean on) {}

    @Override
    public void setSoTimeout(int millis) {}

    @Override
    public SocketAddress getRemoteSocketAddress() {
      return NOWHERE;
    }

    @Override
    public SocketAddress getLocalSocketAddress() {
      return NOWHERE;
    }
  }
}
