package dev.nodeready.lab;

import static dev.nodeready.lab.Guest.FAILED;
import static dev.nodeready.lab.Guest.JOINED;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Boots beside cloud-init and other units that have a say. */
@InBootLab
@Timeout(300)
class OtherUnitsIT {
  @TempDir private Path folder;

  @Test
  void an_invalid_configuration_ends_the_boot_for_good_and_keeps_nobody_else_from_starting() {
    Layer invalid =
        new Layer(folder)
            .with(
                "/etc/lab/imds/latest/user-data",
                "apiVersion: node.eks.aws/v1alpha1\nkind: NodeConfig\nspec: {}\n")
            .with("/etc/systemd/system/cloud-init.service", cloudInit("After=lab-net.service"))
            .withUnit("wants-cloud.service", wants("cloud-init.service"));
    try (Guest guest = Guest.beginBoot(Lab.get().node(invalid))) {
      guest.await(30, FAILED);
      guest.await(10, "systemctl is-active --quiet containerd.service");
      guest.await(10, "systemctl is-active --quiet cloud-init.service");

      assertThat(guest.property("nodeready.service", "ExecMainStatus")).isEqualTo("78");
      assertThat(guest.property("nodeready.service", "NRestarts")).isEqualTo("0");
      assertThat(guest.property("kubelet.service", "ActiveState")).isEqualTo("inactive");
    }
  }

  @Test
  void a_configuration_that_is_mended_opens_what_was_said_to_stay_shut() {
    Layer invalid =
        new Layer(folder).with("/etc/eks/nodeadm.d/50-wrong.yaml", "apiVersion: nobody/v1\n");
    try (Guest guest = Guest.beginBoot(Lab.get().node(invalid))) {
      guest.await(30, FAILED);
      guest.await(10, "test -e /run/nodeready/config.failed");

      guest.ok("rm /etc/eks/nodeadm.d/50-wrong.yaml; systemctl restart nodeready.service");
      guest.ok("systemctl restart nodeready-config.service nodeready-runtime-config.service");

      assertThat(guest.ok("ls /run/nodeready")).doesNotContain(".failed");
    }
  }

  @Test
  void a_kubelet_whose_sandbox_image_nobody_wanted_to_see_starts_all_the_same() {
    Layer invalid =
        new Layer(folder).with("/etc/eks/nodeadm.d/50-wrong.yaml", "apiVersion: nobody/v1\n");
    try (Guest guest = Guest.beginBoot(Lab.get().node(invalid))) {
      guest.await(30, FAILED);
      guest.ok("rm /etc/eks/nodeadm.d/50-wrong.yaml");

      guest.ok("nodeready init --skip sandbox-image --skip cloud-final");

      assertThat(guest.property("kubelet.service", "ActiveState")).isEqualTo("active");
      guest.ok("systemctl stop kubelet.service; rm /run/nodeready/runtime.done");
      guest.ok("nodeadm init --daemon kubelet");
      assertThat(guest.property("kubelet.service", "ActiveState")).isEqualTo("active");
    }
  }

  @Test
  void what_is_ordered_between_nodeadms_units_runs_between_them() {
    Layer between =
        new Layer(folder)
            .withUnit(
                "between.service",
                """
                [Unit]
                After=nodeadm-config.service
                Requires=nodeadm-config.service
                Before=nodeadm-run.service
                [Service]
                Type=oneshot
                RemainAfterExit=yes
                ExecStart=/bin/sh -c "test -e /etc/eks/kubelet/environment && sleep 1"
                """)
            .withUnit(
                "behind.service",
                """
                [Unit]
                After=nodeadm-run.service
                [Service]
                Type=oneshot
                RemainAfterExit=yes
                ExecStart=/usr/bin/systemctl is-active kubelet.service nodeready.service
                """)
            .withDropIn("nodeadm-config.service", "[Service]\nEnvironment=FIRST=1\n")
            .withDropIn("nodeadm-run.service", "[Service]\nEnvironment=\"SECOND=2 3\"\n");
    try (Guest guest = Guest.boot(Lab.get().node(between))) {
      guest.await(30, JOINED);

      assertThat(guest.property("between.service", "ActiveState")).isEqualTo("active");
      assertThat(guest.property("behind.service", "ActiveState")).isEqualTo("active");
      assertThat(guest.millis("between.service", "ActiveEnter"))
          .isLessThanOrEqualTo(guest.millis("kubelet.service", "InactiveExit"));
      assertThat(guest.property("nodeready.service", "Environment"))
          .contains("FIRST=1", "SECOND=2 3");
      assertThat(guest.starts("kubelet")).isEqualTo(1);
      assertThat(guest.ok("journalctl -b -q _PID=1 | grep -ci 'ordering cycle' || :"))
          .isEqualTo("0");
      guest.ok("systemctl restart nodeadm-run.service");
      guest.ok(JOINED);
    }
  }

