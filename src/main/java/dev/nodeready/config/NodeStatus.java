package dev.nodeready.config;

import org.jspecify.annotations.Nullable;

/**
 * Facts found while resolving: what upstream's cache calls {@code status}.
 *
 * @param instance null where the platform has none
 * @param sandboxImage reference that generated containerd configuration names
 * @param kubeletVersion such as {@code v1.34.2}; empty when not known
 */
public record NodeStatus(
    @Nullable InstanceDetails instance, String sandboxImage, String kubeletVersion) {
  /** The image that EKS images bake in. */
  public static final String EKS_SANDBOX_IMAGE = "localhost/kubernetes/pause:latest";

  /**
   * What the platform says of this instance; empty texts where it said nothing.
   *
   * @param localIpv4 the primary private IPv4 address
   * @param ipv6 the first IPv6 address of the primary interface
   */
  public record InstanceDetails(
      String id,
      String region,
      String type,
      String availabilityZone,
      String mac,
      String privateDnsName,
      String localIpv4,
      String ipv6) {}
}
