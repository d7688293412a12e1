package dev.nodeready.verify;

import static dev.nodeready.doctor.Finding.Weight.FAILURE;
import static dev.nodeready.doctor.Finding.Weight.WARNING;
import static dev.nodeready.verify.ImageTree.ETC_UNITS;
import static dev.nodeready.verify.ImageTree.PROVIDER;
import static dev.nodeready.verify.ImageTree.UNITS;
import static dev.nodeready.verify.ImageTree.WANTS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nodeready.catalogue.Code;
import dev.nodeready.config.ConfigResolver;
import dev.nodeready.config.NodeConfig;
import dev.nodeready.doctor.Diagnosis;
import dev.nodeready.doctor.Doctor;
import dev.nodeready.doctor.Finding;
import dev.nodeready.doctor.Finding.Weight;
import dev.nodeready.doctor.Patient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Images whose files alone show what is wrong: that is found in each, and nothing else. */
class BrokenFilesTest {
  private static final String NULL = "/dev/null";

  @TempDir private Path folder;

  /**
   * Something wrong with an image.
   *
   * @param what for people
   * @param shows a word that its evidence or its sentence has
   */
  record Fault(String what, Code code, Weight weight, String shows, Breaking breaking) {
    @Override
    public String toString() {
      return what;
    }
  }

  /** Does it to an image. */
  interface Breaking {
    void of(ImageTree image) throws Exception;
  }

  private static Fault fails(String what, Code code, String shows, Breaking breaking) {
    return new Fault(what, code, FAILURE, shows, breaking);
  }

  private static Fault warns(String what, Code code, String shows, Breaking breaking) {
    return new Fault(what, code, WARNING, shows, breaking);
  }

  static Stream<Fault> faults() {
    return Stream.of(units(), agents(), identities(), machine()).flatMap(List::stream);
  }

  private static List<Fault> units() {
    String kubelet = ETC_UNITS + "kubelet.service";
    return List.of(
        fails(
            "nodeready is not enabled",
            Code.SYSTEMD_UNIT_NOT_ENABLED,
            "nodeready.service",
            i -> i.without(WANTS + "nodeready.service")),
        fails(
            "nodeready's unit is masked",
            Code.SYSTEMD_UNIT_MASKED,
            "nodeready.service",
            i -> i.link(ETC_UNITS + "nodeready.service", NULL)),
        fails(
            "nodeready is not installed",
            Code.SYSTEMD_UNIT_MISSING,
            "nodeready.service",
            i -> i.without(UNITS + "nodeready.service")),
        warns(
            "a gate is masked",
            Code.SYSTEMD_UNIT_MASKED,
            "nodeready-config.service",
            i -> i.link(ETC_UNITS + "nodeready-config.service", NULL)),
        warns(
            "an old copy hides the unit",
            Code.SYSTEMD_UNIT_SHADOWED,
            UNITS + "nodeready.service",
            i -> i.with(ETC_UNITS + "nodeready.service", "[Service]\nExecStart=/bin/true\n")),
        fails(
            "containerd has no unit",
            Code.CRI_UNIT_MISSING,
            "containerd.service",
            i -> i.without(UNITS + "containerd.service")),
        fails(
            "containerd is masked",
            Code.CRI_UNIT_MASKED,
            "containerd.service",
            i -> i.link(ETC_UNITS + "containerd.service", NULL)),
        fails(
            "a drop-in gives containerd another file",
            Code.CRI_UNIT_FOREIGN,
            "/etc/other.toml",
            i ->
                i.with(
                    ETC_UNITS + "containerd.service.d/50.conf",
                    "[Service]\nExecStart=\nExecStart=/usr/bin/containerd --config /etc/other.toml\n")),
        fails(
            "kubelet has no unit",
            Code.KUBELET_UNIT_MISSING,
            "kubelet.service",
            i -> i.without(kubelet)),
        fails(
            "kubelet is masked",
            Code.KUBELET_UNIT_MASKED,
            "kubelet.service",
            i -> i.link(kubelet, NULL)),
        fails(
            "kubeadm's drop-in starts kubelet",
            Code.KUBELET_UNIT_FOREIGN,
            "10-kubeadm.conf",
            i ->
                i.with(
                    ETC_UNITS + "kubelet.service.d/10-kubeadm.conf",
                    "[Service]\nExecStart=\nExecStart=/usr/bin/kubelet $KUBELET_KUBECONFIG_ARGS\n")),
        fails(
            "kubelet's unit reads no flags",
            Code.KUBELET_UNIT_FOREIGN,
            "/etc/eks/kubelet/environment",
            i -> i.with(kubelet, "[Service]\nExecStart=/usr/bin/kubelet $NODEADM_KUBELET_ARGS\n")),
        warns(
            "kubelet starts by itself",
            Code.SYSTEMD_STARTED_EARLY,
            WANTS + "kubelet.service",
            i ->
                i.link(WANTS + "kubelet.service", kubelet)
                    .without(UNITS + "kubelet.service.d/10-nodeready.conf")));
  }

