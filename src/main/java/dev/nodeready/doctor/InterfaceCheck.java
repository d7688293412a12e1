package dev.nodeready.doctor;

import dev.nodeready.catalogue.Code;
import dev.nodeready.doctor.Check.Need;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Whether any interface has an address that leads out of the machine. One that has none is no fault
 * where another has: the pod network keeps such interfaces.
 */
final class InterfaceCheck {
  private InterfaceCheck() {}

  static Check check() {
    return new Check(
        "addresses of the network interfaces",
        Set.of(Code.HOST_INTERFACE_WITHOUT_ADDRESS),
        Need.NOTHING,
        InterfaceCheck::look);
  }

  /** An interface with its addresses beside those that hold on a link only. */
  record Seen(String name, boolean up, List<String> addresses) {}

  private static Looked look(Patient patient) throws SocketException {
    if (!patient.isMachine()) {
      return Looked.not("the interfaces are the machine's, and not of this root");
    }
    List<Seen> seen = new ArrayList<>();
    for (NetworkInterface one : interfaces()) {
      if (!one.isLoopback()) {
        seen.add(new Seen(one.getName(), one.isUp(), global(one)));
      }
    }
    return judged(seen);
  }

  private static List<NetworkInterface> interfaces() {
    try {
      return NetworkInterface.networkInterfaces().toList();
    } catch (SocketException none) {
      // So it is told that no interface at all has an address, not even the loopback's.
      return List.of();
    }
  }

  private static List<String> global(NetworkInterface one) {
    return one.inetAddresses()
        .filter(address -> !address.isLinkLocalAddress() && !address.isLoopbackAddress())
        .map(InetAddress::getHostAddress)
        .toList();
  }

  /** Judges all but the loopback's. */
  static Looked judged(List<Seen> seen) {
    if (seen.stream().anyMatch(one -> !one.addresses().isEmpty())) {
      return Looked.FINE;
    }
    String names =
        seen.isEmpty()
            ? "none but the loopback's has ever had one"
            : String.join(
                ", ", seen.stream().map(s -> s.name() + (s.up() ? " is up" : " is down")).toList());
    return Looked.found(
        Finding.failure(
            Code.HOST_INTERFACE_WITHOUT_ADDRESS,
            Confidence.SEEN,
            "no network interface has an address beyond this machine",
            Evidence.of("interfaces", names)));
  }
}