  /** Who meets an interface behind the marker gives it to the CNI plugin. */
  @ParameterizedTest
  @ValueSource(strings = {"udev-net-manager@ens5", "nodeadm-boot-hook", "cloud-final"})
  void the_marker_is_behind_cloud_init_and_an_images_own_helper_and_hook(String slow) {
    String service = "[Service]\nType=oneshot\nRemainAfterExit=yes\nExecStart=";
    // The boot has come as far as it may, or further.
    String looks =
        service
            + "/usr/bin/timeout 20 /bin/sh -c \"until journalctl -b -q -u nodeready.service |"
            + " grep -q cloud-final:.waiting || test -e /run/nodeadm/init; do sleep 0.1; done;"
            + " sleep 0.5; ! test -e /run/nodeadm/init\"";
    Layer image =
        new Layer(folder)
            .with("/etc/systemd/system/" + slow.replace("ens5", "") + ".service", looks)
            .withUnit(
                "begin.service", service + "/bin/systemctl --no-block start " + slow + ".service")
            .withDropIn("begin.service", "[Unit]\nDefaultDependencies=no\n")
            .withDropIn(
                "kubelet.service", "[Service]\nExecStartPre=/usr/bin/test -e /run/nodeadm/init\n");
    try (Guest guest = Guest.boot(Lab.get().node(image))) {
      guest.await(30, JOINED);

      assertThat(guest.property(slow + ".service", "Result")).isEqualTo("success");
      assertThat(guest.property(slow + ".service", "ActiveState")).isEqualTo("active");
      assertThat(guest.property("kubelet.service", "NRestarts")).isEqualTo("0");
    }
  }

  @Test
  void a_configuration_that_comes_late_holds_nobody_longer_than_its_gate() {
    String hasty = "[Service]\nTimeoutStartSec=2s\n";
    Layer late =
        new Layer(folder)
            .withDropIn(
                "lab-imds.service",
                """
                [Service]
                Type=exec
                ExecStart=
                ExecStart=/bin/sh -c "until [ -e /run/go ]; do sleep 0.02; done; exec /usr/local/bin/standin serve 169.254.169.254 80 /etc/lab/imds"
                """)
            .withDropIn("nodeready-runtime-config.service", hasty)
            .withDropIn("nodeready-config.service", hasty)
            .with("/etc/systemd/system/cloud-init.service", cloudInit("After=lab-net.service"))
            .withUnit("wants-cloud.service", wants("cloud-init.service"));
    try (Guest guest = Guest.beginBoot(Lab.get().node(late))) {
      guest.await(20, "systemctl is-active --quiet containerd.service");
      guest.await(10, "systemctl is-active --quiet cloud-init.service");
      assertThat(guest.property("nodeready.service", "ActiveState")).isEqualTo("activating");

      guest.ok("touch /run/go");
      guest.await(30, JOINED);

      assertThat(guest.starts("containerd")).as("once more, with its files").isEqualTo(2);
      assertThat(guest.starts("kubelet")).isEqualTo(1);
      assertThat(guest.property("nodeready.service", "NRestarts")).isEqualTo("0");
    }
  }

