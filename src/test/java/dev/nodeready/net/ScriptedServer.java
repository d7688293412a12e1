package dev.nodeready.net;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;

/** A real server on loopback that answers raw bytes as told and keeps what it was asked. */
public final class ScriptedServer implements AutoCloseable {
  private final ServerSocket server;
  private final Function<Asked, String> script;
  private final List<Asked> asked = new ArrayList<>();
  private final CountDownLatch closing = new CountDownLatch(1);

  /** One request; header names in lower case. */
  public record Asked(String line, Map<String, String> headers, String body) {
    public String header(String name) {
      return headers.getOrDefault(name, "");
    }
  }

  /** As an answer: keep the connection open and say nothing. */
  public static final String SILENCE = "\0silence";

  public ScriptedServer(Function<Asked, String> script) {
    this(loopback(), script);
  }

  /** One on a socket of the test's own, for instance an encrypted one. */
  public ScriptedServer(ServerSocket server, Function<Asked, String> script) {
    this.server = server;
    this.script = script;
    Thread.ofVirtual().start(this::serve);
  }

  /** A complete answer with a text body. */
  public static String answer(int status, String body) {
    return answer(status, "", body);
  }

  /** A complete answer; {@code headers} are lines that end in CRLF. */
  public static String answer(int status, String headers, String body) {
    int length = body.getBytes(StandardCharsets.UTF_8).length;
    return "HTTP/1.1 %d X\r\n%sContent-Length: %d\r\n\r\n%s"
        .formatted(status, headers, length, body);
  }

  public int port() {
    return server.getLocalPort();
  }

  public String url() {
    return "http://127.0.0.1:" + port();
  }

  /** Every request so far. */
  public List<Asked> asked() {
    synchronized (asked) {
      return List.copyOf(asked);
    }
  }

  /** The request lines so far, without the protocol. */
  public List<String> lines() {
    return asked().stream().map(a -> a.line().replace(" HTTP/1.1", "")).toList();
  }

  @Override
  public void close() throws IOException {
    closing.countDown();
    server.close();
  }

  private static ServerSocket loopback() {
    try {
      return new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void serve() {
    while (!server.isClosed()) {
      try {
        Socket socket = server.accept();
        Thread.ofVirtual().start(() -> serve(socket));
      } catch (IOException e) {
        return;
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      Asked request = read(new BufferedInputStream(socket.getInputStream()));
      synchronized (asked) {
        asked.add(request);
      }
      String answer = script.apply(request);
      if (answer.equals(SILENCE)) {
        closing.await();
        return;
      }
      socket.getOutputStream().write(answer.getBytes(StandardCharsets.UTF_8));
    } catch (IOException | InterruptedException e) {
      // The client went away, which some tests want.
    }
  }

  public static Asked read(InputStream in) throws IOException {
    String first = line(in);
    Map<String, String> headers = new TreeMap<>();
    for (String line = line(in); !line.isEmpty(); line = line(in)) {
      int colon = line.indexOf(':');
      headers.put(
          line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
    }
    int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
    return new Asked(first, headers, new String(in.readNBytes(length), StandardCharsets.UTF_8));
  }

  private static String line(InputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0) {
        throw new IOException("closed");
      }
      line.write(next);
    }
    return line.toString(StandardCharsets.UTF_8).stripTrailing();
  }
}
