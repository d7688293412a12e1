package dev.nodeready.config;

import dev.nodeready.config.Bootstrap.BootstrapToken;
import dev.nodeready.config.schema.Schema;
import java.util.List;

/**
 * Checks who the node is outside of EC2: its addresses, its provider id, what it joins with. Two
 * addresses of one family end kubelet; with all else it, or the API server, may live.
 */
final class IdentityCheck {
  private static final String ADDRESSES = "spec.bootstrap.nodeIPs";
  private static final String TOKEN_FILE = "spec.bootstrap.credentials.bootstrapToken.file";

  private final Report report;

  IdentityCheck(Report report) {
    this.report = report;
  }

  void check(Bootstrap bootstrap) {
    addresses(bootstrap.nodeIps());
    String provider = bootstrap.providerId();
    if (!provider.isEmpty() && !provider.matches("[a-z0-9-]+://\\S*")) {
      report.strict(
          "spec.bootstrap.providerID",
          Suggest.quote(provider) + " is no provider id",
          "write PROVIDER://ID, as the cloud's controller expects it");
    }
    token(bootstrap.bootstrapToken());
  }

  private void addresses(List<String> addresses) {
    for (int at = 0; at < addresses.size(); at++) {
      if (!Cidr.isAddress(addresses.get(at))) {
        // kubelet passes over it.
        report.strict(
            Paths.item(ADDRESSES, at),
            Suggest.quote(addresses.get(at)) + " is no IP address",
            "write one such as 10.0.0.7 or fd00::7");
      }
    }
    List<String> valid = addresses.stream().filter(Cidr::isAddress).toList();
    long sixes = valid.stream().filter(address -> address.indexOf(':') >= 0).count();
    if (sixes > 1 || valid.size() - sixes > 1) {
      report.error(ADDRESSES, "has two addresses of one family", "write one of each at most");
    }
  }

  /** The token is a secret, so no message repeats it. */
  private void token(BootstrapToken given) {
    if (!given.token().isEmpty() && !given.token().matches("[a-z0-9]{6}\\.[a-z0-9]{16}")) {
      // The API server may know it otherwise, such as a service account's.
      report.strict(
          Schema.TOKEN,
          "does not have the form of a bootstrap token",
          "write 6 characters of a-z and 0-9, a dot and 16 more, as kubeadm token create prints it");
    }
    if (!given.file().isEmpty()) {
      AbsolutePath.check(given.file(), TOKEN_FILE, report::strict);
      if (!given.token().isEmpty()) {
        report.strict(TOKEN_FILE, "stands beside a token and is taken", "keep one of the two");
      }
    }
  }
}
