package dev.nodeready.boot;

import dev.nodeready.catalogue.Code;
import dev.nodeready.config.CacheFile;
import dev.nodeready.config.CacheOwner;
import dev.nodeready.config.CachedConfig;
import dev.nodeready.config.ConfigResolver;
import dev.nodeready.config.NodeConfig;
import dev.nodeready.config.NodeStatus;
import dev.nodeready.config.NodeStatus.InstanceDetails;
import dev.nodeready.config.Problem;
import dev.nodeready.config.ResolvedConfig;
import dev.nodeready.config.Validation;
import dev.nodeready.failure.Failure;
import dev.nodeready.failure.FailureException;
import dev.nodeready.host.Commands;
import dev.nodeready.host.FileStore;
import dev.nodeready.host.HostDiscovery;
import dev.nodeready.host.HostFacts;
import dev.nodeready.host.InstanceLimits;
import dev.nodeready.host.InstanceTypes;
import dev.nodeready.host.ProgramVersion;
import dev.nodeready.host.RenderedFile;
import dev.nodeready.host.Root;
import dev.nodeready.kubelet.KubeletOnMachine;
import dev.nodeready.node.Manifest;
import dev.nodeready.ready.Background;
import dev.nodeready.ready.Trigger;
import dev.nodeready.report.Version;
import dev.nodeready.retry.Ticks;
import dev.nodeready.systemd.Gates;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the node is made from: the configuration, the machine's facts, and what the platform says of
 * the instance.
 */
final class NodeInputs {
  private static final Duration TICK = Duration.ofSeconds(1);

  private final Boot boot;
  private @Nullable ResolvedConfig resolved;
  private @Nullable Background<ResolvedConfig> again;
  private boolean readBehindCloudInit;
  private @Nullable Background<HostFacts> machine;
  private @Nullable Background<Instance> instance;

  NodeInputs(Boot boot) {
    this.boot = boot;
  }

  /** What the platform said, or what an earlier run kept of it. */
  record Instance(
      @Nullable InstanceDetails details, @Nullable InstanceLimits limits, String address) {}

  /** The configuration; read from its sources when first asked for. */
  ResolvedConfig resolved() throws InterruptedException {
    if (resolved == null) {
      readBehindCloudInit = boot.gates().isOpen(Gates.CLOUD_FINAL);
      resolved =
          Background.start("sources", this::resolve).await("the sources", boot.totalAsGiven());
    }
    return resolved;
  }

  /** Whether the first reading may be out of date once cloud-init has ended. */
  boolean readBeforeCloudInitEnded() {
    return !readBehindCloudInit;
  }

  /**
   * Begins to read the sources again once cloud-init's scripts, which may write some, have run; its
   * end is mostly there long before the runtime answers.
   */
  Background<ResolvedConfig> readAgain() {
    if (again == null) {
      again = Background.start("sources", this::resolveBehindCloudInit);
    }
    return again;
  }

  private ResolvedConfig resolveBehindCloudInit() throws InterruptedException {
    if (boot.gates().isOpen(Gates.CLOUD_FINAL)) {
      return resolve();
    }
    try (Trigger trigger = boot.gates().watch(Gates.CLOUD_FINAL)) {
      long begun = boot.time().nanos();
      while (!boot.gates().isOpen(Gates.CLOUD_FINAL)) {
        trigger.await(Ticks.after(TICK, Duration.ofNanos(boot.time().nanos() - begun)));
      }
    }
    return resolve();
  }

  /**
   * What the sources say behind cloud-init, whose end is waited for; empty where it is the same.
   */
  Optional<ResolvedConfig> resolvedAnew() throws InterruptedException {
    NodeConfig before = resolved().config();
    ResolvedConfig now =
        readBehindCloudInit ? resolved() : readAgain().await("the sources", boot.total());
    return now.config().equals(before) ? Optional.empty() : Optional.of(now);
  }

  /** The same machine with the configuration that was read behind cloud-init. */
  NodeInputs with(ResolvedConfig now) {
    NodeInputs inputs = new NodeInputs(boot);
    inputs.resolved = now;
    inputs.readBehindCloudInit = true;
    inputs.machine = machine;
    return inputs;
  }

  /** A single step run by hand needs no configuration; where none is named, the defaults do. */
  private boolean needed() {
    return !boot.options().sources().isEmpty()
        || boot.options().selection().includes("resolve", "node-config");
  }

