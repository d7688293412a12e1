package dev.nodeready.host;

import dev.nodeready.failure.FailureException;
import dev.nodeready.failure.Words;
import dev.nodeready.host.HostFacts.CredentialProvider;
import dev.nodeready.host.HostFacts.GivenCredentials;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the {@link HostFacts}. Files lie below the root; {@code /sys} is the machine's own where
 * the root has none. {@code CPU_DIR} and {@code NODE_DIR} name other folders for the CPUs, {@code
 * ECR_CREDENTIAL_PROVIDER_BIN_PATH} another credential provider, as nodeadm reads them.
 */
public final class HostDiscovery {
  private static final Logger LOG = LoggerFactory.getLogger(HostDiscovery.class);
  private static final Duration VERSION_LIMIT = Duration.ofSeconds(20);
  private static final String KUBECONFIG = "/var/lib/kubelet/kubeconfig";
  private static final String BOOTSTRAP_KUBECONFIG = "/var/lib/kubelet/bootstrap-kubeconfig";

  private final Root root;
  private final Map<String, String> environment;
  private final Commands commands;
  private final ProgramMemory programs;

  /**
   * A discovery.
   *
   * @param environment the process's own
   */
  public HostDiscovery(Root root, Map<String, String> environment, Commands commands) {
    this.root = root;
    this.environment = Map.copyOf(environment);
    this.commands = commands;
    programs = new ProgramMemory(root);
  }

  /**
   * All facts but the instance's limits.
   *
   * @param ours whether we wrote a file of this path ourselves
   */
  public HostFacts facts(Ours ours) throws InterruptedException {
    return new HostFacts(
        containerd(),
        kubelet(),
        millicores(),
        memory(),
        Files.exists(root.at(HostFacts.NVIDIA_RUNTIME)),
        new PciDevices(sys("bus/pci/devices")).hasNvidia(),
        credentialProvider(),
        given(ours),
        null,
        "");
  }

  /** Knows which files we wrote in an earlier run. */
  @FunctionalInterface
  public interface Ours {
    /** Whether the file at this path was written by us. */
    boolean wrote(String path);
  }

  /** The installed containerd's version. */
  public ProgramVersion containerd() throws InterruptedException {
    return version("/etc/eks/containerd-version.txt", "containerd");
  }

  /** The installed kubelet's version. */
  public ProgramVersion kubelet() throws InterruptedException {
    return version("/etc/eks/kubelet-version.txt", "kubelet");
  }

  private ProgramVersion version(String file, String program) throws InterruptedException {
    Path place = root.at(file);
    try {
      return Files.exists(place)
          ? ProgramVersion.find(Files.readString(place))
          : programs.version(program, commands.file(program), () -> ask(program));
    } catch (IOException | FailureException e) {
      // Whoever needs the version tells that it is not known, and why it matters.
      LOG.debug("the version of {} is not known: {}", program, Words.of(e));
      return ProgramVersion.UNKNOWN;
    }
  }

  private String ask(String program) throws InterruptedException {
    return commands.run(VERSION_LIMIT, List.of(program, "--version")).output();
  }

  /** Keeps for later runs what programs have told of their versions. */
  public void remember() {
    programs.keep();
  }

  /** Where sysfs does not tell, what the JVM sees is better than to reserve nothing. */
  private Integer millicores() {
    try {
      return new CpuTopology(folder("CPU_DIR", "cpu"), folder("NODE_DIR", "node")).millicores();
    } catch (IOException e) {
      LOG.warn("cannot count the CPUs in sysfs, taking what this process may use: {}", Words.of(e));
      return Runtime.getRuntime().availableProcessors() * 1000;
    }
  }

  private @Nullable Long memory() {
    try {
      return new MemoryBlocks(sys("devices/system/memory")).bytes();
    } catch (IOException e) {
      LOG.debug("memory size is not known: {}", Words.of(e));
      return null;
    }
  }

  private Path folder(String variable, String name) {
    String given = environment.getOrDefault(variable, "");
    return given.isEmpty() ? sys("devices/system/" + name) : Path.of(given);
  }

  private Path sys(String rest) {
    Root of = Files.isDirectory(root.at("/sys")) ? root : Root.MACHINE;
    return of.at("/sys/" + rest);
  }

  private CredentialProvider credentialProvider() {
    String path =
        environment.getOrDefault("ECR_CREDENTIAL_PROVIDER_BIN_PATH", CredentialProvider.EKS_PATH);
    Path place = root.at(path);
    boolean found = !path.isEmpty() && Files.exists(place);
    return new CredentialProvider(path, found, found && Files.isExecutable(place));
  }

  private GivenCredentials given(Ours ours) {
    return new GivenCredentials(
        Files.exists(root.at(KUBECONFIG)) && !ours.wrote(KUBECONFIG),
        Files.exists(root.at(BOOTSTRAP_KUBECONFIG)) && !ours.wrote(BOOTSTRAP_KUBECONFIG));
  }
}
