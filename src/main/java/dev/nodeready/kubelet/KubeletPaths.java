package dev.nodeready.kubelet;

/** Where kubelet's files lie; nodeadm's users rely on each. */
public final class KubeletPaths {
  /** The generated configuration. */
  public static final String CONFIG = "/etc/kubernetes/kubelet/config.json";

  /** The folder of what users set. */
  public static final String CONFIG_DIR = "/etc/kubernetes/kubelet/config.json.d";

  /** What {@code spec.kubelet.config} says. */
  public static final String DROP_IN = CONFIG_DIR + "/40-nodeadm.conf";

  /** Credentials for the API server. */
  public static final String KUBECONFIG = "/var/lib/kubelet/kubeconfig";

  /** Credentials to ask for a client certificate with. */
  public static final String BOOTSTRAP_KUBECONFIG = "/var/lib/kubelet/bootstrap-kubeconfig";

  /** Configuration of the image credential provider. */
  public static final String CREDENTIALS = "/etc/eks/image-credential-provider/config.json";

  /** The cluster's certificate authority. */
  public static final String CA = "/etc/kubernetes/pki/ca.crt";

  /** The flags, as an environment file of kubelet.service. */
  public static final String ENVIRONMENT = "/etc/eks/kubelet/environment";

  private KubeletPaths() {}
}
