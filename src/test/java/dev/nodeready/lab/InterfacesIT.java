package dev.nodeready.lab;

import static dev.nodeready.lab.Guest.JOINED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nodeready.Cases;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Interfaces that come and go under a real udev and systemd-networkd. The rule is the shipped one,
 * but for the kind of machine and of cable that the lab has, whose other ends are nobody's; eth0 is
 * the primary interface, in whose place nodeadm's own case has one of the same address.
 */
@InBootLab
@Timeout(300)
class InterfacesIT {
  private static final String RULE = "/etc/udev/rules.d/90-eks.rules";
  private static final String MACS = "/etc/lab/imds/latest/meta-data/network/interfaces/macs/";
  private static final String KEPT = "/etc/eks/nodeadm/udev-net-manager/i-0123456789abcdef0";
  private static final int DOZEN = 12;

  @TempDir private Path folder;

  /** Address of the interface of this number on its card. */
  private static String mac(int number) {
    return "0e:49:61:0f:c4:%02x".formatted(number);
  }

  private static String network(String name) {
    return "/run/systemd/network/70-eks-" + name + ".network";
  }

  private static String unit(String name) {
    return "udev-net-manager@" + name + ".service";
  }

  /** A machine with the rule, whose metadata service knows a dozen interfaces. */
  private Layer machine() throws IOException {
    String rule = Files.readString(Path.of("systemd/nodeadm/90-eks.rules"));
    assertThat(rule).contains("\nGOTO=\"eks_end\"\n", "\"vif|");
    Layer layer =
        new Layer(folder)
            .with(
                RULE,
                rule.replace("\nGOTO=\"eks_end\"\n", "\nKERNEL==\"*p\", GOTO=\"eks_end\"\n")
                    .replace("\"vif|", "\"veth|vif|"));
    for (int number = 1; number <= DOZEN; number++) {
      layer
          .with(MACS + mac(number) + "/device-number", "" + number)
          .with(MACS + mac(number) + "/local-ipv4s", "192.0.2." + (100 + number));
    }
    return layer;
  }

  private static Guest boot(Layer machine) {
    return Guest.boot(Lab.get().node(machine, Lab.udev()));
  }

  private static String plug(int number) {
    return "ip link add ens%d address %s type veth peer name ens%dp"
        .formatted(number, mac(number), number);
  }

  /** Plugs in this many, as quickly as one can. */
  private static String plugAll() {
    StringBuilder all = new StringBuilder();
    for (int number = 1; number <= DOZEN; number++) {
      all.append(number == 1 ? "" : "; ").append(plug(number));
    }
    return all.toString();
  }

  @Test
  void nodeadms_own_case_comes_out_byte_by_byte_through_the_rule() throws Exception {
    try (Guest guest = boot(machine())) {
      guest.await(30, JOINED);
      // udev can be told of what is plugged in already.
      guest.ok("mount -o remount,rw /sys/devices");
      guest.ok("test -e /run/nodeadm/init");

      isAsInTheCase(guest);
      assertThat(guest.ok("cat " + KEPT + "/eth0")).isEqualTo("io.systemd.Network");

      guest.ok("nodeadm-internal udev-net-manager --action remove --interface eth0");
      guest.ok("test ! -e " + network("eth0"));
      again(guest);
      isAsInTheCase(guest);

      guest.ok("nodeadm-internal udev-net-manager --action remove --interface eth0");
      guest.ok("rm -r " + KEPT);
      again(guest);
      guest.ok("test ! -e " + network("eth0"));
      assertThat(guest.ok("cat " + KEPT + "/eth0")).isEqualTo("cni");
    }
  }

  private static void isAsInTheCase(Guest guest) {
    String text = guest.ok("cat " + network("eth0") + "; echo end");
    assertThat(Cases.all())
        .isNotEmpty()
        .allSatisfy(cases ->
            assertThat(text).isEqualTo(cases.text("udev-net-manager/70-eks.network") + "end"));
  }

  /** Has udev meet the primary interface once more. */
  private static void again(Guest guest) {
    String before = guest.property(unit("eth0"), "InvocationID");
    guest.ok("udevadm trigger --action=add /sys/class/net/eth0");
    guest.await(
        30,
        "[ $(systemctl show -P InvocationID %1$s) != %2$s ] && systemctl is-active --quiet %1$s"
            .formatted(unit("eth0"), before));
  }

