package dev.nodeready.aws;

import dev.nodeready.Ports;
import dev.nodeready.net.OwnAuthority;
import dev.nodeready.net.ScriptedServer;
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
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/**
 * A proxy that wants a user and a password and logs what it was asked for: mitmproxy, or our own,
 * which opens its tunnels to one server only. Behind each of them all of AWS is one script.
 */
abstract class LoggingProxy implements AutoCloseable {
  static final String MITMPROXY = "mitmproxy-11.0.2/bin/mitmdump";
  private static final String USER = "user:hidden";

  /** Whom to trust for what is behind it. */
  abstract Path authority();

  abstract int port();

  /** Each request or tunnel so far, in a line of its own. */
  abstract List<String> log() throws IOException;

  @Override
  public abstract void close() throws IOException;

  /** Its URL with user and password. */
  String url() {
    return "http://" + USER + "@127.0.0.1:" + port();
  }

  static LoggingProxy mitmproxy(Path folder) throws IOException, InterruptedException {
    return new Mitmproxy(folder);
  }

  static LoggingProxy own(Path folder) throws Exception {
    return new Own(folder);
  }

  private static final class Mitmproxy extends LoggingProxy {
    private final ScriptedServer aws = new ScriptedServer(AwsCloud::said);
    private final Path folder;
    private final MockProcess process;

    Mitmproxy(Path folder) throws IOException, InterruptedException {
      this.folder = folder;
      int port = Ports.free();
      process =
          MockProcess.started(
              MITMPROXY,
              port,
              Map.of("PYTHONUNBUFFERED", "1"),
              List.of(
                  "--listen-host",
                  "127.0.0.1",
                  "--listen-port",
                  "" + port,
                  "--proxyauth",
                  USER,
                  "--set",
                  "confdir=" + folder,
                  "--set",
                  "connection_strategy=lazy",
                  "--map-remote",
                  "|^https://[a-z0-9.-]+[.]amazonaws[.]com/|" + aws.url() + "/"),
              ProcessBuilder.Redirect.to(folder.resolve("log").toFile()));
    }

    @Override
    Path authority() {
      return folder.resolve("mitmproxy-ca-cert.pem");
    }

    @Override
    int port() {
      return process.port();
    }

    @Override
    List<String> log() throws IOException {
      return Files.readAllLines(folder.resolve("log")).stream()
          .filter(line -> line.contains(" POST ") || line.contains(" GET "))
          .toList();
    }

    @Override
    public void close() throws IOException {
      process.close();
      aws.close();
    }
  }

  private static final class Own extends LoggingProxy {
    private final List<String> log = new ArrayList<>();
    private final OwnAuthority authority;
    private final ScriptedServer aws;
    private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());

    Own(Path folder) throws Exception {
      authority =
          new OwnAuthority(
              folder, "dns:ec2.us-east-1.amazonaws.com,dns:api.ecr.us-east-1.amazonaws.com");
      aws =
          new ScriptedServer(
              authority.serverSocket(InetAddress.getLoopbackAddress(), 0), AwsCloud::said);
      Thread.ofVirtual().start(this::serve);
    }

    @Override
    Path authority() {
      return authority.bundle();
    }

    @Override
    int port() {
      return server.getLocalPort();
    }

    @Override
    List<String> log() {
      synchronized (log) {
        return List.copyOf(log);
      }
    }

    @Override
    public void close() throws IOException {
      server.close();
      aws.close();
    }

    private void serve() {
      while (!server.isClosed()) {
        try {
          Socket client = server.accept();
          Thread.ofVirtual().start(() -> serve(client));
        } catch (IOException e) {
          return;
        }
      }
    }

    private void serve(Socket client) {
      try (client) {
        InputStream in = new BufferedInputStream(client.getInputStream());
        ScriptedServer.Asked asked = ScriptedServer.read(in);
        OutputStream out = client.getOutputStream();
        if (!asked.header("proxy-authorization").equals("Basic " + encoded(USER))) {
          out.write("HTTP/1.1 407 X\r\n\r\n".getBytes(StandardCharsets.UTF_8));
          return;
        }
        synchronized (log) {
          log.add(asked.line());
        }
        out.write("HTTP/1.1 200 X\r\n\r\n".getBytes(StandardCharsets.UTF_8));
        pass(in, out);
      } catch (IOException | InterruptedException e) {
        // One of both ends went away.
      }
    }

    private void pass(InputStream in, OutputStream out) throws IOException, InterruptedException {
      try (Socket target = new Socket(InetAddress.getLoopbackAddress(), aws.port())) {
        Thread back =
            Thread.ofVirtual()
                .start(() -> {
                  try {
                    target.getInputStream().transferTo(out);
                    out.close();
                  } catch (IOException e) {
                    // The client went away.
                  }
                });
        in.transferTo(target.getOutputStream());
        target.shutdownOutput();
        back.join();
      }
    }

    private static String encoded(String text) {
      return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
  }
}