  private static List<Fault> agents() {
    String nodeadm = "[Service]\nExecStart=/usr/bin/nodeadm init --skip run\n";
    return List.of(
        fails(
            "nodeadm is enabled too",
            Code.SYSTEMD_OTHER_AGENT,
            "/usr/bin/nodeadm init",
            i ->
                i.with(ETC_UNITS + "nodeadm-config.service", nodeadm)
                    .link(WANTS + "nodeadm-config.service", "../nodeadm-config.service")),
        fails(
            "a script of cloud-init calls bootstrap.sh",
            Code.SYSTEMD_OTHER_AGENT,
            "per-boot/node",
            i ->
                i.with(
                    "/var/lib/cloud/scripts/per-boot/node", "/etc/eks/bootstrap.sh my-cluster\n")),
        warns(
            "bootstrap.sh lies there",
            Code.SYSTEMD_OTHER_AGENT,
            "/etc/eks/bootstrap.sh",
            i -> i.program("/etc/eks/bootstrap.sh", "#!/bin/sh\n")));
  }

  private static List<Fault> identities() {
    Code left = Code.HOST_IDENTITY_LEFT;
    return List.of(
        warns(
            "a machine-id",
            left,
            "/etc/machine-id",
            i -> i.with("/etc/machine-id", "0123456789abcdef0123456789abcdef\n")),
        fails(
            "kubelet's certificate",
            left,
            "kubelet-client-current.pem",
            i -> i.with("/var/lib/kubelet/pki/kubelet-client-current.pem", "x")),
        fails(
            "another node's name",
            left,
            "/etc/eks/kubelet/environment",
            i ->
                i.with(
                    "/etc/eks/kubelet/environment",
                    "NODEADM_KUBELET_ARGS=--hostname-override=n\n")),
        fails(
            "the state of the CPU manager",
            left,
            "cpu_manager_state",
            i -> i.with("/var/lib/kubelet/cpu_manager_state", "{}")),
        warns(
            "the socket of a kubelet that is gone",
            left,
            "kubelet.sock",
            i -> i.with("/var/lib/kubelet/device-plugins/kubelet.sock", "")),
        warns(
            "records of a boot",
            left,
            "/var/lib/nodeready/boots",
            i -> i.with("/var/lib/nodeready/boots/1.jsonl", "{}")),
        warns(
            "a cached configuration",
            left,
            "/run/eks/nodeadm/config.json",
            i -> i.with("/run/eks/nodeadm/config.json", "{}")),
        warns(
            "cloud-init's instance",
            left,
            "/var/lib/cloud/instance",
            i ->
                i.with("/var/lib/cloud/instances/i-1/user-data.txt", "x")
                    .link("/var/lib/cloud/instance", "instances/i-1")),
        warns(
            "SSH host keys",
            left,
            "ssh_host_ed25519_key",
            i -> i.with("/etc/ssh/ssh_host_ed25519_key", "x")));
  }

  private static List<Fault> machine() {
    Code module = Code.HOST_KERNEL_MODULE_MISSING;
    return List.of(
        warns(
            "no time service",
            Code.HOST_TIME_SYNC_ABSENT,
            "chronyd.service",
            i -> i.without(WANTS + "chronyd.service")),
        fails(
            "modprobe may not load overlay",
            module,
            "/etc/modprobe.d/cis.conf:2",
            i -> i.with("/etc/modprobe.d/cis.conf", "# hardened\ninstall overlay /bin/true\n")),
        fails(
            "a kernel without overlay",
            module,
            "/lib/modules/6.12",
            i -> i.with("/usr/lib/modules/6.12/modules.dep", "kernel/fs/ext4/ext4.ko:\n")),
        warns(
            "nothing is forwarded",
            Code.HOST_SYSCTL_UNFIT,
            "/etc/sysctl.d/99-cis.conf:1",
            i -> i.with("/etc/sysctl.d/99-cis.conf", "net.ipv4.ip_forward = 0\n")),
        fails(
            "a program without a label",
            Code.HOST_SELINUX_LABEL,
            "/usr/bin/containerd",
            i ->
                i.with("/etc/selinux/config", "SELINUX=enforcing\n")
                    .program("/usr/bin/containerd", "x")),
        fails(
            "no credential provider",
            Code.KUBELET_CREDENTIAL_PROVIDER_MISSING,
            PROVIDER,
            i -> i.without(PROVIDER)),
        warns(
            "a credential provider of mode 0644",
            Code.KUBELET_CREDENTIAL_PROVIDER_NOT_EXECUTABLE,
            PROVIDER,
            i -> i.mode(PROVIDER, "rw-r--r--")),
        fails(
            "localhost leads elsewhere",
            Code.HOST_LOCALHOST_UNRESOLVED,
            "10.0.0.9",
            i -> i.with("/etc/hosts", "10.0.0.9 localhost\n")),
        warns(
            "a pod network that is no JSON",
            Code.HOST_CNI_BROKEN,
            "10-net.conf",
            i -> i.with("/etc/cni/net.d/10-net.conf", "{")));
  }

