package dev.nodeready.lab;

import dev.nodeready.node.RealPart;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A machine that is to join a {@link ControlPlane}: which programs it has, and what its NodeConfig
 * says.
 */
final class Member {
  static final String AUTHORITY = "20-authority";
  static final String NAME = "20-name";
  static final String TOKEN = "20-token";

  /** The instance that the stand-ins for the metadata service and EC2 tell of. */
  static final String INSTANCE = "ip-192-0-2-10.us-west-2.compute.internal";

  /** Its address. */
  static final String INSTANCE_ADDRESS = "192.0.2.10";

  /** A line of shell; containerd does not see files that are moved there. */
  static final String PUT_CNI = "cp /etc/cni/later /etc/cni/net.d/10-bridge.conflist";

  private final Layer layer;
  private final String node;
  private @Nullable Layer image;
  private String store = "";

  private Member(Layer layer, String node) {
    this.layer = layer;
    this.node = node;
  }

  /**
   * A machine with kubelet of the oldest version tested, which trusts the control plane's
   * authority.
   *
   * @param node its name, {@code n1} to {@code n9}
   * @param folder where its files are put, as a layer
   */
  static Member of(ControlPlane plane, String node, Path folder) {
    Member member = new Member(new Layer(folder), node);
    member.layer.with("/etc/machine-id", machineId(node));
    return member
        .trusting(plane.authority())
        .spec(NAME, name(node))
        .program("/usr/bin/kubelet", RealPart.KUBELET.program("kubelet"));
  }

  /**
   * The {@link #INSTANCE}, with kubelet of the oldest version tested and a role that has an access
   * entry. What it is to join stands in its user data alone; of the settings of other members only
   * those stay that a guest needs in place of a machine.
   */
  static Member instance(Path folder, String userData) {
    Member member = new Member(new Layer(folder), INSTANCE);
    Lab.script(
        """
        mkdir -p "$0/etc/eks/nodeadm.d" "$0/etc/systemd/system/sysinit.target.wants" "$0/usr/local/bin"
        cp -a src/test/lab/node/etc/eks src/test/lab/node/etc/lab "$0/etc/"
        cp -a src/test/lab/node/etc/systemd/system.conf.d "$0/etc/systemd/"
        sed '/^  cluster:/,/^  kubelet:/ { /^  kubelet:/! d }' \
          src/test/lab/member/etc/eks/nodeadm.d/10-lab.yaml >"$0/etc/eks/nodeadm.d/10-lab.yaml"
        ln -f "$1" "$0/usr/local/bin/standin" 2>/dev/null || cp "$1" "$0/usr/local/bin/standin"
        for unit in net imds ec2; do
          cp "src/test/lab/node/etc/systemd/system/lab-$unit.service" "$0/etc/systemd/system/"
          ln -s "../lab-$unit.service" "$0/etc/systemd/system/sysinit.target.wants/lab-$unit.service"
        done
        sed -i 's/; ip link add eth0 [^'"'"']*//' "$0/etc/systemd/system/lab-net.service"
        """,
        folder.toString(),
        Lab.get().standIn().toString());
    member.layer.with("/etc/lab/imds/latest/user-data", userData);
    return member
        .withPlugin("token-of-" + INSTANCE)
        .program("/usr/bin/kubelet", RealPart.KUBELET.program("kubelet"));
  }

  /**
   * An instance of EC2 whose metadata, EC2, names, registry and API server are {@link
   * Surroundings}, with kubelet of the oldest version tested and containerd 2. Nothing of ours
   * starts on it before there is {@code /run/lab-go}.
   */
  static Member amid(Path folder, String address) {
    Member member = new Member(new Layer(folder), Surroundings.nameOf(address));
    Lab.script(
        """
        mkdir -p "$0/etc/eks/nodeadm.d"
        cp -a src/test/lab/node/etc/eks "$0/etc/"
        sed '/^  cluster:/,/^  kubelet:/ { /^  kubelet:/! d }' \
          src/test/lab/member/etc/eks/nodeadm.d/10-lab.yaml >"$0/etc/eks/nodeadm.d/10-lab.yaml"
        cp -a src/test/lab/amid/. "$0/"
        mkdir -p "$0/etc/systemd/system/multi-user.target.wants"
        ln -s ../lab-go.service "$0/etc/systemd/system/multi-user.target.wants/lab-go.service"
        """,
        folder.toString());
    member
        .layer
        .with("/etc/machine-id", machineId(member.node))
        .with("/etc/resolv.conf", "nameserver " + Surroundings.ADDRESS + "\n");
    return member
        .withPlugin("token-of-" + member.node)
        .program("/usr/bin/kubelet", RealPart.KUBELET.program("kubelet"))
        .containerd2();
  }

  private static String machineId(String node) {
    UUID id = UUID.nameUUIDFromBytes(node.getBytes(StandardCharsets.UTF_8));
    return id.toString().replace("-", "") + "\n";
  }

  /** The lines of {@code spec} for a name, in the file {@link #NAME}. */
  static String name(String node) {
    return "bootstrap: {nodeName: " + node + "}";
  }

