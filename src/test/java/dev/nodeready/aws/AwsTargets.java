package dev.nodeready.aws;

import dev.nodeready.failure.FailureException;
import dev.nodeready.fuzz.Target;
import dev.nodeready.net.Answers;
import java.io.IOException;
import java.util.List;

/** What the metadata service, EC2, ECR and the credential provider answer. */
public final class AwsTargets {
  private static final String ECR = "1.dkr.ecr.eu-west-1.amazonaws.com/p:3";

  private static final String TYPES =
      """
      <DescribeInstanceTypesResponse><instanceTypeSet><item><instanceType>x9.large</instanceType>
        <networkInfo><defaultNetworkCardIndex>1</defaultNetworkCardIndex>
          <ipv4AddressesPerInterface>15</ipv4AddressesPerInterface><networkCards>
            <item><maximumNetworkInterfaces>9</maximumNetworkInterfaces></item>
            <item><networkCardIndex>1</networkCardIndex>
              <maximumNetworkInterfaces>4</maximumNetworkInterfaces></item>
          </networkCards></networkInfo></item></instanceTypeSet></DescribeInstanceTypesResponse>
      """;

  private static final String INSTANCES =
      """
      <?xml version="1.0" encoding="UTF-8"?><!-- c -->
      <r xmlns="http://ec2.amazonaws.com/doc/2016-11-15/"><reservationSet><item><instancesSet><item>
      <privateDnsName>ip-10-0-0-1.ec2.internal</privateDnsName><a b='c'/></item></instancesSet></item>
      </reservationSet></r>
      """;

  private static final String IDENTITY =
      "{\"instanceId\":\"i-0\",\"region\":\"eu-west-1\",\"instanceType\":\"m5.large\","
          + "\"availabilityZone\":\"eu-west-1a\"}";

  private AwsTargets() {}

  public static List<Target> all() {
    return List.of(
        Target.ofBytes("ec2", AwsTargets::ec2)
            .from(TYPES, INSTANCES)
            .from(
                "<Response><Errors><Error><Code>C</Code><Message>M &amp; &#x41;</Message></Error></Errors></Response>")
            .from("{\"__type\":\"a#Throttling\",\"message\":\"m\"}")
            .with("<item>", "</item>", "<a/>", "<!--", "-->", "<![CDATA[", "]]>", "<?xml", "?>")
            .with(
                "<!DOCTYPE a [<!ENTITY b 'c'>]>", "&lt;", "&#x110000;", "&#0;", "&b;", "='", "\">"),
        Target.ofBytes("imds", AwsTargets::imds)
            .from(IDENTITY, "02:00:00:00:00:01\n", "10.0.0.1", "2001:db8::1\n2001:db8::2", "12")
            .with("::", ".", "%1", ":", "\n", "10.0.7", "\"region\":", "{"),
        Target.ofBytes("ecr", AwsTargets::ecr)
            .from("{\"authorizationData\":[{\"authorizationToken\":\"QVdTOnNlY3JldA==\"}]}")
            .from("{\"authorizationData\":{\"authorizationToken\":\"QVdTOnNlY3JldA==\"}}")
            .with("=", "Og==", "[]", "{}", "null", "\"authorizationToken\":"),
        Target.of("credential-provider", answer -> EcrCredentials.read(answer, ECR))
            .from(
                "{\"kind\":\"CredentialProviderResponse\",\"apiVersion\":\"credentialprovider.kubelet.k8s.io/v1\","
                    + "\"auth\":{\"*.dkr.ecr.*.amazonaws.com\":{\"username\":\"AWS\",\"password\":\"p\"}}}")
            .with("*", "*a", ".*", "/", "://", ".dkr.ecr.", "\"auth\":", "{}", "1*1*1*")
            .failing(FailureException.class));
  }

  private static void ec2(byte[] body) throws IOException {
    Object _ = ApiError.of(Answers.of(400, body)).toLine();
    ends(() -> Ec2.dnsName(Answers.of(200, body)));
    ends(() -> Ec2.limits(Answers.of(200, body)));
  }

  private static void imds(byte[] body) throws IOException {
    ends(() -> Imds.identity(body));
    ends(() -> Imds.mac(body));
    ends(() -> Imds.number(body));
    ends(() -> Imds.address(body, 4));
    ends(() -> Imds.address(body, 16));
  }

  private static void ecr(byte[] body) throws IOException {
    for (String image : List.of(ECR, "public.ecr.aws/eks/p:3")) {
      EcrRegistry registry = EcrRegistry.of(image).orElseThrow();
      ends(() -> Ecr.read(registry, Answers.of(200, body)));
    }
  }

  /** As the callers take it: a value, an answer that makes no sense, or a failure of ours. */
  private static void ends(Reading reading) {
    try {
      Object _ = reading.read();
    } catch (IOException | FailureException refused) {
      // That is what the caller tells.
    }
  }

  private interface Reading {
    Object read() throws IOException;
  }
}
