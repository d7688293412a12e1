package dev.nodeready.platform;

import dev.nodeready.aws.Ec2;
import dev.nodeready.aws.Ecr;
import dev.nodeready.aws.EcrCredentials;
import dev.nodeready.aws.Imds;
import dev.nodeready.aws.Instance;
import dev.nodeready.aws.RegistryCredentials;
import dev.nodeready.catalogue.Code;
import dev.nodeready.config.NodeConfig;
import dev.nodeready.config.NodeStatus.InstanceDetails;
import dev.nodeready.failure.Failure;
import dev.nodeready.host.Commands;
import dev.nodeready.host.HostFacts.CredentialProvider;
import dev.nodeready.host.InstanceLimits;
import dev.nodeready.host.Root;
import dev.nodeready.net.OwnInterface;
import dev.nodeready.net.Proxies;
import dev.nodeready.ready.Background;
import dev.nodeready.retry.Deadline;
import dev.nodeready.retry.RetryPolicy;
import dev.nodeready.retry.Time;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An instance of Amazon EC2. What speaks to AWS's API is made when it is first needed, with the
 * variables that the configuration gives to every service beside the process's own, such as
 * proxies.
 */
public final class Ec2Platform implements Platform {
  private static final Duration PLUGIN_LIMIT = Duration.ofMinutes(1);

  /** A token is asked for before each pull; the pulls have a budget of their own. */
  private static final RetryPolicy ECR_POLICY =
      RetryPolicy.doubling(Duration.ofMinutes(1), Duration.ofMillis(500), Duration.ofSeconds(10));

  private final Root root;
  private final Time time;
  private final Map<String, String> own;
  private final Imds imds;
  private final @Nullable Ahead ahead;

  /** One of which some things may have been asked already. */
  public Ec2Platform(Root root, Time time, @Nullable Ahead ahead) {
    this(root, time, System.getenv(), ahead);
  }

  /**
   * One of another environment.
   *
   * @param own the process's variables, to which the configuration adds
   */
  Ec2Platform(Root root, Time time, Map<String, String> own, @Nullable Ahead ahead) {
    this.root = root;
    this.time = time;
    this.own = own;
    this.ahead = ahead;
    imds = ahead == null ? new Imds(own, Imds.DEFAULT_POLICY, time) : ahead.imds();
  }

  @Override
  public byte @Nullable [] userData() throws InterruptedException {
    Background<Optional<byte[]>> begun = ahead == null ? null : ahead.takeUserData();
    return begun == null
        ? imds.userData()
        : begun
            .await("the user data", Deadline.after(Imds.DEFAULT_POLICY.budget(), time))
            .orElse(null);
  }

  @Override
  public String instanceId() throws InterruptedException {
    return imds.identity().instanceId();
  }

  @Override
  public @Nullable InstanceDetails instance(NodeConfig config) throws InterruptedException {
    Map<String, String> variables = variables(config);
    Background<String> begun = ahead == null ? null : ahead.takeName();
    if (begun == null) {
      return Instance.describe(
          config, imds, ec2(variables)::privateDnsName, OwnInterface::hardwareAddress);
    }
    try {
      return Instance.describe(
          config,
          imds,
          id ->
              variables.equals(own)
                  ? begun.await(
                      "the private DNS name", Deadline.after(Ec2.DEFAULT_POLICY.budget(), time))
                  : ec2(variables).privateDnsName(id),
          OwnInterface::hardwareAddress);
    } finally {
      begun.cancel();
    }
  }

  private Ec2 ec2(Map<String, String> variables) {
    return new Ec2(variables, imds, Ec2.DEFAULT_POLICY, time);
  }

  @Override
  public @Nullable InstanceLimits limits(NodeConfig config, String type)
      throws InterruptedException {
    Ec2.Limits limits = ec2(variables(config)).limits(type);
    return new InstanceLimits(limits.enis(), limits.ipsPerEni());
  }

  @Override
  public Optional<RegistryCredentials> credentials(NodeConfig config, String image)
      throws InterruptedException {
    Map<String, String> variables = variables(config);
    EcrCredentials source =
        new EcrCredentials(
            request -> plugin(variables, request), new Ecr(variables, imds, ECR_POLICY, time));
    return source.forImage(image);
  }

  /** kubelet's own credential provider, where it is installed. */
  private Optional<String> plugin(Map<String, String> variables, String request)
      throws InterruptedException {
    Path program =
        root.at(
            variables.getOrDefault(
                "ECR_CREDENTIAL_PROVIDER_BIN_PATH", CredentialProvider.EKS_PATH));
    if (!Files.isRegularFile(program) || !Files.isExecutable(program)) {
      return Optional.empty();
    }
    Commands.Result result =
        Commands.fetching(variables).run(PLUGIN_LIMIT, List.of(program.toString()), request);
    if (!result.ok()) {
      throw Failure.passing(
              Code.AWS_ECR_PLUGIN_FAILED,
              "get credentials from " + program,
              "it ended with exit code " + result.exitCode() + ": " + result.lastWords(),
              Code.AWS_ECR_PLUGIN_FAILED.remedy("COMMAND", program.toString()))
          .asException();
    }
    return Optional.of(result.output());
  }

  private static Map<String, String> completed(NodeConfig config, Map<String, String> ofAll) {
    NodeConfig.Cluster cluster = config.cluster();
    return Proxies.completed(ofAll, cluster.cidr(), cluster.apiServerEndpoint());
  }

  private Map<String, String> variables(NodeConfig config) {
    Map<String, String> variables = new HashMap<>(own);
    variables.putAll(
        completed(config, config.instance().environment().getOrDefault("default", Map.of())));
    return variables;
  }
}
