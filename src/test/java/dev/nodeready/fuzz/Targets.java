package dev.nodeready.fuzz;

import dev.nodeready.api.ApiTargets;
import dev.nodeready.aws.AwsTargets;
import dev.nodeready.bundle.BundleTargets;
import dev.nodeready.config.ConfigTargets;
import dev.nodeready.config.toml.TomlTargets;
import dev.nodeready.containerd.ContainerdTargets;
import dev.nodeready.cri.CriTargets;
import dev.nodeready.disks.DisksTargets;
import dev.nodeready.doctor.DoctorTargets;
import dev.nodeready.failure.FailureTargets;
import dev.nodeready.host.HostTargets;
import dev.nodeready.join.JoinTargets;
import dev.nodeready.kubelet.KubeletTargets;
import dev.nodeready.net.NetTargets;
import dev.nodeready.network.NetworkTargets;
import dev.nodeready.records.RecordTargets;
import dev.nodeready.report.ReportTargets;
import dev.nodeready.systemd.SystemdTargets;
import dev.nodeready.tree.TreeTargets;
import java.util.List;
import java.util.stream.Stream;

/** All of them, each in the room whose reader it is. */
final class Targets {
  private Targets() {}

  /** Those that {@code -Dfuzz.target=NAME,NAME} names; all of them where it names none. */
  static List<Target> chosen() {
    List<String> names = List.of(System.getProperty("fuzz.target", "").split(",", -1));
    return all().stream()
        .filter(t -> names.equals(List.of("")) || names.contains(t.name()))
        .toList();
  }

  /** The one of a name. */
  static Target named(String name) {
    return all().stream().filter(target -> target.name().equals(name)).findFirst().orElseThrow();
  }

  static List<Target> all() {
    return Stream.of(
            ConfigTargets.all(),
            TomlTargets.all(),
            TreeTargets.all(),
            AwsTargets.all(),
            ApiTargets.all(),
            NetTargets.all(),
            SystemdTargets.all(),
            CriTargets.all(),
            ContainerdTargets.all(),
            KubeletTargets.all(),
            JoinTargets.all(),
            DoctorTargets.all(),
            RecordTargets.all(),
            ReportTargets.all(),
            DisksTargets.all(),
            HostTargets.all(),
            NetworkTargets.all(),
            BundleTargets.all(),
            FailureTargets.all())
        .flatMap(List::stream)
        .toList();
  }
}
