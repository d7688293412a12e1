package dev.nodeready.aws;

import dev.nodeready.failure.FailureException;
import dev.nodeready.net.OwnAuthority;
import dev.nodeready.net.ScriptedServer;
import dev.nodeready.retry.RetryPolicy;
import dev.nodeready.retry.Time;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicLong;

/** What NetworkIT runs inside a network of its own; prints what came of it and how long it took. */
public final class NetworkProbe {
  private NetworkProbe() {}

  /** The first argument is what to try, the others are names and values of the environment. */
  public static void main(String[] arguments) throws Exception {
    Map<String, String> environment = new HashMap<>(Fakes.environment());
    for (int i = 1; i + 1 < arguments.length; i += 2) {
      environment.put(arguments[i], arguments[i + 1]);
    }
    long start = System.nanoTime();
    String said;
    try {
      said = run(arguments[0], environment);
    } catch (FailureException e) {
      said = e.failure().toLine();
    }
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    out.println(Duration.ofNanos(System.nanoTime() - start).toMillis() + " " + said);
    System.exit(0);
  }

  private static String run(String what, Map<String, String> environment) throws Exception {
    Imds imds =
        new Imds(environment, Imds.DEFAULT_POLICY.withBudget(Duration.ofSeconds(4)), Time.SYSTEM);
    return switch (what) {
      case "imds" -> new String(imds.getWaiting("/latest/x"), StandardCharsets.UTF_8);
      case "imds6" -> {
        serve();
        yield new String(imds.getWaiting("/latest/x"), StandardCharsets.UTF_8);
      }
      case "late-imds" ->
          late(
              "169.254.169.254",
              80,
              () ->
                  new Imds(environment, Imds.DEFAULT_POLICY, Time.SYSTEM).getWaiting("/latest/x"));
      case "late-ec2" ->
          late(
              "10.99.0.2",
              8443,
              () ->
                  new Ec2(environment, imds, Ec2.DEFAULT_POLICY, Time.SYSTEM)
                      .privateDnsName("i-0abc"));
      case "dualstack" -> {
        environment.put("AWS_CA_BUNDLE", serveEc2());
        yield ec2(environment, imds);
      }
      default -> ec2(environment, imds);
    };
  }

  /** How many milliseconds behind its address a server is asked, ten times. */
  private static String late(String address, int port, Callable<Object> question) throws Exception {
    AtomicLong asked = new AtomicLong();
    ServerSocket socket = new ServerSocket(port, 50, InetAddress.ofLiteral("0.0.0.0"));
    ScriptedServer _ =
        new ScriptedServer(
            socket,
            a -> {
              asked.compareAndSet(0, System.nanoTime());
              boolean token = a.line().startsWith("PUT");
              return ScriptedServer.answer(
                  200, token ? "TOKEN" : Fakes.instance("ip-10-99-0-2.internal"));
            });
    List<String> late = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      asked.set(0);
      FutureTask<Object> task = new FutureTask<>(question);
      Thread.ofPlatform().daemon().start(task);
      Thread.sleep(400 + 137 * i);
      ip("add", address);
      long there = System.nanoTime();
      task.get();
      late.add(Long.toString((asked.get() - there) / 1_000_000));
      ip("del", address);
    }
    return String.join(" ", late);
  }

  private static void ip(String verb, String address) throws Exception {
    List<String> words = List.of("ip", "addr", verb, address + "/32", "dev", "lo");
    if (new ProcessBuilder(words).inheritIO().start().waitFor() != 0) {
      throw new IOException("ip failed");
    }
  }

  private static String ec2(Map<String, String> environment, Imds imds)
      throws InterruptedException {
    RetryPolicy policy = Ec2.DEFAULT_POLICY.withBudget(Duration.ofSeconds(45));
    return new Ec2(environment, imds, policy, Time.SYSTEM).privateDnsName("i-0abc");
  }

  private static void serve() throws IOException {
    ServerSocket socket = new ServerSocket(80, 50, InetAddress.ofLiteral("fd00:ec2::254"));
    new ScriptedServer(socket, a -> ScriptedServer.answer(200, "six"));
  }

  /** EC2 at its endpoint of both families, which only IPv6 leads to; tells whom to trust. */
  private static String serveEc2() throws Exception {
    OwnAuthority authority =
        new OwnAuthority(Files.createTempDirectory("authority"), "dns:ec2.eu-west-1.api.aws");
    new ScriptedServer(
        authority.serverSocket(InetAddress.ofLiteral("::1"), 443),
        a -> ScriptedServer.answer(200, Fakes.instance("six.internal")));
    return authority.bundle().toString();
  }
}
