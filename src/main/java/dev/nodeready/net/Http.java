package dev.nodeready.net;

import dev.nodeready.failure.Words;
import dev.nodeready.net.CallException.Stage;
import dev.nodeready.retry.Deadline;
import dev.nodeready.retry.Time;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.channels.ClosedChannelException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * One HTTP/1.1 exchange on one connection of its own. A call is one connect attempt, never repeated
 * and never redirected behind the caller's back, which the JDK's clients do not promise; and it
 * costs the start of the program next to nothing.
 */
public final class Http implements AutoCloseable {
  private final Time time;
  private final Tls tls;
  private final @Nullable Kept kept;

  public Http(Time time, Tls tls) {
    this(time, tls, null);
  }

  private Http(Time time, Tls tls, @Nullable Kept kept) {
    this.time = time;
    this.tls = tls;
    this.kept = kept;
  }

  /**
   * Calls of one server through the same proxy, if any: each on the connection of the one before it
   * where that is still good, since a handshake costs 20 ms of the CPU and a way to and fro.
   */
  public static Http ofOneServer(Time time, Tls tls) {
    return new Http(time, tls, new Kept());
  }

  /** Does what any encrypted call begins with; to be run beside what comes before the first. */
  public void prepareTls() {
    tls.prepare();
  }

  /** What to ask. */
  public record Request(String method, URI uri, Map<String, String> headers, String body) {
    byte[] bytes() {
      return body.getBytes(StandardCharsets.UTF_8);
    }
  }

  /**
   * Bounds of one call.
   *
   * @param connect for all addresses of the name together
   * @param answer from one byte of the answer to the next
   * @param whole from the connect to the end of the answer
   * @param bytes of the answer's body
   */
  public record Bounds(Duration connect, Duration answer, Duration whole, int bytes) {}

  /** What came back. */
  public static final class Answer {
    private final int status;
    private final Map<String, String> headers;
    private final byte[] body;

    Answer(int status, Map<String, String> headers, byte[] body) {
      this.status = status;
      this.headers = headers;
      this.body = body;
    }

    public int status() {
      return status;
    }

    /** The value of a header named in lower case; empty where there is none. */
    public String header(String name) {
      return headers.getOrDefault(name, "");
    }

    /** Whether it told its own end, and the connection may be asked again behind it. */
    boolean endsBeforeItsConnection() {
      return !header("connection").equalsIgnoreCase("close")
          && (headers.containsKey("content-length")
              || header("transfer-encoding").equalsIgnoreCase("chunked"));
    }

    /** The body itself, which nobody changes. */
    public byte[] body() {
      return body;
    }

    public String text() {
      return new String(body, StandardCharsets.UTF_8);
    }
  }

  /** Hears of an answer that goes on as things happen, such as a watch. */
  public interface Follower {
    /** The other side has begun to answer. */
    void opened();

    /** One line of it, without its end. */
    void line(String text);
  }

  /**
   * Asks once.
   *
   * @param proxy null for the direct way
   * @throws CallException when no complete answer came within the bounds
   * @throws InterruptedException at once when the thread is interrupted
   */
  public Answer send(Request request, Bounds bounds, @Nullable URI proxy)
      throws CallException, InterruptedException {
    return exchange(request, bounds, proxy, in -> AnswerReader.read(in, bounds.bytes()));
  }

  /**
   * Asks once and passes on the lines of the answer as they come. Returns when the other side ends
   * it, with an empty body then, or at once with the body of an answer other than 200.
   *
   * @param bounds the longest line, and the longest silence between two of them
   * @param proxy null for the direct way
   * @throws CallException when there was no answer, or it broke off
   * @throws InterruptedException at once when the thread is interrupted
   */
  public Answer follow(Request request, Bounds bounds, @Nullable URI proxy, Follower follower)
      throws CallException, InterruptedException {
    return exchange(
        request, bounds, proxy, in -> AnswerReader.follow(in, bounds.bytes(), follower));
  }

  /** Reads the answer of a call. */
  private interface Reader {
    Answer read(InputStream in) throws IOException;
  }

  /** Ends the connection that is kept, if any. */
  @Override
  public void close() {
    if (kept != null) {
      kept.close();
    }
  }