  private ResolvedConfig resolve() throws InterruptedException {
    if (!needed()) {
      return ResolvedConfig.EMPTY;
    }
    BootOptions options = boot.options();
    Path cache = options.cache();
    CacheOwner owner = new CacheOwner(boot.bootId(), this::instanceId);
    ConfigResolver resolver = new ConfigResolver(boot.userData());
    return cache == null
        ? resolver.resolve(options.sources(), null, options.strict())
        : resolver.resolve(options.sources(), cache, owner, options.strict());
  }

  /**
   * Checks what can be checked only on this machine, such as flags that its kubelet does not know
   * any more.
   *
   * @return what is worth a look
   * @throws FailureException when the configuration cannot work here
   */
  List<Problem> checkOnMachine() throws InterruptedException {
    Long memory = machine().memoryBytes();
    Validation.Facts facts =
        new Validation.Facts(
            status(null).kubeletVersion(),
            memory == null ? 0 : memory,
            KubeletOnMachine.hasOthersDropIns(boot.root()),
            true);
    return ConfigResolver.checkAgain(resolved(), facts, boot.options().strict());
  }

  /**
   * Keeps what this run resolved; whoever may read environment variables may read it, so nobody
   * else.
   *
   * @throws FailureException when it cannot be written
   */
  void keep() throws InterruptedException {
    Path file = boot.options().cache();
    if (file == null) {
      return;
    }
    InstanceDetails details = instance().details();
    CachedConfig.Stamp stamp =
        new CachedConfig.Stamp(
            Version.number(), details == null ? "" : details.id(), boot.bootId());
    String text = CacheFile.render(resolved().config(), status(details), stamp);
    new FileStore(Root.MACHINE)
        .apply(RenderedFile.secret(file.toAbsolutePath().normalize().toString(), text));
  }

  private String instanceId() {
    try {
      return boot.userData().elsewhere().isEmpty() ? boot.platform().instanceId() : "";
    } catch (InterruptedException e) {
      throw stopped(e);
    }
  }

  /** Passes a stop through code that knows of none; the sequencer sees the interrupt. */
  private static FailureException stopped(InterruptedException e) {
    Thread.currentThread().interrupt();
    return Failure.passing(Code.BOOT_STOPPED, "ask the platform", "it was stopped", "start again")
        .asException(e);
  }

  /** Begins to look at the machine, so that its facts are there when they are needed. */
  Background<HostFacts> lookAtMachine() {
    if (machine == null) {
      machine = Background.start("machine", this::factsOfMachine);
    }
    return machine;
  }

  /** The machine's own facts. */
  HostFacts machine() throws InterruptedException {
    return lookAtMachine().await("the machine's facts", boot.totalAsGiven());
  }

  private HostFacts factsOfMachine() throws InterruptedException {
    Manifest manifest = new Manifest(boot.root());
    return new HostDiscovery(boot.root(), System.getenv(), new Commands(Map.of()))
        .facts(manifest::wrote);
  }

  /** Begins to ask the platform, so that its answer is there when kubelet's files need it. */
  Background<Instance> askPlatform() throws InterruptedException {
    if (instance == null) {
      ResolvedConfig from = resolved();
      instance = Background.start("platform", () -> ask(from));
    }
    return instance;
  }

  /** What the platform said, waited for. */
  Instance instance() throws InterruptedException {
    return askPlatform().await("the platform", boot.total());
  }

  private Instance ask(ResolvedConfig from) throws InterruptedException {
    NodeStatus kept = from.status();
    InstanceDetails details =
        from.needsFacts() || kept == null
            ? boot.platform(from.config()).instance(from.config())
            : kept.instance();
    return details == null
        ? new Instance(null, null, boot.platform(from.config()).address(from.config()))
        : new Instance(details, limits(from.config(), details.type()), "");
  }

  private @Nullable InstanceLimits limits(NodeConfig config, String type)
      throws InterruptedException {
    InstanceLimits known = InstanceTypes.limitsOf(type);
    if (known != null) {
      return known;
    }
    try {
      return boot.platform(config).limits(config, type);
    } catch (FailureException e) {
      // kubelet's default of maxPods then holds; the renderer warns of it.
      return null;
    }
  }

  /** What nodeadm calls the status: the facts that are kept with the configuration. */
  NodeStatus status(@Nullable InstanceDetails details) throws InterruptedException {
    ProgramVersion kubelet = machine().kubelet();
    return new NodeStatus(
        details, NodeStatus.EKS_SANDBOX_IMAGE, kubelet.known() ? "v" + kubelet : "");
  }
}
