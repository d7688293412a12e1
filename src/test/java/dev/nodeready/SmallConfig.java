package dev.nodeready;

/** The smallest NodeConfig that a boot takes. */
public final class SmallConfig {
  /** It ends within its {@code spec}: lines of that may follow, indented by two. */
  public static final String TEXT =
      """
      apiVersion: node.eks.aws/v1alpha1
      kind: NodeConfig
      spec:
        cluster:
          name: quay
          apiServerEndpoint: https://192.0.2.1:6443
          certificateAuthority: Y2E=
          cidr: 10.96.0.0/16
      """;

  private SmallConfig() {}
}
