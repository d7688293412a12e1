package dev.nodeready.host;

import org.jspecify.annotations.Nullable;

/**
 * What the machine itself says, found by {@link HostDiscovery}.
 *
 * @param containerd the installed release, or unknown
 * @param kubelet the installed release, or unknown
 * @param cpuMillicores of the CPUs that are online; null when not known
 * @param memoryBytes memory that is online; null when not known
 * @param nvidiaRuntime whether {@code nvidia-container-runtime} is installed
 * @param nvidiaDevice whether an NVIDIA device is on the PCI bus
 * @param credentials kubelet's image credential provider
 * @param given credentials for the cluster that were there before us
 * @param limits of the instance type; null when not known
 * @param address with which the machine's default route leaves it, in the family of the service
 *     network; empty where it was not asked for or there is none
 */
public record HostFacts(
    ProgramVersion containerd,
    ProgramVersion kubelet,
    @Nullable Integer cpuMillicores,
    @Nullable Long memoryBytes,
    boolean nvidiaRuntime,
    boolean nvidiaDevice,
    CredentialProvider credentials,
    GivenCredentials given,
    @Nullable InstanceLimits limits,
    String address) {
  /** Nothing is known of the machine. */
  public static final HostFacts UNKNOWN =
      new HostFacts(
          ProgramVersion.UNKNOWN,
          ProgramVersion.UNKNOWN,
          null,
          null,
          false,
          false,
          new CredentialProvider("", false, false),
          GivenCredentials.NONE,
          null,
          "");

  /** The NVIDIA container runtime's place. */
  public static final String NVIDIA_RUNTIME = "/usr/bin/nvidia-container-runtime";

  /** The same facts with the limits of the instance type. */
  public HostFacts withLimits(@Nullable InstanceLimits other) {
    return new HostFacts(
        containerd,
        kubelet,
        cpuMillicores,
        memoryBytes,
        nvidiaRuntime,
        nvidiaDevice,
        credentials,
        given,
        other,
        address);
  }

  /** The same facts with the address of the default route. */
  public HostFacts withAddress(String other) {
    return new HostFacts(
        containerd,
        kubelet,
        cpuMillicores,
        memoryBytes,
        nvidiaRuntime,
        nvidiaDevice,
        credentials,
        given,
        limits,
        other);
  }

  /**
   * kubelet's image credential provider.
   *
   * @param path of the program
   * @param found whether there is a file
   * @param executable whether it can be run
   */
  public record CredentialProvider(String path, boolean found, boolean executable) {
    /** Where EKS images have it. */
    public static final String EKS_PATH =
        "/etc/eks/image-credential-provider/ecr-credential-provider";
  }

  /**
   * Credentials for the cluster that somebody else put on the machine; only looked at where the
   * platform gives none.
   *
   * @param kubeconfig whether kubelet's kubeconfig is there and was not written by us
   * @param bootstrapKubeconfig whether there is a bootstrap kubeconfig
   */
  public record GivenCredentials(boolean kubeconfig, boolean bootstrapKubeconfig) {
    /** Nothing was there. */
    public static final GivenCredentials NONE = new GivenCredentials(false, false);
  }
}
