package dev.nodeready.host;

/**
 * How many addresses an EC2 instance type can hold.
 *
 * @param enis network interfaces of the default network card, 1 or more
 * @param ipsPerEni IPv4 addresses of each, the primary one included
 */
public record InstanceLimits(int enis, int ipsPerEni) {}
