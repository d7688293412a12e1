package dev.nodeready.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a pair of veth ends has not got: an address that is burnt in. Needs a boot of its own for
 * one question, so it is run by command.
 */
@Tag("matrix")
@Timeout(400)
class VirtioNicIT {
  /** What the interface helper writes; {@code InterfacesIT} sees that it does to the byte. */
  private static final Path CASE =
      Path.of("src/test/resources/cases/udev-net-manager/70-eks.network");

  private static final String MAC = "0e:49:61:0f:c3:11";

  @TempDir private Path folder;

  @Test
  void networkd_takes_the_helpers_file_for_the_nic_whose_permanent_address_it_names()
      throws IOException {
    Layer layer = new Layer(folder).with("/root/70-eks.network", Files.readString(CASE));
    try (VirtualMachine machine =
        VirtualMachine.boot(new VirtualMachine.Hardware(Lab.plain(layer), List.of(), 2))) {
      String nic =
          machine.ok("basename $(dirname $(grep -lx %s /sys/class/net/*/address))".formatted(MAC));
      // Another one now: what the file names is what was burnt in.
      machine.ok("ip link set %s address 0e:49:61:0f:c3:77".formatted(nic));
      machine.ok(
          "mkdir -p /run/systemd/network && cp /root/70-eks.network /run/systemd/network/70-eks-%s.network"
                  .formatted(nic)
              + " && networkctl reload");
      machine.await(60, "ip -4 address show dev %s | grep -q mtu.9001".formatted(nic));
      machine.await(60, "networkctl status %s | grep -q 'State: routable'".formatted(nic));
      assertThat(
              machine.ok(
                  "networkctl list --no-legend --no-pager; networkctl status -n0 --no-pager "
                      + nic))
          .contains("Network File: /run/systemd/network/70-eks-" + nic + ".network");
      // The other one stays with the machine's own file.
      assertThat(machine.ok("grep -h NETWORK_FILE= /run/systemd/netif/links/*"))
          .contains("70-eks-" + nic, "80-lab.network");
    }
  }
}
