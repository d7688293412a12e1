package dev.nodeready.net;

import dev.nodeready.retry.Deadline;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;

/**
 * What a socket sends, with a bound on each read and one on all of them: a peer that sends a byte
 * now and then holds nobody for ever.
 */
final class TimedInput extends InputStream {
  private final Socket socket;
  private final InputStream in;
  private final Duration each;
  private final Deadline all;

  TimedInput(Socket socket, Duration each, Deadline all) throws IOException {
    this.socket = socket;
    this.in = socket.getInputStream();
    this.each = each;
    this.all = all;
  }

  @Override
  public int read() throws IOException {
    limit();
    return in.read();
  }

  @Override
  public int read(byte[] bytes, int from, int length) throws IOException {
    limit();
    return in.read(bytes, from, length);
  }

  private void limit() throws IOException {
    if (all.passed()) {
      throw new SocketTimeoutException("the answer took too long as a whole");
    }
    socket.setSoTimeout((int) Math.max(1, all.atMost(each).toMillis()));
  }
}