  @Test
  void a_dozen_at_once_are_systemds_or_the_cni_plugins_and_udev_waits_for_none() throws Exception {
    try (Guest guest = boot(withDozen())) {
      guest.await(30, JOINED);

      assertThat(guest.ok("cd " + KEPT + "; cat ens* | sed 's/Network/&\\n/g' | sort | uniq -c"))
          .isEqualToIgnoringWhitespace(DOZEN + " io.systemd.Network");
      assertThat(guest.ok("cat " + network("ens7")))
          .contains("PermanentMACAddress=" + mac(7), "Table=10007", "From=192.0.2.107");
      assertThat(guest.ok("journalctl -b -q _PID=1 | grep -ci 'ordering cycle' || :"))
          .isEqualTo("0");

      guest.ok("for n in $(seq 12); do ip link del ens$n; done");
      guest.await(20, "! ls " + network("ens*"));
      guest.ok("systemctl stop lab-imds.service");
      guest.ok("rm -r " + KEPT + "*; " + plugAll());
      guest.ok("udevadm settle --timeout=5");
      guest.await(10, "[ $(systemctl show -P ActiveState " + unit("ens7") + ") = activating ]");

      guest.ok("systemctl start lab-imds.service");
      guest.await(30, "[ $(cat " + KEPT + "/ens* | grep -o cni | wc -l) = 12 ]");
      guest.ok("! ls " + network("ens*"));
    }
  }

  /** A machine that has a dozen interfaces from the beginning. */
  private Layer withDozen() throws IOException {
    return machine()
        .withUnit(
            "dozen.service",
            """
            [Unit]
            DefaultDependencies=no
            After=lab-net.service systemd-udevd.service
            [Service]
            Type=oneshot
            RemainAfterExit=yes
            ExecStart=/bin/sh -c '%s'
            """
                .formatted(plugAll()));
  }

  private static void areSystemds(Guest guest) {
    assertThat(guest.ok("cd " + KEPT + "; for f in ens*; do echo $(cat $f); done | sort | uniq -c"))
        .isEqualToIgnoringWhitespace(DOZEN + " io.systemd.Network");
    assertThat(guest.ok("find " + KEPT + " -name 'e*' -newer /run/nodeadm/init"))
        .as("met behind the marker")
        .isEmpty();
    assertThat(guest.journal()).doesNotContain("HOST_INTERFACE_PENDING");
  }

  /** By command: a metadata service that takes now no time, now a tenth of a second an answer. */
  @Test
  @Tag("matrix")
  @Timeout(3600)
  void no_boot_of_many_gives_an_interface_away_that_came_with_it() throws Exception {
    Layer machine =
        withDozen()
            .withDropIn(
                "lab-imds.service",
                """
                [Service]
                ExecStart=
                ExecStart=/bin/bash -c 'exec /usr/local/bin/standin serve 169.254.169.254 80 /etc/lab/imds $((RANDOM %% 100))'
                """);
    for (int boots = Integer.getInteger("interfaces.boots", 100); boots > 0; boots--) {
      try (Guest guest = boot(machine)) {
        guest.await(60, JOINED);
        areSystemds(guest);
      }
    }
  }

  @Test
  void the_boot_hook_ends_when_networkd_has_the_primary_interface_and_no_other() throws Exception {
    // The lab's cables have no permanent address.
    String match = "[Match]\nPermanentMACAddress=\nName=eth0\n";
    Layer machine = machine().with("/etc/systemd/network/70-eks-eth0.network.d/lab.conf", match);
    try (Guest guest = boot(machine)) {
      guest.await(30, JOINED);
      assertThat(guest.ok("nodeadm-internal boot-hook"))
          .contains("eth0 configured", "lo unmanaged");

      guest.ok(
          "printf '[Match]\\nName=lo\\n' >/run/systemd/network/10-lo.network; networkctl reload");
      guest.await(10, "networkctl status lo | grep -q 'State: .*(configured)'");
      guest.ok("timeout -s TERM 5 nodeready network boot-hook >/tmp/said 2>&1 || :");
      assertThat(guest.ok("cat /tmp/said")).contains("lo is configured, and has to be left alone");

      guest.ok("systemctl stop systemd-networkd.socket systemd-networkd.service");
      assertThat(guest.ok("/usr/lib/nodeready/libexec/interface hook")).isEmpty();
    }
  }

  @Test
  void elsewhere_than_on_ec2_the_rule_and_the_hook_leave_all_as_it_is() throws Exception {
    String rule = Files.readString(Path.of("systemd/nodeadm/90-eks.rules"));
    Layer elsewhere = new Layer(folder).with(RULE, rule.replace("\"vif|", "\"veth|vif|"));
    try (Guest guest = boot(elsewhere)) {
      guest.await(30, JOINED);
      guest.ok(plug(1) + "; udevadm settle --timeout=5");

      assertThat(guest.ok("systemctl list-units --all --plain --no-legend 'udev-net-manager@*'"))
          .isEmpty();
      assertThat(guest.property("nodeadm-boot-hook.service", "ActiveState")).isEqualTo("inactive");
      guest.ok("test ! -e /run/systemd/network");
    }
  }
}