  @Test
  void stays_between_the_stages_of_cloud_init() {
    Layer cloud =
        new Layer(folder)
            .with("/etc/systemd/system/cloud-init.service", cloudInit("After=lab-net.service"))
            .with(
                "/etc/systemd/system/cloud-final.service",
                """
                [Unit]
                DefaultDependencies=no
                After=cloud-init.service multi-user.target
                [Service]
                Type=oneshot
                RemainAfterExit=yes
                ExecStart=/bin/sh -c "sleep 1; cp /etc/late.yaml /etc/eks/nodeadm.d/50-late.yaml"
                """)
            .with("/etc/late.yaml", late())
            .withUnit("wants-cloud.service", wants("cloud-init.service cloud-final.service"));
    try (Guest guest = Guest.boot(Lab.get().node(cloud))) {
      guest.await(30, JOINED);

      assertThat(guest.millis("nodeready-config.service", "ActiveEnter"))
          .isLessThanOrEqualTo(guest.millis("cloud-init.service", "InactiveExit"));
      assertThat(guest.millis("cloud-final.service", "ActiveEnter"))
          .isLessThanOrEqualTo(guest.millis("kubelet.service", "InactiveExit"));
      assertThat(guest.ok("cat /etc/eks/kubelet/environment")).contains("late=yes");
      assertThat(guest.ok("journalctl -b -q _PID=1 | grep -ci 'ordering cycle' || :"))
          .isEqualTo("0");
    }
  }

  @Test
  void a_kubelet_that_cloud_inits_script_starts_runs_with_what_the_script_configures()
      throws Exception {
    String script =
        "until [ -e /run/nodeready/runtime.done ]; do sleep 0.05; done;"
            + " systemctl start kubelet; sleep 0.5; cp /etc/late.yaml /etc/eks/nodeadm.d/50-late.yaml";
    Layer cloud =
        new Layer(folder)
            .with(
                "/etc/systemd/system/cloud-final.service",
                cloudInit("After=local-fs.target")
                    .replace("/bin/true", "/bin/sh -c \"" + script + '"'))
            .with("/etc/late.yaml", late())
            .withUnit("wants-cloud.service", wants("cloud-final.service"));
    try (Guest guest = Guest.boot(Lab.get().node(cloud))) {
      guest.await(30, JOINED);

      assertThat(guest.starts("kubelet")).isEqualTo(2);
      assertThat(guest.ok("tr '\\0' ' ' </proc/$(systemctl show -P MainPID kubelet)/cmdline"))
          .contains("late=yes");
    }
  }

  @Test
  void a_kubelet_that_is_enabled_as_well_does_not_start_before_us() {
    Layer stale = new Layer(folder).withUnit("stale.service", wants("kubelet.service"));
    try (Guest guest = Guest.boot(Lab.get().node(stale))) {
      guest.await(30, JOINED);
      startedOnceAndBehindContainerd(guest);

      guest.ok("systemctl enable --quiet kubelet.service");
      guest.reboot();
      guest.await(30, JOINED);

      startedOnceAndBehindContainerd(guest);
      assertThat(guest.journal()).contains("kubelet.service is enabled as well");
    }
  }

  private static void startedOnceAndBehindContainerd(Guest guest) {
    assertThat(guest.starts("kubelet")).isEqualTo(1);
    assertThat(guest.millis("containerd.service", "ActiveEnter"))
        .isLessThan(guest.millis("kubelet.service", "InactiveExit"));
  }

  @Test
  void a_nodeadm_that_was_left_enabled_is_told_of() {
    Layer stale =
        new Layer(folder)
            .withUnit(
                "nodeadm-run.service",
                """
                [Service]
                Type=oneshot
                ExecStart=/bin/true
                [Install]
                WantedBy=multi-user.target
                """);
    try (Guest guest = Guest.boot(Lab.get().node(stale))) {
      guest.await(30, JOINED);

      assertThat(guest.ok("journalctl -b -q -o cat --priority=warning --unit=nodeready.service"))
          .contains("nodeadm-run.service is enabled as well");
    }
  }

  private static String cloudInit(String more) {
    return """
    [Unit]
    DefaultDependencies=no
    %s
    [Service]
    Type=oneshot
    RemainAfterExit=yes
    ExecStart=/bin/true
    """
        .formatted(more);
  }

  private static String wants(String units) {
    return """
    [Unit]
    Wants=%s
    DefaultDependencies=no
    [Service]
    Type=oneshot
    RemainAfterExit=yes
    ExecStart=/bin/true
    """
        .formatted(units);
  }

  private static String late() {
    return """
    apiVersion: node.eks.aws/v1alpha1
    kind: NodeConfig
    spec:
      kubelet:
        flags:
          - --node-labels=late=yes
    """;
  }
}
