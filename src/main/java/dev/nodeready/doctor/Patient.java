package dev.nodeready.doctor;

import dev.nodeready.containerd.EffectiveConfig;
import dev.nodeready.cri.CriEndpoint;
import dev.nodeready.host.Commands;
import dev.nodeready.host.Privileges;
import dev.nodeready.host.Root;
import dev.nodeready.retry.Time;
import dev.nodeready.supervise.Supervisor;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The machine that is looked at.
 *
 * @param environment of this process: proxies, and the variables of the SDK
 * @param installed what several checks want to know
 * @param asRoot whether all of it may be read
 */
public record Patient(
    Root root,
    Map<String, String> environment,
    Commands commands,
    Installed installed,
    Logs logs,
    Time time,
    boolean asRoot) {
  /** More is nothing that a check reads. */
  private static final int MOST_BYTES = 1 << 20;

  private static final Duration QUICK = Duration.ofSeconds(5);

  /** The machine below a root, as this process sees it. */
  public static Patient of(Root root) {
    Logs journal = new JournalLogs(root, new Commands(Map.of()), Time.SYSTEM);
    return of(root, System.getenv(), journal, Privileges.own().root());
  }

  /**
   * A machine whose daemons are run by us for a while.
   *
   * @param commands runs programs where its files are
   */
  public static Patient tried(Root root, Commands commands, Supervisor supervisor) {
    return new Patient(
        root,
        Map.of(),
        commands,
        new Installed(root, Map.of(), commands, null),
        new SupervisedLogs(supervisor, _ -> List.of(), Time.SYSTEM),
        Time.SYSTEM,
        true);
  }

  /** The same with other logs, as somebody else sees it. */
  static Patient of(Root root, Map<String, String> environment, Logs logs, boolean asRoot) {
    Commands commands = new Commands(Map.of());
    return new Patient(
        root,
        environment,
        commands,
        new Installed(root, environment, commands, null),
        new LogsReadOnce(logs),
        Time.SYSTEM,
        asRoot);
  }

  /** The same machine with other logs. */
  Patient withLogs(Logs others) {
    Logs once = new LogsReadOnce(others);
    return new Patient(root, environment, commands, installed, once, time, asRoot);
  }

  /** The same machine, whose runtime listens there. */
  Patient withRuntimeAt(CriEndpoint endpoint) {
    Installed other = new Installed(root, environment, commands, endpoint);
    return new Patient(root, environment, commands, other, logs, time, asRoot);
  }

  /** The text of a file. */
  public String text(String path) throws IOException {
    return text(root.at(path));
  }

  /** The text of a file, as far as a check reads. */
  static String text(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return new String(in.readNBytes(MOST_BYTES), StandardCharsets.UTF_8);
    }
  }

  /** The lines of a file; none where it cannot be read. */
  public List<String> lines(String path) {
    try {
      return text(path).lines().toList();
    } catch (IOException e) {
      return List.of();
    }
  }

  /** Whether there is something. */
  public boolean has(String path) {
    return Files.exists(root.at(path));
  }

  /**
   * The configuration that its containerd goes by; empty where it takes none, or has no file. It is
   * asked once.
   */
  public Optional<EffectiveConfig> containerdConfig() throws InterruptedException {
    return installed.effective();
  }

  /** Where its runtime listens, or has to. */
  public CriEndpoint runtimeEndpoint() throws InterruptedException {
    return installed.endpoint();
  }

  /** kubelet's version, such as {@code v1.34.2}; empty where it is not known. */
  public String kubeletVersion() throws InterruptedException {
    return installed.kubelet();
  }

  /** Whether this is the machine itself, whose kernel and network this process shares. */
  boolean isMachine() {
    return root.equals(Root.MACHINE);
  }

  /** What a program that ends at once prints. */
  public Commands.Result run(String... words) throws InterruptedException {
    return commands.run(QUICK, List.of(words));
  }
}
