package dev.nodeready.inputs;

import dev.nodeready.config.ConfigResolver;
import dev.nodeready.config.NodeConfig;
import dev.nodeready.config.NodeStatus;
import dev.nodeready.config.NodeStatus.InstanceDetails;
import dev.nodeready.config.Problem;
import dev.nodeready.config.ResolvedConfig;
import dev.nodeready.config.Validation;
import dev.nodeready.host.Commands;
import dev.nodeready.host.HostDiscovery;
import dev.nodeready.host.HostFacts;
import dev.nodeready.host.ProgramVersion;
import dev.nodeready.host.Root;
import dev.nodeready.host.SecretVariables;
import dev.nodeready.kubelet.KubeletOnMachine;
import dev.nodeready.platform.NoPlatform;
import dev.nodeready.platform.Platform;
import dev.nodeready.platform.Told;
import dev.nodeready.ready.Background;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the node is made from, by one reading of the configuration: that itself, the machine's
 * facts, and what the platform says of the instance. Each is found once, when it is first asked
 * for: by the step that is there for it, or quietly by another where that one is left out.
 */
public final class Inputs {
  private final Root root;
  private final Sources sources;
  private final Platform ec2;
  private final Budgets budgets;
  private final HostDiscovery.Ours ours;
  private final HostDiscovery discovery;
  private @Nullable Background<ResolvedConfig> reading;
  private @Nullable ResolvedConfig resolved;
  private @Nullable Background<ResolvedConfig> again;
  private boolean readBehindCloudInit;
  private @Nullable Background<HostFacts> machine;
  private @Nullable Background<Told> told;

  /**
   * Those of a run that begins.
   *
   * @param ec2 what is asked unless the configuration speaks against it
   * @param ours knows the files of earlier runs
   */
  public Inputs(
      Root root, Sources sources, Platform ec2, Budgets budgets, HostDiscovery.Ours ours) {
    this(
        root,
        sources,
        ec2,
        budgets,
        ours,
        new HostDiscovery(root, System.getenv(), new Commands(Map.of())));
  }

  private Inputs(
      Root root,
      Sources sources,
      Platform ec2,
      Budgets budgets,
      HostDiscovery.Ours ours,
      HostDiscovery discovery) {
    this.root = root;
    this.sources = sources;
    this.ec2 = ec2;
    this.budgets = budgets;
    this.ours = ours;
    this.discovery = discovery;
  }

  /** The same machine with the configuration that was read behind cloud-init. */
  public Inputs with(ResolvedConfig now) {
    Inputs inputs = new Inputs(root, sources, ec2, budgets, ours, discovery);
    inputs.resolved = now;
    inputs.readBehindCloudInit = true;
    inputs.machine = machine;
    return inputs;
  }

  /** Begins to read the sources, so that the configuration is there when it is asked for. */
  public void beginToRead() {
    if (resolved == null && reading == null) {
      reading = read();
    }
  }

  private Background<ResolvedConfig> read() {
    readBehindCloudInit = sources.cloudInitEnded();
    return Background.start("sources", sources::read);
  }

  /** The configuration; read from its sources when first asked for. */
  public ResolvedConfig resolved() throws InterruptedException {
    if (resolved == null) {
      Background<ResolvedConfig> begun = reading == null ? read() : reading;
      // Whoever asks behind a failure has the sources read again.
      reading = null;
      resolved = begun.await("the sources", budgets.total());
    }
    return resolved;
  }

  /** The configuration where it has been read; nothing is read for whoever asks. */
  public Optional<NodeConfig> known() {
    return Optional.ofNullable(resolved).map(ResolvedConfig::config);
  }

  /** The configuration itself. */
  public NodeConfig config() throws InterruptedException {
    return resolved().config();
  }

  /** Below which every file of the machine lies. */
  public Root root() {
    return root;
  }

  /** How long what is done by them may take. */
  public Budgets.Limits limits() throws InterruptedException {
    return budgets.of(config());
  }

  /** Whether the reading may be out of date once cloud-init has ended. */
  public boolean readBeforeCloudInitEnded() {
    return !readBehindCloudInit;
  }

  /**
   * Begins to read the sources again once cloud-init's scripts, which may write some, have run; its
   * end is mostly there long before the runtime answers.
   */
  public Background<ResolvedConfig> readAgain() {
    if (again == null) {
      again = Background.start("sources", sources::readBehindCloudInit);
    }
    return again;
  }

