package dev.nodeready.bundle;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** What goes into a bundle, by the names that it has there. A machine lacks some of it. */
final class Contents {
  private static final String OURS =
      "nodeready.service nodeready-watch.service nodeready-disks.service nodeready-config.service nodeready-runtime-config.service"
          + " nodeready-cloud-final.service";
  private static final String DAEMONS =
      "containerd.service kubelet.service soci-snapshotter.service";
  private static final String JOURNAL =
      "journalctl --boot --quiet --no-pager --output=short-precise";
  private static final String CRICTL =
      "crictl --timeout 5s --runtime-endpoint unix:///run/containerd/containerd.sock ";
  private static final String CTR = "ctr --timeout 5s --namespace k8s.io ";

  /** Files, each taken under its own path; of a folder what lies in it. */
  static final List<String> FILES =
      List.of(
          "/run/nodeready",
          "/var/lib/nodeready/boots",
          "/var/lib/nodeready/manifest",
          "/var/lib/nodeready/joined",
          "/etc/nodeready",
          "/etc/eks",
          "/run/eks",
          "/var/lib/cloud/instance/user-data.txt",
          "/run/cloud-init/status.json",
          "/run/cloud-init/result.json",
          "/etc/containerd",
          "/etc/soci-snapshotter-grpc",
          "/etc/kubernetes/kubelet",
          "/etc/kubernetes/manifests",
          "/var/lib/kubelet/kubeconfig",
          "/var/lib/kubelet/bootstrap-kubeconfig",
          "/etc/cni/net.d",
          "/etc/systemd/system/nodeready.service.d",
          "/etc/systemd/system/containerd.service.d",
          "/etc/systemd/system/kubelet.service.d",
          "/etc/systemd/network",
          "/run/systemd/network",
          "/etc/os-release",
          "/etc/resolv.conf",
          "/etc/hosts",
          "/etc/fstab",
          "/proc/cmdline",
          "/proc/meminfo",
          "/proc/swaps",
          "/proc/uptime",
          "/proc/loadavg",
          "/proc/pressure");

  /** Variables whose values a reader needs. */
  static final Set<String> VARIABLES =
      Set.of(
          "NODEADM_KUBELET_ARGS",
          "HTTP_PROXY",
          "HTTPS_PROXY",
          "NO_PROXY",
          "http_proxy",
          "https_proxy",
          "no_proxy",
          "AWS_REGION",
          "NODEREADY_JAVA_OPTS",
          "PATH");

  /** What a program says. */
  record Said(String name, List<String> words) {
    static Said of(String name, String words) {
      return new Said(name, List.of(words.split(" ", -1)));
    }
  }

  static final List<Said> PROGRAMS =
      List.of(
          Said.of("journal/nodeready.log", JOURNAL + " --lines=10000" + units(OURS)),
          Said.of("journal/kubelet.log", JOURNAL + " --lines=10000 --unit=kubelet.service"),
          Said.of("journal/containerd.log", JOURNAL + " --lines=10000 --unit=containerd.service"),
          Said.of(
              "journal/interfaces.log",
              JOURNAL
                  + " --lines=3000 --unit=systemd-networkd.service --unit=nodeadm-boot-hook.service"
                  + " --unit=udev-net-manager@*.service"),
          Said.of("journal/systemd.log", JOURNAL + " --lines=3000 _PID=1"),
          Said.of("journal/kernel.log", JOURNAL + " --lines=3000 --dmesg"),
          Said.of(
              "systemd/status.txt",
              "systemctl status --no-pager --full --lines=0 " + OURS + " " + DAEMONS),
          Said.of("systemd/failed.txt", "systemctl --failed --no-pager --full"),
          Said.of("systemd/jobs.txt", "systemctl list-jobs --no-pager --full"),
          Said.of("systemd/files.txt", "systemctl cat --no-pager " + OURS + " " + DAEMONS),
          Said.of("systemd/show.txt", "systemctl show --no-pager " + OURS + " " + DAEMONS),
          Said.of("network/addresses.txt", "ip -details address"),
          Said.of("network/routes.txt", "ip route show table all"),
          Said.of("network/routes6.txt", "ip -6 route show table all"),
          Said.of("network/rules.txt", "ip rule"),
          Said.of("network/neighbours.txt", "ip neigh"),
          Said.of("network/sockets.txt", "ss --listening --tcp --numeric --processes"),
          Said.of("disks/mounts.txt", "findmnt --all"),
          Said.of("disks/space.txt", "df -hT"),
          Said.of("disks/inodes.txt", "df -i"),
          Said.of("disks/blocks.txt", "lsblk --fs"),
          Said.of("cri/info.json", CRICTL + "info"),
          Said.of("cri/images.txt", CRICTL + "images --digests"),
          Said.of("cri/containers.txt", CRICTL + "ps --all"),
          Said.of("cri/pods.txt", CRICTL + "pods"),
          Said.of("containerd/images.txt", CTR + "images list"),
          Said.of("containerd/plugins.txt", "ctr --timeout 5s plugins list"),
          Said.of("containerd/config.toml", "containerd config dump"),
          Said.of("versions/containerd.txt", "containerd --version"),
          Said.of("versions/runc.txt", "runc --version"),
          Said.of("versions/kubelet.txt", "kubelet --version"),
          Said.of("versions/kernel.txt", "uname -a"),
          Said.of("versions/systemd.txt", "systemctl --version"),
          Said.of("machine/time.txt", "timedatectl --no-pager"),
          Said.of("machine/processes.txt", "ps -eo pid,ppid,user,stat,etimes,rss,comm"),
          Said.of("machine/cloud-init.txt", "cloud-init status --long"));

  private Contents() {}

  private static String units(String names) {
    StringBuilder all = new StringBuilder();
    Stream.of(names.split(" ", -1)).forEach(name -> all.append(" --unit=").append(name));
    return all.toString();
  }
}
