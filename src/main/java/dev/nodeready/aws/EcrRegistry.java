package dev.nodeready.aws;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * An ECR registry, told by its host as kubelet tells it.
 *
 * @param account its owner; empty for the public registry
 * @param region empty for the public registry
 * @param fips whether the host is a validated one
 */
record EcrRegistry(String host, String account, String region, boolean fips) {
  private static final Set<String> PUBLIC = Set.of("public.ecr.aws", "ecr-public.aws.com");
  private static final Set<String> CLASSIC =
      Set.of(
          "amazonaws.com",
          "amazonaws.com.cn",
          "amazonaws.eu",
          "c2s.ic.gov",
          "sc2s.sgov.gov",
          "cloud.adc-e.uk",
          "csp.hci.ic.gov");
  private static final Set<String> BOTH_FAMILIES = Set.of("on.aws", "on.amazonwebservices.com.cn");

  /** The registry of an image reference, where it is one of ECR. */
  static Optional<EcrRegistry> of(String image) {
    int slash = image.indexOf('/');
    if (slash < 0) {
      return Optional.empty();
    }
    String host = image.substring(0, slash).toLowerCase(Locale.ROOT);
    if (PUBLIC.contains(host)) {
      return Optional.of(new EcrRegistry(host, "", "", false));
    }
    List<String> labels = List.of(host.split("\\.", -1));
    if (labels.size() < 5) {
      return Optional.empty();
    }
    boolean classic = labels.get(1).equals("dkr");
    return classic ? classic(host, labels) : bothFamilies(host, labels);
  }

  /** Whether everybody may pull from it. */
  boolean open() {
    return account.isEmpty();
  }

  private static Optional<EcrRegistry> classic(String host, List<String> labels) {
    String suffix = String.join(".", labels.subList(4, labels.size()));
    boolean fips = labels.get(2).equals("ecr-fips");
    boolean known = fips ? suffix.equals("amazonaws.com") : CLASSIC.contains(suffix);
    return known && (fips || labels.get(2).equals("ecr"))
        ? Optional.of(new EcrRegistry(host, labels.get(0), labels.get(3), fips))
        : Optional.empty();
  }

  private static Optional<EcrRegistry> bothFamilies(String host, List<String> labels) {
    String suffix = String.join(".", labels.subList(3, labels.size()));
    boolean fips = labels.get(1).equals("dkr-ecr-fips");
    boolean known = fips ? suffix.equals("on.aws") : BOTH_FAMILIES.contains(suffix);
    return known && (fips || labels.get(1).equals("dkr-ecr"))
        ? Optional.of(new EcrRegistry(host, labels.get(0), labels.get(2), fips))
        : Optional.empty();
  }
}
