package dev.nodeready.cri;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import jnr.unixsocket.UnixSocketChannel;

/**
 * A connected unix socket in the shape that gRPC's transport wants. The library's own adapter
 * closes the descriptor under a reader that may be about to use it, and descriptors are reused at
 * once: here the last one inside closes it.
 */
final class UnixStream extends Socket {
  /** gRPC wants addresses of its peers, for reports only. */
  private static final SocketAddress NOWHERE =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

  private final UnixSocketChannel channel;
  private final Object lock = new Object();
  private int inside;
  private boolean closed;
  private boolean released;

  UnixStream(UnixSocketChannel channel) {
    this.channel = channel;
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
    synchronized (lock) {
      if (closed) {
        return;
      }
      closed = true;
      // Wakes whoever is blocked in a read or a write.
      channel.shutdownInput();
      channel.shutdownOutput();
      release();
    }
  }

  @Override
  public boolean isClosed() {
    synchronized (lock) {
      return closed;
    }
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

  private boolean enter() {
    synchronized (lock) {
      if (!closed) {
        inside++;
      }
      return !closed;
    }
  }

  private void leave() throws IOException {
    synchronized (lock) {
      inside--;
      release();
    }
  }

  private void release() throws IOException {
    if (closed && inside == 0 && !released) {
      released = true;
      channel.close();
    }
  }

  private final class In extends InputStream {
    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      if (!enter()) {
        return -1;
      }
      try {
        return channel.read(ByteBuffer.wrap(into, offset, length));
      } finally {
        leave();
      }
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
      if (!enter()) {
        throw new IOException("the connection is closed");
      }
      try {
        ByteBuffer bytes = ByteBuffer.wrap(from, offset, length);
        while (bytes.hasRemaining()) {
          channel.write(bytes);
        }
      } finally {
        leave();
      }
    }

    @Override
    public void close() throws IOException {
      UnixStream.this.close();
    }
  }
}
