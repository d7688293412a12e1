package dev.nodeready.config;

import dev.nodeready.config.NodeConfig.Instance;
import dev.nodeready.config.NodeConfig.LocalStorage;
import dev.nodeready.config.NodeConfig.Network;
import dev.nodeready.config.schema.Schema;
import java.util.Map;

/** Checks {@code spec.instance}. */
final class InstanceCheck {
  private static final String PATH = "spec.instance.";

  private final Report report;

  InstanceCheck(Report report) {
    this.report = report;
  }

  void check(Instance instance) {
    storage(instance.localStorage());
    new VolumesCheck(report).check(instance.volumes());
    instance.environment().forEach(this::service);
    network(instance.network());
  }

  private void storage(LocalStorage storage) {
    String strategy = storage.strategy();
    if (strategy.equalsIgnoreCase("none")) {
      // The images' script knows it, and does nothing.
      report.strict(
          PATH + "localStorage.strategy", "none does nothing, as no strategy does", "take it out");
    } else if (!strategy.isEmpty() && !Schema.STRATEGY.knows(strategy)) {
      // nodeadm fails as well: the images' script ends with an error.
      report.error(
          PATH + "localStorage.strategy",
          Suggest.quote(strategy) + " is no strategy",
          "write " + Suggest.list(Schema.STRATEGY.values()));
    }
    if (!storage.mountPath().isEmpty()) {
      // The images' script takes any path.
      AbsolutePath.check(storage.mountPath(), PATH + "localStorage.mountPath", report::strict);
    }
    for (int at = 0; at < storage.disabledMounts().size(); at++) {
      String mount = storage.disabledMounts().get(at);
      if (!Schema.MOUNT.knows(mount)) {
        report.strict(
            Paths.item(PATH + "localStorage.disabledMounts", at),
            Suggest.quote(mount) + " is no mount, so it does nothing",
            "write " + Suggest.list(Schema.MOUNT.values()));
      }
    }
  }

  private void service(String service, Map<String, String> variables) {
    String path = Paths.member(PATH + "environment", service);
    // The name becomes a folder's, so it must not lead anywhere else.
    if (service.isEmpty() || service.startsWith(".") || !Words.isMadeOf(service, "-_.:@\\")) {
      // No unit has it, and the node joins without; it is left out.
      report.strict(
          path, Suggest.quote(service) + " is no name of a service", "write kubelet, say");
    } else if (service.endsWith(".service")) {
      report.strict(path, "ends with .service, which is added to it", "leave .service out");
    }
    variables.forEach((name, value) -> variable(Paths.member(path, name), name, value));
  }

  /** Values may be secret, so no message repeats one. */
  private void variable(String path, String name, String value) {
    if (name.isEmpty() || name.indexOf('=') >= 0 || Words.hasBlankOrControl(name)) {
      // systemd ignores the line, and the node joins.
      report.strict(path, Suggest.quote(name) + " cannot be a variable", "use letters, digits, _");
    } else if (!Words.isMadeOf(name, "_") || Character.isDigit(name.charAt(0))) {
      report.strict(
          path, Suggest.quote(name) + " is a name that systemd ignores", "use letters, digits, _");
    }
    if (value.indexOf('\0') >= 0) {
      // Likewise.
      report.strict(path, "its value holds a NUL character", "take it out");
    }
  }

  private void network(Network network) {
    for (int at = 0; at < network.nameservers().size(); at++) {
      String server = network.nameservers().get(at);
      if (!Cidr.isAddress(bare(server))) {
        // systemd-resolved warns and goes on with the others.
        report.strict(
            Paths.item(PATH + "network.nameservers", at),
            Suggest.quote(server) + " is no IP address",
            "write one such as 10.0.0.2");
      }
    }
    for (int at = 0; at < network.domains().size(); at++) {
      domain(network.domains().get(at), Paths.item(PATH + "network.domains", at));
    }
  }

  /** The address without what systemd-resolved takes behind it: interface, server name, port. */
  private static String bare(String server) {
    String address = server.split("[%#]", 2)[0];
    if (address.startsWith("[")) {
      int end = address.indexOf(']');
      return end < 0 ? address : address.substring(1, end);
    }
    int colon = address.indexOf(':');
    return colon >= 0 && colon == address.lastIndexOf(':') ? address.substring(0, colon) : address;
  }

  private void domain(String domain, String path) {
    if (domain.isEmpty() || Words.hasControl(domain)) {
      // Likewise.
      report.strict(
          path, Suggest.quote(domain) + " is no domain", "write one such as corp.example");
    } else if (domain.indexOf(' ') >= 0) {
      report.warn(path, "holds more than one name", "make each of them an item of its own");
    } else if (!Words.isMadeOf(domain, ".-_~")) {
      report.strict(
          path, Suggest.quote(domain) + " is no domain", "write one such as corp.example");
    }
  }
}
