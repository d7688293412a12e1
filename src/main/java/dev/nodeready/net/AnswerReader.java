package dev.nodeready.net;

import dev.nodeready.net.CallException.Stage;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Reads one HTTP/1.x answer and no more of it than is allowed. */
final class AnswerReader {
  private static final int LONGEST_HEAD = 64 * 1024;

  private final InputStream in;
  private final int bytes;
  private int head;

  private AnswerReader(InputStream in, int bytes) {
    this.in = in;
    this.bytes = bytes;
  }

  /**
   * Reads an answer with its body.
   *
   * @param bytes the longest body
   * @throws CallException when it is malformed or longer
   * @throws EOFException when it is cut off
   */
  static Http.Answer read(InputStream in, int bytes) throws IOException {
    AnswerReader reader = new AnswerReader(in, bytes);
    while (true) {
      int status = reader.status();
      Map<String, String> headers = reader.headers();
      if (status >= 200) {
        return new Http.Answer(status, headers, reader.body(status, headers));
      }
    }
  }

  /**
   * Reads an answer whose body is lines that come as things happen; one of another status than 200
   * has its body read whole.
   *
   * @param bytes the longest line or body
   */
  static Http.Answer follow(InputStream in, int bytes, Http.Follower follower) throws IOException {
    AnswerReader reader = new AnswerReader(in, bytes);
    int status = reader.status();
    Map<String, String> headers = reader.headers();
    if (status != 200) {
      return new Http.Answer(status, headers, reader.body(status, headers));
    }
    follower.opened();
    if (headers.getOrDefault("transfer-encoding", "").equalsIgnoreCase("chunked")) {
      reader.followChunks(follower);
    } else {
      reader.lines(reader.body(status, headers), new ByteArrayOutputStream(), follower);
    }
    return new Http.Answer(status, headers, new byte[0]);
  }

  private void followChunks(Http.Follower follower) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int length = chunk(); length > 0; length = chunk()) {
      ByteArrayOutputStream part = new ByteArrayOutputStream();
      exactly(length, part);
      line();
      head = 0;
      lines(part.toByteArray(), line, follower);
    }
    headers();
  }

  /** Passes on what is whole of the lines, and keeps the begun one. */
  private void lines(byte[] part, ByteArrayOutputStream begun, Http.Follower follower)
      throws IOException {
    int from = 0;
    for (int at = 0; at < part.length; at++) {
      if (part[at] == '\n') {
        begun.write(part, from, at - from);
        from = at + 1;
        follower.line(begun.toString(StandardCharsets.UTF_8));
        begun.reset();
      }
    }
    begun.write(part, from, part.length - from);
    if (begun.size() > bytes) {
      throw tooLarge();
    }
  }

  /** Reads only the head of an answer, as a proxy sends before it becomes a tunnel. */
  static int readStatus(InputStream in) throws IOException {
    AnswerReader reader = new AnswerReader(in, 0);
    int status = reader.status();
    reader.headers();
    return status;
  }

  private int status() throws IOException {
    String line = line();
    if (!line.startsWith("HTTP/1.") || line.length() < 12) {
      throw malformed("it does not begin like HTTP/1.x");
    }
    return number(line.substring(9, 12), 10);
  }

  private Map<String, String> headers() throws IOException {
    Map<String, String> headers = new LinkedHashMap<>();
    for (String line = line(); !line.isEmpty(); line = line()) {
      int colon = line.indexOf(':');
      if (colon < 1) {
        throw malformed("a header has no colon");
      }
      headers.put(
          line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
    }
    return headers;
  }

  private byte[] body(int status, Map<String, String> headers) throws IOException {
    if (status == 204 || status == 304) {
      return new byte[0];
    }
    if (headers.getOrDefault("transfer-encoding", "").equalsIgnoreCase("chunked")) {
      return chunks();
    }
    String length = headers.get("content-length");
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    if (length == null) {
      take(in.readNBytes(bytes + 1), out);
    } else {
      exactly(number(length, 10), out);
    }
    return out.toByteArray();
  }

  private byte[] chunks() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    while (true) {
      int length = chunk();
      if (length == 0) {
        headers();
        return out.toByteArray();
      }
      exactly(length, out);
      line();
    }
  }

  /** The length of the next chunk. */
  private int chunk() throws IOException {
    String size = line();
    int semicolon = size.indexOf(';');
    return number(semicolon < 0 ? size : size.substring(0, semicolon), 16);
  }

  private void exactly(int length, ByteArrayOutputStream out) throws IOException {
    if (length > bytes - out.size()) {
      throw tooLarge();
    }
    byte[] read = in.readNBytes(length);
    if (read.length < length) {
      throw new EOFException("only " + read.length + " of " + length + " bytes came");
    }
    out.write(read);
  }

  private void take(byte[] read, ByteArrayOutputStream out) throws IOException {
    if (read.length > bytes) {
      throw tooLarge();
    }
    out.write(read);
  }

  private String line() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    while (true) {
      int next = in.read();
      if (next < 0) {
        throw new EOFException("the connection was closed inside the answer's head");
      }
      if (next == '\n') {
        return line.toString(StandardCharsets.ISO_8859_1).stripTrailing();
      }
      if (++head > LONGEST_HEAD) {
        throw malformed("its head is longer than " + LONGEST_HEAD + " bytes");
      }
      line.write(next);
    }
  }

  private static int number(String text, int radix) throws CallException {
    try {
      int number = Integer.parseInt(text.strip(), radix);
      if (number >= 0) {
        return number;
      }
      throw malformed("a length is negative");
    } catch (NumberFormatException e) {
      throw malformed("a number in it is none");
    }
  }

  private CallException tooLarge() {
    return new CallException(Stage.ANSWER, "the answer is longer than " + bytes + " bytes", null);
  }

  private static CallException malformed(String why) {
    return new CallException(Stage.ANSWER, "the answer is no HTTP: " + why, null);
  }
}