  /**
   * What the sources say behind cloud-init, whose end is waited for; empty where it is the same.
   */
  public Optional<ResolvedConfig> resolvedAnew() throws InterruptedException {
    ResolvedConfig before = resolved();
    ResolvedConfig now =
        readBehindCloudInit ? before : readAgain().await("the sources", limits().total());
    return now.config().equals(before.config()) ? Optional.empty() : Optional.of(now);
  }

  /**
   * Checks what can be checked only on this machine, such as flags that its kubelet does not know
   * any more.
   *
   * @return what is worth a look
   * @throws dev.nodeready.failure.FailureException when the configuration cannot work here
   */
  public List<Problem> checkOnMachine() throws InterruptedException {
    return ConfigResolver.checkAgain(resolved(), facts(), sources.strict());
  }

  /**
   * The same where a machine image is built, and nothing is known yet of the cluster.
   *
   * @return what is worth a look
   * @throws dev.nodeready.failure.FailureException when what is known cannot work
   */
  public List<Problem> checkInImage() throws InterruptedException {
    return ConfigResolver.checkPart(resolved(), facts());
  }

  private Validation.Facts facts() throws InterruptedException {
    Long memory = machine().memoryBytes();
    return new Validation.Facts(
        status(null).kubeletVersion(),
        memory == null ? 0 : memory,
        KubeletOnMachine.hasOthersDropIns(root),
        true);
  }

  /**
   * Keeps what this run resolved.
   *
   * @param version of nodeready
   * @throws dev.nodeready.failure.FailureException when it cannot be written
   */
  public void keep(String version) throws InterruptedException {
    sources.keep(config(), status(told().details()), version);
  }

  /** Begins to look at the machine, so that its facts are there when they are needed. */
  public Background<HostFacts> lookAtMachine() {
    if (machine == null) {
      machine = Background.start("machine", this::factsOfMachine);
    }
    return machine;
  }

  /** The machine's own facts. */
  public HostFacts machine() throws InterruptedException {
    return lookAtMachine().await("the machine's facts", budgets.total());
  }

  private HostFacts factsOfMachine() throws InterruptedException {
    return discovery.facts(ours);
  }

  /** Keeps what the machine's programs told, so that no later run has to ask the same ones. */
  public void rememberPrograms() {
    discovery.remember();
  }

  /** Where the machine runs, as the configuration has it. */
  public Platform platform() throws InterruptedException {
    return platform(config());
  }

  private Platform platform(NodeConfig config) {
    return config.bootstrap().platform().equals("none") ? new NoPlatform() : ec2;
  }

  /** Begins to ask the platform, so that its answer is there when kubelet's files need it. */
  public Background<Told> askPlatform() throws InterruptedException {
    if (told == null) {
      ResolvedConfig from = resolved();
      told = Background.start("platform", () -> Told.by(platform(from.config()), from));
    }
    return told;
  }

  /** What the platform said, waited for. */
  public Told told() throws InterruptedException {
    return askPlatform().await("the platform", limits().total());
  }

  /** What nodeadm calls the status: the facts that are kept with the configuration. */
  public NodeStatus status(@Nullable InstanceDetails details) throws InterruptedException {
    ProgramVersion kubelet = machine().kubelet();
    return new NodeStatus(
        details, NodeStatus.EKS_SANDBOX_IMAGE, kubelet.known() ? "v" + kubelet : "");
  }

  /** The variables of all services, as the configuration and the platform have them. */
  public Map<String, Map<String, String>> environment() throws InterruptedException {
    return platform().environment(config());
  }

  /** The variables of a service: those of every service and its own. */
  public Map<String, String> environment(String service) throws InterruptedException {
    Map<String, Map<String, String>> all = environment();
    Map<String, String> variables = new LinkedHashMap<>(all.getOrDefault("default", Map.of()));
    variables.putAll(all.getOrDefault(service, Map.of()));
    return variables;
  }

  /** Runs programs with the variables that the configuration gives to every service, no secrets. */
  public Commands commands() throws InterruptedException {
    return new Commands(SecretVariables.without(ofAllServices()));
  }

  /** Runs programs that fetch, with secrets too. */
  public Commands fetching() throws InterruptedException {
    return Commands.fetching(ofAllServices());
  }

  private Map<String, String> ofAllServices() throws InterruptedException {
    return config().instance().environment().getOrDefault("default", Map.of());
  }
}
