package dev.nodeready.aws;

/**
 * A part of AWS with domains of its own, told by how its regions are named (AWS General Reference,
 * service endpoints; the same as the SDK's table, which takes a cold JVM 0.2 s to load since it
 * holds every service).
 */
enum Partition {
  CHINA("cn-", "amazonaws.com.cn", "api.amazonwebservices.com.cn"),
  US_GOV("us-gov-", "amazonaws.com", "api.aws"),
  EUROPE("eusc-", "amazonaws.eu", "api.amazonwebservices.eu"),
  ISO("us-iso-", "c2s.ic.gov", "api.aws.ic.gov"),
  ISO_B("us-isob-", "sc2s.sgov.gov", "api.aws.scloud"),
  ISO_E("eu-isoe-", "cloud.adc-e.uk", "api.cloud-aws.adc-e.uk"),
  ISO_F("us-isof-", "csp.hci.ic.gov", "api.aws.hci.ic.gov"),
  /** Where every other region is, new ones included. */
  COMMERCIAL("", "amazonaws.com", "api.aws");

  private final String regions;
  private final String domain;
  private final String domainOfBoth;

  Partition(String regions, String domain, String domainOfBoth) {
    this.regions = regions;
    this.domain = domain;
    this.domainOfBoth = domainOfBoth;
  }

  static Partition of(String region) {
    for (Partition partition : values()) {
      if (region.startsWith(partition.regions)) {
        return partition;
      }
    }
    return COMMERCIAL;
  }

  /** The domain of service endpoints, with addresses of both families where {@code both}. */
  String domain(boolean both) {
    return both ? domainOfBoth : domain;
  }
}
