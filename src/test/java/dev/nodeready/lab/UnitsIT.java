package dev.nodeready.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the product asks of systemd, asked of a real one that has no D-Bus daemon running. */
@InBootLab
@Timeout(120)
class UnitsIT {
  @Test
  void starts_restarts_watches_and_reads_a_unit_without_a_dbus_daemon() {
    try (Guest guest = Guest.boot(Lab.get().bare())) {
      guest.ok("systemctl stop dbus.socket dbus.service; systemctl mask --runtime dbus.socket");

      String said = ask(guest);

      assertThat(said.lines())
          .containsExactly(
              "containerd.service inactive (dead)",
              "start DONE active (running)",
              "restart DONE other process: true, woken: true",
              "absent.service not-found",
              "refused SYSTEMD_REFUSED",
              "target active (active)",
              "lines 2");
    }
  }

  /** systemd wants to know who asks, so the one who asks has to be in the guest's pid namespace. */
  private static String ask(Guest guest) {
    String java = Path.of(System.getProperty("java.home"), "bin/java").toString();
    return Shell.run(
            Map.of(),
            List.of(
                "nsenter",
                "--target=" + guest.leader(),
                "--pid",
                java,
                "-cp",
                System.getProperty("java.class.path"),
                "dev.nodeready.lab.UnitsTalk",
                "/proc/" + guest.leader() + "/root"))
        .ok();
  }
}
