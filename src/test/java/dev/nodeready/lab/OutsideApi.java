package dev.nodeready.lab;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/**
 * Stands before the API server. Modes: {@code well}, which hands each connection through untouched;
 * {@code hang}; {@code close}; {@code foreign}, a server that another authority has signed; a
 * status. What is counted are requests that it answers itself, and connections that it hands on.
 */
final class OutsideApi {
  private static final String NAME = "api";

  private final Outside outside;
  private final SSLContext own;
  private final SSLContext foreign;
  private final Map<String, Queue<Socket>> relayed = new ConcurrentHashMap<>();

  /**
   * A front.
   *
   * @param folder of the control plane
   */
  OutsideApi(Outside outside, Path folder) throws IOException {
    this.outside = outside;
    own = context(folder.resolve("pki/serving.p12"));
    foreign = context(folder.resolve("pki/foreign.p12"));
  }

  void listen(ServerSocket server) {
    Outside.accept(server, NAME, this::serve);
  }

  /** Ends the connections of a machine, so that none outlives a change. */
  void drop(String client) {
    Queue<Socket> open = relayed.getOrDefault(client, new ConcurrentLinkedQueue<>());
    for (Socket socket = open.poll(); socket != null; socket = open.poll()) {
      close(socket);
    }
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // It has ended by itself.
    }
  }

  private void serve(Socket client) {
    try (client) {
      String[] mode = outside.asked(client.getInetAddress(), NAME);
      switch (mode[0]) {
        case "well" -> relay(client);
        case "hang" -> client.getInputStream().transferTo(OutputStream.nullOutputStream());
        case "close" -> {}
        case "foreign" -> answer(client, foreign, "200");
        default -> answer(client, own, mode[0]);
      }
    } catch (IOException e) {
      // The client went away, or did not trust this.
    }
  }

  private void relay(Socket client) throws IOException {
    relayed
        .computeIfAbsent(
            client.getInetAddress().getHostAddress(), _ -> new ConcurrentLinkedQueue<>())
        .add(client);
    try (Socket server = new Socket(InetAddress.getByName(Surroundings.ADDRESS), 6443)) {
      Thread there = Thread.ofVirtual().start(() -> copy(client, server));
      copy(server, client);
      there.interrupt();
    }
  }

  private static void copy(Socket from, Socket to) {
    try {
      from.getInputStream().transferTo(to.getOutputStream());
      to.shutdownOutput();
    } catch (IOException e) {
      close(from);
      close(to);
    }
  }

  private static void answer(Socket client, SSLContext context, String status) throws IOException {
    try (SSLSocket tls =
        (SSLSocket) context.getSocketFactory().createSocket(client, null, client.getPort(), true)) {
      tls.setUseClientMode(false);
      InputStream in = new BufferedInputStream(tls.getInputStream());
      readHead(in);
      String body =
          "{\"kind\":\"Status\",\"apiVersion\":\"v1\",\"status\":\"Failure\",\"message\":\"told to\",\"code\":%s}"
              .formatted(status);
      String more = status.equals("429") ? "Retry-After: 1\r\n" : "";
      String head =
          "HTTP/1.1 %s Lab\r\nContent-Type: application/json\r\n%sContent-Length: %d\r\nConnection: close\r\n\r\n"
              .formatted(status, more, body.length());
      tls.getOutputStream().write((head + body).getBytes(StandardCharsets.US_ASCII));
      tls.getOutputStream().flush();
    }
  }

  private static void readHead(InputStream in) throws IOException {
    int newlines = 0;
    while (newlines < 2) {
      int next = in.read();
      if (next < 0) {
        return;
      }
      newlines = next == '\n' ? newlines + 1 : next == '\r' ? newlines : 0;
    }
  }

  private static SSLContext context(Path keys) throws IOException {
    try (InputStream in = Files.newInputStream(keys)) {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(in, "lab".toCharArray());
      KeyManagerFactory factory = KeyManagerFactory.getInstance("PKIX");
      factory.init(store, "lab".toCharArray());
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(factory.getKeyManagers(), null, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IOException(e);
    }
  }
}
