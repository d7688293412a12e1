package dev.nodeready.config;

import dev.nodeready.catalogue.Code;
import dev.nodeready.config.NodeConfig.Cluster;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Checks {@code spec.cluster}. */
final class ClusterCheck {
  private static final String PATH = "spec.cluster.";

  private final Report report;
  private final List<Problem> earlier;
  private final boolean ownKubeconfig;

  /**
   * A check.
   *
   * @param ownKubeconfig whether the machine may bring a kubeconfig of its own
   */
  ClusterCheck(Report report, List<Problem> earlier, boolean ownKubeconfig) {
    this.report = report;
    this.earlier = earlier;
    this.ownKubeconfig = ownKubeconfig;
  }

  void check(Cluster cluster) {
    String ca = cluster.certificateAuthority();
    if (present("name", cluster.name())) {
      name(cluster.name());
    }
    if (present("apiServerEndpoint", cluster.apiServerEndpoint())) {
      endpoint(cluster.apiServerEndpoint());
    }
    if (present("certificateAuthority", ca) && ca != null) {
      authority(ca);
    }
    if (present("cidr", cluster.cidr())) {
      cidr(cluster.cidr());
    }
    if (cluster.outpost() && present("id", cluster.id())) {
      name(cluster.id());
    }
  }

  private boolean present(String field, @Nullable String value) {
    if (value != null && !value.isEmpty()) {
      return true;
    }
    String path = PATH + field;
    String why = field.equals("id") ? ", but a cluster on an Outpost is joined by its id" : "";
    // nodeadm refuses it too.
    Problem unknown = meant(path);
    if (isHybrid()) {
      report.missing(
          path,
          null,
          "is missing: this NodeConfig is of the nodeadm for hybrid nodes (spec.hybrid)",
          "write it as aws eks describe-cluster shows it");
    } else if (unknown == null) {
      report.missing(path, null, "is missing" + why, "a node cannot join without it");
    } else {
      report.missing(
          path,
          unknown.origin(),
          "is missing" + why + "; " + unknown.path() + " is no known field",
          Suggest.question(path));
    }
    return false;
  }

  private boolean isHybrid() {
    return earlier.stream().anyMatch(problem -> problem.path().equals(TreeCheck.HYBRID_PATH));
  }

  /** The unknown field that was most likely meant for this one, or for an object around it. */
  private @Nullable Problem meant(String path) {
    for (String at = path; !at.isEmpty(); at = at.substring(0, Math.max(0, at.lastIndexOf('.')))) {
      for (Problem problem : earlier) {
        if (problem.code() == Code.CONFIG_FIELD_UNKNOWN
            && problem.suggestion().equals(Suggest.question(at))) {
          return problem;
        }
      }
    }
    return null;
  }

  private void name(String name) {
    if (Words.hasBlankOrControl(name)) {
      // No cluster of EKS has such a name, but off EC2 nobody asks for it.
      report.strict(PATH + "name", "holds a blank or a control character", "take it out");
    }
  }

  private void endpoint(String endpoint) {
    String path = PATH + "apiServerEndpoint";
    URI uri;
    try {
      uri = new URI(endpoint);
    } catch (URISyntaxException e) {
      refuse(path, Suggest.quote(endpoint) + " is no URL: " + e.getReason());
      return;
    }
    String scheme = uri.getScheme();
    if (scheme == null || uri.getRawAuthority() == null) {
      report.warn(path, Suggest.quote(endpoint) + " has no scheme", EXAMPLE);
    } else if (!scheme.equals("https")) {
      boolean plain = scheme.equals("http");
      if (plain) {
        report.warn(path, "is not encrypted", EXAMPLE);
      } else {
        refuse(path, "has the scheme " + Suggest.quote(scheme));
      }
    }
  }

  /** kubelet exits on it, unless it is given a kubeconfig that names another. */
  private void refuse(String path, String text) {
    if (ownKubeconfig) {
      report.strict(path, text, EXAMPLE);
    } else {
      report.error(path, text, EXAMPLE);
    }
  }

  private static final String EXAMPLE = "write a URL such as https://example.eks.amazonaws.com";

  private void authority(String base64) {
    String text = new String(Base64.getDecoder().decode(base64), StandardCharsets.ISO_8859_1);
    if (!text.contains("-----BEGIN CERTIFICATE-----")) {
      report.warn(
          PATH + "certificateAuthority",
          "holds no certificate in PEM, so kubelet will trust nothing",
          "take the cluster's certificateAuthority.data as it is");
    } else if (!text.contains("-----END CERTIFICATE-----")) {
      // kubelet exits: it reads the file that this is written to.
      report.error(
          PATH + "certificateAuthority", "holds a certificate that is cut off", "copy it whole");
    }
  }

  private void cidr(String cidr) {
    String problem = Cidr.problem(cidr);
    if (problem != null) {
      // nodeadm fails as well: the DNS service's address is computed from it.
      report.error(
          PATH + "cidr",
          Suggest.quote(cidr) + " " + problem,
          "write a CIDR such as 10.100.0.0/16 or fd00:1234::/108");
    } else if (!Cidr.hasTenth(cidr)) {
      report.strict(
          PATH + "cidr",
          Suggest.quote(cidr) + " has no room for the DNS service, which is its tenth address",
          "write the cluster's whole service CIDR, such as 10.100.0.0/16");
    }
  }
}
