package dev.nodeready.aws;

import java.util.Map;

/**
 * One call of an AWS API.
 *
 * @param service as endpoint variables name it, such as {@code ec2}
 * @param action with its service, as policies name it: {@code ec2:DescribeInstances}
 * @param fips whether a validated endpoint is wanted in any case
 * @param headers beside those of the signature
 */
record ApiCall(
    String service,
    String action,
    String region,
    boolean fips,
    Map<String, String> headers,
    String body) {}
