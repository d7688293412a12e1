package dev.nodeready.config.schema;

import static dev.nodeready.config.schema.Join.APPEND;
import static dev.nodeready.config.schema.Join.DEEP;
import static dev.nodeready.config.schema.Join.LATER;
import static dev.nodeready.config.schema.Join.MEMBERS;
import static dev.nodeready.config.schema.Join.NOT_EMPTY;
import static dev.nodeready.config.schema.Join.TOML;

import dev.nodeready.config.Bootstrap;
import dev.nodeready.config.Durations;
import dev.nodeready.config.NodeConfig;
import dev.nodeready.config.schema.Type.Base64;
import dev.nodeready.config.schema.Type.Decimal;
import dev.nodeready.config.schema.Type.Flag;
import dev.nodeready.config.schema.Type.Free;
import dev.nodeready.config.schema.Type.ListOf;
import dev.nodeready.config.schema.Type.MapOf;
import dev.nodeready.config.schema.Type.Struct;
import dev.nodeready.config.schema.Type.Text;
import dev.nodeready.config.schema.Type.Time;
import java.time.Duration;

/** Every field of a NodeConfig, in the order in which nodeadm writes them. */
public final class Schema {
  private static final Type TEXT = new Text();
  private static final Type TEXTS = new ListOf(TEXT);
  private static final Bootstrap OURS = Bootstrap.DEFAULTS;

  /** What becomes of instance-store disks; the images' script lowers the case of its words. */
  public static final Text STRATEGY = new Text("RAID0", "RAID10", "Mount").inAnyCase();

  /** What may be kept from the local disks. */
  public static final Text MOUNT = new Text("Containerd", "PodLogs", "SOCI");

  /** What attached volumes are formatted with. */
  public static final Text FILE_SYSTEM = new Text("xfs", "ext4");

  /** What becomes of a boot without its sandbox image. */
  public static final Text SANDBOX_MISSING = new Text("degrade", "fail");

  /** When a boot counts as joined. */
  public static final Text JOIN = new Text("ready", "registered", "healthy");

  /** Where the facts about the instance come from. */
  public static final Text PLATFORM = new Text("ec2", "none");

  /** Growth of pauses. */
  public static final Decimal FACTOR = new Decimal(1, 100);

  /** Where values are secrets and no message may repeat them. */
  public static final String ENVIRONMENT = "spec.instance.environment";

  /** Where a value is one. */
  public static final String TOKEN = "spec.bootstrap.credentials.bootstrapToken.token";

  private Schema() {}

  private static final Struct CLUSTER =
      new Struct(
          new Field("name", TEXT, NOT_EMPTY, Field.REQUIRED, "Name of the cluster to join."),
          new Field(
              "apiServerEndpoint",
              TEXT,
              NOT_EMPTY,
              Field.REQUIRED,
              "URL of the API server; goes into the kubeconfig as it is."),
          new Field(
              "certificateAuthority",
              new Base64(),
              NOT_EMPTY,
              Field.REQUIRED,
              "Certificate of the cluster's authority: PEM in base64."),
          new Field(
              "cidr",
              TEXT,
              NOT_EMPTY,
              Field.REQUIRED,
              "CIDR of the cluster's services, IPv4 or IPv6; the address of the cluster DNS follows"
                  + " from it."),
          new Field(
              "enableOutpost",
              new Flag(),
              LATER,
              "false",
              "Whether the node joins a local cluster on an Outpost. A later false overrides an"
                  + " earlier true."),
          new Field(
              "id",
              TEXT,
              NOT_EMPTY,
              "none",
              "Id of the cluster; required where enableOutpost is true."));

  private static final Struct CONTAINERD =
      new Struct(
          new Field(
              "config",
              TEXT,
              TOML,
              "none",
              "TOML that is merged over the generated containerd configuration and wins."),
          new Field(
              "baseRuntimeSpec",
              new Free(),
              DEEP,
              "none",
              "Object that is merged over the default OCI runtime spec; lists are replaced."));

  private static final Struct VOLUME =
      new Struct(
          new Field("device", TEXT, LATER, Field.REQUIRED, "Block device, such as /dev/xvdb."),
          new Field(
              "mountTargets",
              TEXTS,
              LATER,
              Field.REQUIRED,
              "Folders that lie on the volume, such as /var/lib/containerd."),
          new Field(
              "fsType",
              FILE_SYSTEM,
              LATER,
              "xfs",
              "File system that a volume without one is formatted with: xfs or ext4."));

