package dev.nodeready.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Instance-store disks on a real kernel: mdadm, XFS, systemd's mounts, a reboot. */
@InBootLab
@Timeout(600)
class DisksIT {
  /**
   * All that belongs to a tree: names, kinds, modes, owners, times, links, attributes, content. Of
   * containerd's folder what it does not write to again when it is started.
   */
  private static final String DIGEST =
      "tar --sort=name --numeric-owner --format=pax --pax-option=delete=atime,delete=ctime"
          + " --xattrs --xattrs-include='*' -C /var/lib/containerd -cf - baked"
          + " io.containerd.content.v1.content/blobs | sha256sum";

  private static final String MOUNTS =
      "findmnt -nlo TARGET | grep -E '^(/mnt/k8s-disks/|/var/l)' | sort";

  private static final String ALL =
      String.join(
          "\n",
          List.of(
              "/mnt/k8s-disks/0",
              "/var/lib/containerd",
              "/var/lib/kubelet",
              "/var/lib/soci-snapshotter-grpc",
              "/var/log/pods"));

  @TempDir private Path folder;

  private VirtualMachine boot(String... disks) {
    Layer quiet = new Layer(folder);
    for (String unit : List.of("", "-config", "-runtime-config", "-cloud-final")) {
      quiet.withDropIn("nodeready" + unit + ".service", "[Unit]\nConditionPathExists=/go\n");
    }
    quiet.with(
        Layer.CONFIG + "50-disks.yaml",
        Layer.config(
            """
              cluster: {name: c, apiServerEndpoint: 'https://192.0.2.1', certificateAuthority: Y2E=, cidr: 10.100.0.0/16}
              instance: {localStorage: {strategy: RAID0}}
            """));
    return VirtualMachine.boot(VirtualMachine.Hardware.of(Lab.get().node(quiet), disks));
  }

  private static String init() {
    return "nodeready init --only node-config,local-disks -c file:///etc/eks/nodeadm.d/";
  }

  /** By the boot's own step, in the unit that it starts; setuid files among pre-pulled images. */
  @Test
  void an_array_is_made_keeps_what_folders_held_and_needs_nobody_at_a_reboot() {
    try (VirtualMachine machine = boot("AWS1=400M,nvme", "AWS2=400M,nvme")) {
      machine.ok(
          "mkdir -p /var/lib/containerd/baked/empty && cd /var/lib/containerd/baked"
              + " && cp -p /usr/bin/passwd . && ln passwd linked && truncate -s 8M hole");
      String before = machine.ok(DIGEST);

      assertThat(machine.ok(init())).contains("made an array (raid0)");
      assertThat(machine.ok(MOUNTS)).isEqualTo(ALL);
      assertThat(machine.ok(DIGEST)).isEqualTo(before);
      machine.ok("test -u /var/lib/containerd/baked/passwd");

      machine.reboot();

      assertThat(machine.ok(MOUNTS)).isEqualTo(ALL);
      assertThat(machine.ok(DIGEST)).isEqualTo(before);
      assertThat(machine.ok("ctr -n k8s.io images ls -q")).contains("pause");
      assertThat(machine.ok(init())).contains("local-disks: unchanged");
    }
  }
}
