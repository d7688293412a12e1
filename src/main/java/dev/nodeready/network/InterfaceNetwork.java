package dev.nodeready.network;

import dev.nodeready.host.RenderedFile;

/**
 * systemd-networkd's file for an interface that systemd manages, as nodeadm's network helper writes
 * it. Secondary interfaces get a routing table of their own.
 *
 * @param name of the interface, such as {@code ens5}
 * @param mac its permanent address
 * @param primary whether it is the instance's primary interface
 * @param device the device number on its card
 * @param card the number of its network card
 * @param ipv4 its first private IPv4 address; empty where it has none
 */
public record InterfaceNetwork(
    String name, String mac, boolean primary, int device, int card, String ipv4) {
  private static final int FIRST_METRIC = 512;
  private static final int FIRST_TABLE = 10_000;
  private static final int DEVICES_PER_CARD = 100;

  /** The interface's file. */
  public RenderedFile file() {
    return RenderedFile.text(path(name), common() + (primary ? "" : secondary()));
  }

  /** Where the file of an interface lies. */
  public static String path(String name) {
    return "/run/systemd/network/70-eks-" + name + ".network";
  }

  /** Keeps later interfaces from the distribution's EC2 configuration. */
  public static RenderedFile disableDefault() {
    return RenderedFile.text(
        "/run/systemd/network/80-ec2.network.d/10-eks-disable.conf", "[Match]\nName=none");
  }

  private String common() {
    return """
    # this is derived from the ec2-net-util network config defaults.
    #
    # see: https://github.com/amazonlinux/amazon-ec2-net-utils/blob/3261b3b4c8824343706ee54d4a6f5d05cd8a5979/systemd/network/80-ec2.network

    [Match]
    PermanentMACAddress=MAC

    [Link]
    MTUBytes=9001

    [Network]
    DHCP=yes
    IPv6DuplicateAddressDetection=0
    LLMNR=no
    DNSDefaultRoute=yes

    [DHCPv4]
    UseHostname=no
    UseDNS=yes
    UseNTP=yes
    UseDomains=yes

    [DHCPv6]
    UseHostname=no
    UseDNS=yes
    UseNTP=yes
    WithoutRA=solicit

    # additional route optimization to promote the primary interface being more
    # likely to carry traffic from the instance on boot.
    #
    # see: https://github.com/amazonlinux/amazon-ec2-net-utils/blob/3261b3b4c8824343706ee54d4a6f5d05cd8a5979/lib/lib.sh#L354-L366

    [DHCPv4]
    RouteMetric=METRIC
    UseRoutes=true
    UseGateway=true

    [IPv6AcceptRA]
    RouteMetric=METRIC
    UseGateway=true

    """
        .replace("MAC\n", mac + "\n")
        .replace("METRIC", Integer.toString(offset(FIRST_METRIC)));
  }

  private String secondary() {
    String table = "Table=" + offset(FIRST_TABLE);
    String routes =
        """
        # Answers leave by the interface that the question came in by.

        [Route]
        TABLE
        Gateway=_ipv6ra

        [Route]
        TABLE
        Gateway=_dhcp4

        """
            .replace("TABLE", table);
    String rule =
        """
        [RoutingPolicyRule]
        From=SOURCE
        TABLE
        Priority=32765

        """
            .replace("SOURCE", ipv4)
            .replace("TABLE", table);
    return ipv4.isEmpty() ? routes : routes + rule;
  }

  private int offset(int first) {
    return first + DEVICES_PER_CARD * card + device;
  }
}