  private static final Struct INSTANCE =
      new Struct(
          new Field(
              "localStorage",
              new Struct(
                  new Field(
                      "strategy",
                      STRATEGY,
                      NOT_EMPTY,
                      "none: local disks are left alone",
                      "What to do with the instance-store disks."),
                  new Field(
                      "mountPath",
                      TEXT,
                      NOT_EMPTY,
                      "/mnt/k8s-disks",
                      "Where the local disks are mounted; an absolute path."),
                  new Field(
                      "disabledMounts",
                      new ListOf(MOUNT),
                      NOT_EMPTY,
                      "none",
                      "Folders that are not moved to the local disks.")),
              MEMBERS,
              "empty",
              "Instance-store disks."),
          new Field(
              "storage",
              new Struct(
                  new Field(
                      "volumes",
                      new ListOf(VOLUME),
                      NOT_EMPTY,
                      "none",
                      "Attached volumes, each with the folders that are to lie on it.")),
              MEMBERS,
              "empty",
              "Attached volumes."),
          new Field(
              "environment",
              new MapOf(new MapOf(TEXT)),
              MEMBERS,
              "none",
              "Environment variables by systemd service name without .service; default stands for"
                  + " all services and for nodeready itself. A later null for a service erases its"
                  + " variables."),
          new Field(
              "network",
              new Struct(
                  new Field(
                      "nameservers",
                      TEXTS,
                      NOT_EMPTY,
                      "the machine's",
                      "Addresses of the name servers for systemd-resolved."),
                  new Field(
                      "domains",
                      TEXTS,
                      NOT_EMPTY,
                      "the machine's",
                      "Search domains for systemd-resolved.")),
              MEMBERS,
              "empty",
              "Name resolution."));

  private static final Struct KUBELET =
      new Struct(
          new Field(
              "config",
              new Free(),
              DEEP,
              "none",
              "KubeletConfiguration that goes into a drop-in and wins over the generated one; lists"
                  + " are replaced."),
          new Field(
              "flags",
              TEXTS,
              APPEND,
              "none",
              "Command-line flags of kubelet, put after the generated ones, so that they win."),
          new Field(
              "maxPodsExpression",
              TEXT,
              NOT_EMPTY,
              "the standard formula",
              "CEL expression over default_enis, ips_per_eni and max_pods that gives the number of"
                  + " pods."));

