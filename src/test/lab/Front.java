import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/**
 * Stands before an API server: {@code java Front.java ADDRESS PORT BEHIND KEYSTORE FILE}. FILE is
 * read for each connection and says what becomes of it: {@code relay} hands it through untouched,
 * TLS and all, to port BEHIND; {@code hold} takes it and says nothing; {@code 429 2} answers each
 * request with that status and {@code Retry-After: 2}, {@code 503} without.
 */
class Front {
  private final InetAddress address;
  private final int behind;
  private final Path keys;
  private final Path mode;

  Front(InetAddress address, int behind, Path keys, Path mode) {
    this.address = address;
    this.behind = behind;
    this.keys = keys;
    this.mode = mode;
  }

  public static void main(String[] args) throws IOException {
    InetAddress address = InetAddress.getByName(args[0]);
    Front front = new Front(address, Integer.parseInt(args[2]), Path.of(args[3]), Path.of(args[4]));
    try (ServerSocket server = new ServerSocket(Integer.parseInt(args[1]), 50, address)) {
      while (true) {
        Socket client = server.accept();
        Thread.ofVirtual().start(() -> front.serve(client));
      }
    }
  }

  private void serve(Socket client) {
    try (client) {
      String[] words = Files.readString(mode).strip().split(" ");
      switch (words[0]) {
        case "relay" -> relay(client);
        case "hold" -> client.getInputStream().transferTo(OutputStream.nullOutputStream());
        default -> answer(client, words[0], words.length > 1 ? words[1] : "");
      }
    } catch (Exception e) {
      System.err.println(e);
    }
  }

  private void relay(Socket client) throws IOException {
    try (Socket server = new Socket(address, behind)) {
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
      // The other one has gone.
    }
  }

  private void answer(Socket client, String status, String retryAfter) throws Exception {
    try (SSLSocket tls =
        (SSLSocket)
            context().getSocketFactory().createSocket(client, null, client.getPort(), true)) {
      tls.setUseClientMode(false);
      InputStream in = tls.getInputStream();
      readHead(in);
      String body =
          "{\"kind\":\"Status\",\"apiVersion\":\"v1\",\"status\":\"Failure\",\"message\":\"told to\",\"code\":"
              + status
              + "}";
      String head =
          "HTTP/1.1 "
              + status
              + " Lab\r\nContent-Type: application/json\r\nContent-Length: "
              + body.length()
              + (retryAfter.isEmpty() ? "" : "\r\nRetry-After: " + retryAfter)
              + "\r\nConnection: close\r\n\r\n";
      tls.getOutputStream().write((head + body).getBytes(StandardCharsets.US_ASCII));
      tls.getOutputStream().flush();
    }
  }

  private static void readHead(InputStream in) throws IOException {
    int newlines = 0;
    while (newlines < 2) {
      int c = in.read();
      if (c < 0) {
        return;
      }
      newlines = c == '\n' ? newlines + 1 : c == '\r' ? newlines : 0;
    }
  }

  private SSLContext context() throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(keys)) {
      store.load(in, "lab".toCharArray());
    }
    KeyManagerFactory factory = KeyManagerFactory.getInstance("PKIX");
    factory.init(store, "lab".toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(factory.getKeyManagers(), null, null);
    return context;
  }
}
