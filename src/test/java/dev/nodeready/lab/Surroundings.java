package dev.nodeready.lab;

import dev.nodeready.rehearsal.PauseImage;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/** {@link Outside} as a test sees it: a process in the network of a control plane. */
final class Surroundings implements AutoCloseable {
  static final String ADDRESS = "192.0.2.1";

  /** Where its API server is found. */
  static final String ENDPOINT = "https://api.lab:8443";

  /** The image that its registry has. */
  static final String IMAGE = "registry.lab:5000/pause:1";

  private final Process process;
  private final BufferedReader said;

  private Surroundings(Process process) {
    this.process = process;
    this.said =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
  }

  /**
   * Starts it.
   *
   * @param folder a new one, for its files
   * @param userData of all machines
   */
  static Surroundings start(ControlPlane plane, Path folder, String userData) throws IOException {
    Path file = Files.writeString(folder.resolve("user-data"), userData);
    Lab.script(
        "openssl pkcs12 -export -passout pass:lab -inkey \"$0/foreign.key\" -in \"$0/foreign.crt\""
            + " -out \"$0/foreign.p12\"",
        plane.folder().resolve("pki").toString());
    plane.within("ip", "addr", "replace", "169.254.169.254/32", "dev", "lo");
    List<String> words =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-Xmx96m",
            "-cp",
            home(Outside.class) + ":" + home(PauseImage.class),
            Outside.class.getName(),
            plane.folder().toString(),
            file.toString());
    ProcessBuilder builder = plane.inside(words);
    builder.redirectError(folder.resolve("outside.log").toFile());
    Surroundings surroundings = new Surroundings(builder.start());
    surroundings.expect("ok", surroundings.line());
    return surroundings;
  }

  /** The name of the machine's instance, as EC2 gives it. */
  static String nameOf(String address) {
    return "ip-" + address.replace('.', '-') + ".us-west-2.compute.internal";
  }

  /** The id of the machine's instance. */
  static String instanceOf(String address) {
    int last = Integer.parseInt(address.substring(address.lastIndexOf('.') + 1));
    return "i-0123456789abcd%03x".formatted(last);
  }

  /** Has a service behave so to a machine. */
  void set(String address, String service, String mode) {
    expect("ok", ask("set " + address + " " + service + " " + mode));
  }

  /** All is well for a machine, and nothing was counted. */
  void forget(String address) {
    expect("ok", ask("forget " + address));
  }

  /** How often a machine has asked each service. */
  Map<String, Integer> counts(String address) {
    Map<String, Integer> counts = new HashMap<>();
    for (String word : ask("count " + address).split(" ", -1)) {
      String[] pair = word.split("=", -1);
      if (pair.length == 2) {
        counts.put(pair[0], Integer.parseInt(pair[1]));
      }
    }
    return counts;
  }

  private synchronized String ask(String line) {
    try {
      process.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
      process.getOutputStream().flush();
      return line();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String line() throws IOException {
    return Objects.requireNonNullElse(said.readLine(), "it has ended");
  }

  private void expect(String wanted, String answer) {
    if (!answer.equals(wanted)) {
      throw new AssertionError("what is outside of the machines said: " + answer);
    }
  }

  private static String home(Class<?> type) {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI()).toString();
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /** It ends with its input. */
  @Override
  public void close() throws IOException {
    process.getOutputStream().close();
    process.onExit().orTimeout(10, TimeUnit.SECONDS).join();
  }
}