  private static final Struct BOOTSTRAP =
      new Struct(
          new Field(
              "budgets",
              new Struct(
                  time("total", OURS.budgets().total(), "The whole boot."),
                  time("runtime", OURS.budgets().runtime(), "Until the container runtime answers."),
                  time("image", OURS.budgets().image(), "Until the sandbox image is there."),
                  time("kubelet", OURS.budgets().kubelet(), "Until kubelet is healthy."),
                  time("join", OURS.budgets().join(), "From then on until the node has joined.")),
              MEMBERS,
              "see its fields",
              "How long each part of a boot may take; all lie inside total."),
          new Field(
              "retry",
              new Struct(
                  time("first", OURS.retry().first(), "Upper bound of the first pause."),
                  time("longest", OURS.retry().longest(), "Upper bound of every pause."),
                  new Field(
                      "factor",
                      FACTOR,
                      LATER,
                      number(OURS.retry().factor()),
                      "Growth of the bound from one pause to the next; 1 or more."),
                  new Field(
                      "jitter",
                      new Flag(),
                      LATER,
                      String.valueOf(OURS.retry().jitter()),
                      "Whether pauses are drawn from zero to their bound.")),
              MEMBERS,
              "see its fields",
              "Pauses between attempts at the sandbox image."),
          new Field(
              "sandboxImage",
              TEXT,
              LATER,
              "the one that containerd is configured with",
              "Reference of the sandbox (pause) image."),
          new Field(
              "archives",
              TEXTS,
              LATER,
              String.join(", ", OURS.archives()),
              "Image archives to import the sandbox image from before it is pulled. A later empty"
                  + " list clears it."),
          time("pullTimeout", OURS.pullTimeout(), "Limit of one attempt to pull the image."),
          time("pullStall", OURS.pullStall(), "How long one pull may show no progress."),
          new Field(
              "sandboxMissing",
              SANDBOX_MISSING,
              LATER,
              OURS.sandboxMissing(),
              "What becomes of a boot whose sandbox image cannot be had for good: kubelet starts all"
                  + " the same and the boot ends degraded, or the boot fails."),
          new Field(
              "join",
              JOIN,
              LATER,
              "ready; healthy where the program is called nodeadm",
              "When the boot counts as joined: the node is Ready, it is registered, or kubelet is"
                  + " healthy."),
          new Field(
              "platform",
              PLATFORM,
              LATER,
              OURS.platform(),
              "Where the facts about the instance come from."),
          new Field("nodeName", TEXT, LATER, "the platform's", "Name of the node."),
          new Field(
              "nodeIPs",
              TEXTS,
              LATER,
              "the platform's, or the one of the default route",
              "Addresses of the node, one of each family at most, outside of EC2. A later empty list"
                  + " clears it."),
          new Field(
              "providerID",
              TEXT,
              LATER,
              "the platform's",
              "Id of the machine in its cloud, outside of EC2."),
          new Field(
              "credentials",
              new Struct(
                  new Field(
                      "bootstrapToken",
                      new Struct(
                          new Field("token", TEXT, LATER, "none", "The token itself, a secret."),
                          new Field("file", TEXT, LATER, "none", "A file that holds the token.")),
                      MEMBERS,
                      "none",
                      "A bootstrap token, with which kubelet asks the cluster for a certificate.")),
              MEMBERS,
              "none",
              "What the node joins with outside of EC2, where no kubeconfig is there."),
          new Field(
              "metrics",
              new Struct(
                  new Field(
                      "textfile",
                      TEXT,
                      LATER,
                      "/var/lib/prometheus/node-exporter or another usual folder, where it is there",
                      "Where node_exporter reads metrics: its folder, or a file in it that ends with"
                          + " .prom.")),
              MEMBERS,
              "empty",
              "Metrics of a boot; always in /run/nodeready/metrics.prom too."),
          new Field(
              "onVerdict",
              TEXTS,
              LATER,
              "none",
              "A program and its arguments that get the status on standard input whenever a boot has"
                  + " ended well or badly; 30 s at most. A later empty list clears it."),
          new Field(
              "annotateNode",
              new Flag(),
              LATER,
              String.valueOf(OURS.fleet().annotateNode()),
              "Whether annotations nodeready.dev/… on the Node tell how it joined."),
          new Field(
              "strict",
              new Flag(),
              LATER,
              String.valueOf(OURS.strict()),
              "Whether what config check refuses makes a boot fail too, unknown fields among it."));

  /** The fields below {@code spec}. */
  public static final Struct SPEC =
      new Struct(
          new Field("cluster", CLUSTER, MEMBERS, "empty", "The cluster to join."),
          new Field("containerd", CONTAINERD, MEMBERS, "empty", "The container runtime."),
          new Field("instance", INSTANCE, MEMBERS, "empty", "The machine."),
          new Field("kubelet", KUBELET, MEMBERS, "empty", "The kubelet."),
          new Field(
              "featureGates",
              new MapOf(new Flag()),
              MEMBERS,
              "none",
              "Feature gates: InstanceIdNodeName (the node is named after the instance),"
                  + " FastImagePull (images are pulled in parallel where the machine is large"
                  + " enough)."),
          new Field(
              "bootstrap",
              BOOTSTRAP,
              MEMBERS,
              "see its fields",
              "How nodeready itself behaves; nodeadm ignores it."));

  /** The whole document. */
  public static final Struct DOCUMENT =
      new Struct(
          new Field(
              "apiVersion",
              new Text(NodeConfig.API_VERSION, "node.eks.aws/__internal"),
              LATER,
              Field.REQUIRED,
              NodeConfig.API_VERSION),
          new Field("kind", new Text(NodeConfig.KIND), LATER, Field.REQUIRED, NodeConfig.KIND),
          new Field("metadata", new Free(), LATER, "none", "Accepted and not used."),
          new Field("spec", SPEC, MEMBERS, "empty", "What is wanted of the node."));

  private static Field time(String name, Duration fallback, String text) {
    return new Field(name, new Time(), LATER, Durations.format(fallback), text);
  }

  private static String number(double number) {
    return number == Math.rint(number) ? String.valueOf((long) number) : String.valueOf(number);
  }
}
