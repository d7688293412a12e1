package dev.nodeready.records;

import java.util.List;

/** The units whose times a record keeps: those that a node's way to its join may lead over. */
final class Landmarks {
  /** By name, whether or not a machine has them. */
  static final List<String> UNITS =
      List.of(
          "systemd-journald.service",
          "systemd-fsck-root.service",
          "systemd-growfs-root.service",
          "systemd-udev-settle.service",
          "local-fs.target",
          "cloud-init-main.service",
          "cloud-init-local.service",
          "network-pre.target",
          "systemd-networkd.service",
          "NetworkManager.service",
          "network.target",
          "systemd-networkd-wait-online.service",
          "NetworkManager-wait-online.service",
          "network-online.target",
          "cloud-init.service",
          "cloud-init-network.service",
          "cloud-config.service",
          "cloud-final.service",
          "sysinit.target",
          "basic.target",
          "time-sync.target",
          "nodeready-runtime-config.service",
          "nodeready-config.service",
          "nodeready.service",
          "soci-snapshotter.service",
          "containerd.service",
          "kubelet.service",
          "multi-user.target");

  private Landmarks() {}
}