  /** The name of its node. */
  String node() {
    return node;
  }

  /** Its files beside those of every member. */
  Layer files() {
    return layer;
  }

  String layers() {
    Layer baked = image;
    return baked == null
        ? Lab.get().member(List.of(layer))
        : layer.folder() + ":" + Lab.get().bareMember(baked);
  }

  /** What its containerd has stored when it boots; empty for what the lab's guests have. */
  String store() {
    return store;
  }

  /** Boots from an image that was baked, with what containerd has stored in it. */
  Member ofImage(Layer baked, Path stored) {
    image = baked;
    store = stored.toString();
    return this;
  }

  /** What kubelet and we hold the API server's certificate against. */
  Member trusting(String pem) {
    return spec(AUTHORITY, trust(pem));
  }

  /** The lines of {@code spec} for that, in the file {@link #AUTHORITY}. */
  static String trust(String pem) {
    return "cluster: {certificateAuthority: " + base64(pem) + "}";
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Another address of the API server. */
  Member at(String endpoint) {
    return spec("20-endpoint", "cluster: {apiServerEndpoint: '" + endpoint + "'}");
  }

  /** A name server, where there is none otherwise. */
  Member asking(String nameServer) {
    layer.with("/etc/resolv.conf", "nameserver " + nameServer + "\n");
    return this;
  }

  /** One more flag of kubelet's. */
  Member kubeletFlag(String flag) {
    return spec("30-flag", "kubelet: {flags: ['" + flag + "']}");
  }

  /** Lines of {@code spec}, as one more file of the sources. */
  Member spec(String file, String lines) {
    layer.withSpec(file, lines);
    return this;
  }

  /** The same on a machine that runs, or over what it had. */
  static void respec(Guest guest, String file, String lines) {
    guest.ok("cat >" + Layer.CONFIG + file + ".yaml <<'END'\n" + Layer.config(lines) + "END");
  }

  /** Containers can be started: a guest may not raise its own limits. */
  Member withPods() {
    return spec(
        "40-limits",
        "containerd: {baseRuntimeSpec: {process: {rlimits:"
            + " [{type: RLIMIT_NOFILE, soft: 1024, hard: 1024}]}}}");
  }

  /** Joins with a token that its credential plugin prints, as on EKS. */
  Member withPlugin(String token) {
    layer.with("/etc/lab/token", token);
    return this;
  }

  /** Joins with a certificate that it asks for with this token. */
  Member withBootstrapToken(String token) {
    return spec(TOKEN, bootstrapToken(token));
  }

  /** The lines of {@code spec} for that, in the file {@link #TOKEN}. */
  static String bootstrapToken(String token) {
    return "bootstrap: {credentials: {bootstrapToken: {token: " + token + "}}}";
  }

  /** Joins with a bootstrap kubeconfig that somebody else has put there. */
  Member withBootstrapKubeconfig(ControlPlane plane, String token) {
    return kubeconfig(plane, "bootstrap-kubeconfig", token);
  }

  /** Joins with a kubeconfig that somebody else has put there. */
  Member withKubeconfig(ControlPlane plane, String token) {
    return kubeconfig(plane, "kubeconfig", token);
  }

  private Member kubeconfig(ControlPlane plane, String file, String token) {
    layer.with(
        "/var/lib/kubelet/" + file,
        """
        apiVersion: v1
        kind: Config
        clusters: [{name: c, cluster: {server: "%s", certificate-authority-data: %s}}]
        users: [{name: u, user: {token: %s}}]
        contexts: [{name: x, context: {cluster: c, user: u}}]
        current-context: x
        """
            .formatted(ControlPlane.ENDPOINT, base64(plane.authority()), token));
    return this;
  }

  Member newestKubelet() {
    return program("/usr/bin/kubelet", RealPart.KUBERNETES_NEWEST.program("kubelet"));
  }

  Member containerd2() {
    for (String name : List.of("containerd", "containerd-shim-runc-v2", "ctr")) {
      program("/usr/bin/" + name, RealPart.CONTAINERD_2.program(name));
    }
    return this;
  }

  /** A link to it where that is possible: such programs are large. */
  private Member program(String path, String built) {
    Lab.script(
        "mkdir -p \"$(dirname \"$1\")\"; ln -f \"$0\" \"$1\" 2>/dev/null || cp \"$0\" \"$1\"",
        built,
        layer.folder() + path);
    return this;
  }

  /** A kubelet that is no link: each link that another test makes to a file changes its times. */
  Member ownKubelet() {
    Lab.script(
        "cp -p \"$0\" \"$0.own\" && mv -f \"$0.own\" \"$0\"", layer.folder() + "/usr/bin/kubelet");
    return this;
  }

  /** No pod network at boot; {@link #PUT_CNI} brings it. */
  Member withoutCni() {
    Lab.script(
        "mkdir -p \"$0/etc/cni/net.d\"; mknod \"$0/etc/cni/net.d/10-bridge.conflist\" c 0 0;"
            + " cp src/test/lab/root/etc/cni/net.d/10-bridge.conflist \"$0/etc/cni/later\"",
        layer.folder().toString());
    return this;
  }
}
