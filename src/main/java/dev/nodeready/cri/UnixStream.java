package dev.nodeready.cri;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;

/**
 * A connected unix socket in the shape that gRPC's transport wants; the JDK's own channels have no
 * such view. Whoever blocks in a read or a write when it is closed is woken by the channel.
 */
final class UnixStream extends Socket {
  /** gRPC wants addresses of its peers, for reports only. */
  private static final SocketAddress NOWHERE =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

  private final ByteChannel channel;
  private final FirstWords heard = new FirstWords();

  UnixStream(ByteChannel channel) {
    this.channel = channel;
  }

  /** What the other side said first. */
  FirstWords heard() {
    return heard;
  }

  @Override
  public InputStream getInputStream() {
    return new In();
  }

  @Override
  public OutputStream getOutputStream() {
    return new Out();
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  @Override
  public boolean isClosed() {
    return !channel.isOpen();
  }

  @Override
  public boolean isConnected() {
    return true;
  }

  @Override
  public void setTcpNoDelay(boolean on) {
    // A unix socket delays nothing.
  }

  @Override
  public void setSoTimeout(int millis) {
    // Calls have deadlines; the connection itself has none.
  }

  @Override
  public SocketAddress getRemoteSocketAddress() {
    return NOWHERE;
  }

  @Override
  public SocketAddress getLocalSocketAddress() {
    return NOWHERE;
  }

  private final class In extends InputStream {
    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      int read = channel.read(ByteBuffer.wrap(into, offset, length));
      heard.add(into, offset, read);
      return read;
    }

    @Override
    public void close() throws IOException {
      UnixStream.this.close();
    }
  }

  private final class Out extends OutputStream {
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

    @Override
    public void close() throws IOException {
      UnixStream.this.close();
    }
  }
}