  private Answer exchange(Request request, Bounds bounds, @Nullable URI proxy, Reader reader)
      throws CallException, InterruptedException {
    Deadline deadline = Deadline.after(bounds.whole(), time);
    try {
      Asked asked = ask(request, bounds, proxy, deadline);
      try {
        Answer answer = reader.read(asked.in());
        if (proxy != null && answer.status() == 407) {
          throw Dialer.refused(proxy, 407, request.method() + " " + request.uri());
        }
        if (kept != null && answer.endsBeforeItsConnection()) {
          kept.keep(asked.socket());
        } else {
          asked.socket().close();
        }
        return answer;
      } catch (IOException e) {
        asked.socket().close();
        throw e;
      }
    } catch (IOException e) {
      // An interrupt closes the socket, and each layer above it names that in its own way.
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      throw named(e, bounds);
    }
  }

  /** A connection that has been asked, and what it answers. */
  private record Asked(Socket socket, InputStream in) {}

  /** On the kept connection, unless the other side has ended it meanwhile. */
  private Asked ask(Request request, Bounds bounds, @Nullable URI proxy, Deadline deadline)
      throws IOException {
    Socket earlier = kept == null ? null : kept.take();
    if (earlier != null) {
      try {
        Asked asked = ask(earlier, request, bounds, proxy, deadline);
        asked.in().mark(1);
        if (asked.in().read() >= 0) {
          asked.in().reset();
          return asked;
        }
        earlier.close();
      } catch (SocketTimeoutException | ClosedChannelException e) {
        earlier.close();
        throw e;
      } catch (IOException e) {
        earlier.close();
      }
    }
    Socket socket = Dialer.open(request.uri(), proxy, bounds, deadline, tls);
    try {
      return ask(socket, request, bounds, proxy, deadline);
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  private Asked ask(
      Socket socket, Request request, Bounds bounds, @Nullable URI proxy, Deadline deadline)
      throws IOException {
    write(socket, request, absolute(request.uri(), proxy));
    return new Asked(
        socket, new BufferedInputStream(new TimedInput(socket, bounds.answer(), deadline)));
  }

  private static CallException named(IOException e, Bounds bounds) {
    return switch (e) {
      case CallException known -> known;
      case SocketTimeoutException late ->
          new CallException(
              Stage.ANSWER_TIMEOUT,
              "no answer came within " + bounds.answer().toMillis() + " ms",
              late);
      case SSLException untrusted ->
          new CallException(Stage.TLS, "TLS failed: " + Words.of(untrusted), untrusted);
      default -> new CallException(Stage.ANSWER, "the answer broke off: " + Words.of(e), e);
    };
  }

  private void write(Socket socket, Request request, @Nullable URI proxy) throws IOException {
    OutputStream out = socket.getOutputStream();
    out.write(head(request, proxy).getBytes(StandardCharsets.UTF_8));
    out.write(request.bytes());
    out.flush();
  }

  /** The proxy where it reads the request itself; through a tunnel the request is direct. */
  private static @Nullable URI absolute(URI uri, @Nullable URI proxy) {
    return "https".equals(uri.getScheme()) ? null : proxy;
  }

  private String head(Request request, @Nullable URI proxy) {
    URI uri = request.uri();
    StringBuilder head = new StringBuilder(request.method()).append(' ');
    if (proxy != null) {
      head.append("http://").append(uri.getRawAuthority());
    }
    head.append(target(uri)).append(" HTTP/1.1\r\n");
    if (!request.headers().containsKey("Host")) {
      header(head, "Host", uri.getRawAuthority());
    }
    header(head, "Connection", kept == null ? "close" : "keep-alive");
    if (!request.body().isEmpty() || !request.method().equals("GET")) {
      header(head, "Content-Length", Integer.toString(request.bytes().length));
    }
    if (proxy != null && proxy.getRawUserInfo() != null) {
      header(head, "Proxy-Authorization", Dialer.basic(proxy));
    }
    request.headers().forEach((name, value) -> header(head, name, value));
    return head.append("\r\n").toString();
  }

  private static String target(URI uri) {
    String path = uri.getRawPath();
    String query = uri.getRawQuery();
    return (path == null || path.isEmpty() ? "/" : path) + (query == null ? "" : "?" + query);
  }

  private static void header(StringBuilder head, String name, String value) {
    head.append(name).append(": ").append(value).append("\r\n");
  }
}
