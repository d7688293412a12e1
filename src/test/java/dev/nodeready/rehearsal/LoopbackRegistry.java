package dev.nodeready.rehearsal;

import com.sun.net.httpserver.Filter;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A registry on loopback that fails as it is told, a pull at a time. */
public final class LoopbackRegistry extends Filter implements AutoCloseable {
  private final Queue<Fault> script = new ConcurrentLinkedQueue<>();
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final Map<String, byte[]> blobs = new ConcurrentHashMap<>();
  private final CountDownLatch closing = new CountDownLatch(1);
  private final TinyRegistry registry;
  private volatile @Nullable Fault standing;
  private volatile String login = "";

  private LoopbackRegistry() throws IOException {
    registry = TinyRegistry.start(this);
  }

  /** What goes wrong. */
  public sealed interface Fault {
    /** Requests whose path has this in it. */
    String in();

    /** An answer with this status. */
    record Status(String in, int status, String body) implements Fault {}

    /** A good answer (200) with content of this media type in place of what was asked for. */
    record Content(String in, String type, String body) implements Fault {}

    /** Half of the content, then the connection breaks. */
    record CutOff(String in) implements Fault {}

    /** No answer while the registry lives. */
    record Hang(String in) implements Fault {}

    /** The content comes in pieces, this long apart. */
    record Slow(String in, int millis) implements Fault {}
  }

  /** A registry that works. */
  public static LoopbackRegistry start() throws IOException {
    return new LoopbackRegistry();
  }

  /** Takes only requests that come with these credentials. */
  public LoopbackRegistry wanting(String user, String password) {
    byte[] pair = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
    login = "Basic " + Base64.getEncoder().encodeToString(pair);
    return this;
  }

  /** The next requests that match fail so, each fault once. */
  public LoopbackRegistry failing(Fault... faults) {
    script.addAll(List.of(faults));
    return this;
  }

  /** All requests that match fail so, until told otherwise. */
  public LoopbackRegistry failingAlways(@Nullable Fault fault) {
    standing = fault;
    return this;
  }

  /** Puts an image in and returns its reference. */
  public String put(String name, String tag, PauseImage image) {
    blobs.putAll(image.blobs());
    return registry.put(name, tag, image);
  }

  /** Where it listens. */
  public String host() {
    return registry.host();
  }

  /** Every request so far, method and path. */
  public List<String> requests() {
    return requests;
  }

  @Override
  public void close() {
    closing.countDown();
    registry.close();
  }

  @Override
  public String description() {
    return "fails as told";
  }

  @Override
  public void doFilter(HttpExchange exchange, Chain chain) throws IOException {
    String path = exchange.getRequestURI().getPath();
    requests.add(exchange.getRequestMethod() + " " + path);
    if (!login.isEmpty() && !login.equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
      exchange.getResponseHeaders().set("WWW-Authenticate", "Basic realm=\"loopback\"");
      answer(exchange, 401, "application/json", "{\"errors\":[{\"code\":\"UNAUTHORIZED\"}]}");
      return;
    }
    Fault next = script.peek();
    if (next != null && matches(next, exchange)) {
      script.remove();
      fail(exchange, chain, next);
      return;
    }
    Fault always = standing;
    if (always != null && matches(always, exchange)) {
      fail(exchange, chain, always);
      return;
    }
    chain.doFilter(exchange);
  }

  private static boolean matches(Fault fault, HttpExchange exchange) {
    return exchange.getRequestURI().getPath().contains(fault.in())
        && !(fault instanceof Fault.CutOff && exchange.getRequestMethod().equals("HEAD"));
  }

  private void fail(HttpExchange exchange, Chain chain, Fault fault) throws IOException {
    switch (fault) {
      case Fault.Status status -> {
        if (status.status() == 429) {
          exchange.getResponseHeaders().set("Retry-After", "1");
        }
        answer(exchange, status.status(), "application/json", status.body());
      }
      case Fault.Content content -> answer(exchange, 200, content.type(), content.body());
      case Fault.CutOff _ -> {
        String path = exchange.getRequestURI().getPath();
        byte[] whole = blobs.get(path.substring(path.lastIndexOf('/') + 1));
        if (whole == null) {
          chain.doFilter(exchange);
          return;
        }
        exchange.sendResponseHeaders(200, whole.length);
        exchange.getResponseBody().write(whole, 0, whole.length / 2);
        exchange.getResponseBody().flush();
        // Closing an answer that is not complete breaks the connection.
        exchange.close();
      }
      case Fault.Hang _ -> await(Integer.MAX_VALUE);
      case Fault.Slow slow -> {
        await(slow.millis());
        chain.doFilter(exchange);
      }
    }
  }

  private void await(int millis) throws IOException {
    try {
      closing.await(millis, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      throw new IOException("closed", e);
    }
  }

  private static void answer(HttpExchange exchange, int status, String type, String body)
      throws IOException {
    try (exchange) {
      byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", type);
      boolean head = exchange.getRequestMethod().equals("HEAD");
      if (head) {
        exchange.getResponseHeaders().set("Content-Length", String.valueOf(bytes.length));
      }
      exchange.sendResponseHeaders(status, head ? -1 : bytes.length);
      if (!head) {
        exchange.getResponseBody().write(bytes);
      }
    }
  }
}
