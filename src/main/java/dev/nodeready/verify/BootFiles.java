package dev.nodeready.verify;

import dev.nodeready.config.NodeConfig;
import dev.nodeready.config.NodeStatus;
import dev.nodeready.config.NodeStatus.InstanceDetails;
import dev.nodeready.host.Commands;
import dev.nodeready.host.FileStore;
import dev.nodeready.host.HostDiscovery;
import dev.nodeready.host.HostFacts;
import dev.nodeready.host.HostFacts.CredentialProvider;
import dev.nodeready.host.InstanceTypes;
import dev.nodeready.host.ProgramVersion;
import dev.nodeready.host.RenderedFile;
import dev.nodeready.host.Root;
import dev.nodeready.node.DesiredNode;
import dev.nodeready.node.Manifest;
import dev.nodeready.node.NodeMaker;
import java.nio.file.Files;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The files that a boot of the image would write: for the configuration that is meant for it, all
 * of them; else those that were not baked into it, for what is known of its nodes and defaults.
 * Those of others give way, as at a boot.
 *
 * @param root of the image, which they are written below
 * @param commands runs its programs
 */
record BootFiles(Root root, Commands commands) {
  /** An instance like many, where the configuration is for one. */
  private static final InstanceDetails INSTANCE =
      new InstanceDetails(
          "i-0123456789abcdef0",
          "us-east-1",
          "m5.large",
          "us-east-1a",
          "02:00:00:00:00:01",
          "ip-10-0-0-1.ec2.internal",
          "10.0.0.1",
          "fd00::1");

  /**
   * A certificate that vouches for nobody, since its key was thrown away: kubelet reads the
   * authority of its cluster as it starts, and an image has none yet.
   */
  private static final String AUTHORITY =
      "LS0tLS1CRUdJTiBDRVJUSUZJQ0FURS0tLS0tCk1JSUJOakNCNmFBREFnRUNBaFJPWmZMNzNJQWxmQmVH"
          + "VE5EblZ2cjExYXZ2NmpBRkJnTXJaWEF3RURFT01Bd0cKQTFVRUF3d0ZhVzFoWjJVd0lCY05Nall4TVRJ"
          + "NU1ESXdOVFF6V2hnUE1qRXlOakV4TURVd01qQTFORE5hTUJBeApEakFNQmdOVkJBTU1CV2x0WVdkbE1D"
          + "b3dCUVlESzJWd0F5RUF1ZmM5cXN5QW9nVE5qUi9YMGtHc2dPWVUvam5RCjQ5L2RUVmptQjEvMEtrZWpV"
          + "ekJSTUIwR0ExVWREZ1FXQkJSTEg4Y1NNd3pCV01hZXIwNW9XNXRhc0x5c2xUQWYKQmdOVkhTTUVHREFX"
          + "Z0JSTEg4Y1NNd3pCV01hZXIwNW9XNXRhc0x5c2xUQVBCZ05WSFJNQkFmOEVCVEFEQVFILwpNQVVHQXl0"
          + "bGNBTkJBSzJ2YjlOaDJMTDBIcmt4aUJ1b0xKZ2tBUGg2Z2wzS2tDWTMwWndaVXY4SFVtR2VJV05BCmlN"
          + "ZlhCVW5KcTFGMkQ2OFM4NEJ5YThlSFlCVkNPSzQ0TkF3PQotLS0tLUVORCBDRVJUSUZJQ0FURS0tLS0t"
          + "Cg==";

  /**
   * Writes them.
   *
   * @param whole whether the configuration is one that is meant for it; else it need not be
   *     complete
   * @throws dev.nodeready.failure.FailureException where no node can come of the configuration
   */
  void write(NodeConfig config, boolean whole) throws InterruptedException {
    FileStore store = new FileStore(root).volatileCopy();
    Manifest baked = new Manifest(root);
    for (RenderedFile file : node(whole ? config : completed(config)).files()) {
      if (whole || !baked.wrote(file.path())) {
        boolean _ = store.apply(file);
      }
    }
  }

  private DesiredNode node(NodeConfig config) throws InterruptedException {
    HostDiscovery discovery = new HostDiscovery(root, Map.of(), commands);
    boolean instance = config.bootstrap().platform().equals("ec2");
    HostFacts facts =
        discovery
            .facts(_ -> true)
            .withLimits(instance ? InstanceTypes.limitsOf(INSTANCE.type()) : null)
            .withAddress("127.0.0.1");
    NodeStatus status = status(facts.kubelet(), instance ? INSTANCE : null);
    return new NodeMaker(root, commands, facts.containerd())
        .make(
            told -> DesiredNode.of(config, config.instance().environment(), status, facts, told),
            config.containerd().config());
  }

  private static NodeStatus status(ProgramVersion kubelet, @Nullable InstanceDetails instance) {
    return new NodeStatus(
        instance, NodeStatus.EKS_SANDBOX_IMAGE, kubelet.known() ? "v" + kubelet : "");
  }

  /** With what is the same for each cluster, in the cloud where the image is made for it. */
  private NodeConfig completed(NodeConfig known) {
    NodeConfig.Cluster own = known.cluster();
    String authority = own.certificateAuthority();
    NodeConfig any =
        new NodeConfig(
            new NodeConfig.Cluster(
                or(own.name(), "image"),
                or(own.apiServerEndpoint(), "https://127.0.0.1:6443"),
                or(authority == null ? "" : authority, AUTHORITY),
                or(own.cidr(), "10.100.0.0/16"),
                own.enableOutpost(),
                own.id()),
            known.containerd(),
            known.instance(),
            known.kubelet(),
            known.featureGates(),
            known.bootstrap());
    return Files.exists(root.at(CredentialProvider.EKS_PATH)) ? any : any.outsideOfEc2();
  }

  private static String or(String said, String otherwise) {
    return said.isEmpty() ? otherwise : said;
  }
}
