package dev.nodeready.config.mime;

/** The script with which nodes were configured before there was a NodeConfig. */
public final class BootstrapScript {
  /** Its path on Amazon Linux 2. */
  public static final String PATH = "/etc/eks/bootstrap.sh";

  /** What is wrong with calling it. */
  public static final String TEXT =
      "calls "
          + PATH
          + ", which is gone since Amazon Linux 2023: nodes are configured by a"
          + " NodeConfig";

  /** What to do instead. */
  public static final String SUGGESTION =
      "give name, apiServerEndpoint, certificateAuthority and cidr of the cluster in a NodeConfig"
          + " (apiVersion: node.eks.aws/v1alpha1), and the script's kubelet arguments in"
          + " spec.kubelet.flags";

  private BootstrapScript() {}
}