  @Test
  void an_image_with_nothing_wrong_has_no_findings() throws Exception {
    Diagnosis diagnosis = looked(new ImageTree(folder).good(), Optional.empty());

    assertThat(diagnosis.findings()).isEmpty();
    assertThat(diagnosis.notLookedAt()).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("faults")
  void each_fault_is_found_and_nothing_else(Fault fault) throws Exception {
    ImageTree image = new ImageTree(folder).good();
    fault.breaking().of(image);

    assertThat(looked(image, Optional.empty()).findings())
        .singleElement()
        .satisfies(found -> {
          assertThat(found.code()).isEqualTo(fault.code());
          assertThat(found.weight()).isEqualTo(fault.weight());
          assertThat(found.what() + found.evidence()).contains(fault.shows());
          assertThat(found.remedy()).isNotBlank();
        });
  }

  @Test
  void modules_that_the_configuration_needs_are_looked_for() throws Exception {
    ImageTree image =
        new ImageTree(folder)
            .good()
            .with(
                "/node.yaml",
                """
                apiVersion: node.eks.aws/v1alpha1
                kind: NodeConfig
                spec: {instance: {localStorage: {strategy: RAID10}}}
                """);
    String source = "file://" + image.root().at("/node.yaml");
    NodeConfig config = new ConfigResolver(() -> null).look(List.of(source), null).config();

    assertThat(looked(image, Optional.of(config)).findings())
        .extracting(Finding::code, Finding::what)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(
                Code.HOST_KERNEL_MODULE_MISSING,
                "the kernel in /lib/modules/6.12 has no module raid10"));
  }

  @Test
  void kubelet_that_is_enabled_and_kept_back_by_our_drop_in_is_fine() throws Exception {
    ImageTree image =
        new ImageTree(folder).good().link(WANTS + "kubelet.service", ETC_UNITS + "kubelet.service");

    assertThat(looked(image, Optional.empty()).findings()).isEmpty();
  }

  @Test
  void nodeadms_names_that_lead_to_nodeready_are_no_other_agent() throws Exception {
    ImageTree image =
        new ImageTree(folder)
            .good()
            .program("/usr/bin/nodeready", "x")
            .link("/usr/bin/nodeadm", "nodeready")
            .with(ETC_UNITS + "own.service", "[Service]\nExecStart=/usr/bin/nodeadm init\n")
            .link(WANTS + "own.service", "../own.service");

    assertThat(looked(image, Optional.empty()).findings()).isEmpty();
  }

  @Test
  void links_of_an_image_lead_to_its_own_files() throws Exception {
    ImageTree image = new ImageTree(folder).good().link("/etc/hosts", "/etc/other-hosts");

    // The machine that looks has no such file either, and another one at most places.
    assertThat(ImageFiles.place(image.root(), "/etc/hosts"))
        .isEqualTo(image.root().at("/etc/other-hosts"));
    image.link("/etc/other-hosts", "/etc/hosts");
    assertThat(ImageFiles.lines(image.root(), "/etc/hosts")).isEmpty();
  }

  private static Diagnosis looked(ImageTree image, Optional<NodeConfig> config)
      throws InterruptedException {
    Diagnosis all =
        new Doctor(Patient.of(image.root()))
            .look(ImageChecks.ofFiles(config), Duration.ofSeconds(30));
    // How full the disk of the machine is that tests run on is no matter of the image.
    return new Diagnosis(
        all.findings().stream().filter(f -> f.code() != Code.HOST_DISK_LOW).toList(),
        all.fine(),
        all.notLookedAt());
  }
}
