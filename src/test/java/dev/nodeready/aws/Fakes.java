package dev.nodeready.aws;

import dev.nodeready.failure.Failure;
import dev.nodeready.failure.FailureException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.assertj.core.api.Assertions;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** Answers and environments that several tests share. */
final class Fakes {
  private Fakes() {}

  /** An environment with credentials, a region and {@code more} names and values in turn. */
  static Map<String, String> environment(String... more) {
    Map<String, String> environment = new LinkedHashMap<>();
    environment.put("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE");
    environment.put("AWS_SECRET_ACCESS_KEY", "a-secret");
    environment.put("AWS_REGION", "eu-west-1");
    for (int i = 0; i < more.length; i += 2) {
      environment.put(more[i], more[i + 1]);
    }
    return environment;
  }

  /** DescribeInstances' answer for one instance of a name. */
  static String instance(String name) {
    return """
    <?xml version="1.0" encoding="UTF-8"?>
    <DescribeInstancesResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/">
      <requestId>r</requestId>
      <reservationSet><item><instancesSet><item>
        <instanceId>i-0abc</instanceId>
        <networkInterfaceSet><item><privateDnsName>other.internal</privateDnsName></item></networkInterfaceSet>
        <privateDnsName>%s</privateDnsName>
      </item></instancesSet></item></reservationSet>
    </DescribeInstancesResponse>\
    """
        .formatted(name);
  }

  /** An error as EC2 writes it. */
  static String error(String code) {
    return "<Response><Errors><Error><Code>%s</Code><Message>told so</Message></Error></Errors></Response>"
        .formatted(code);
  }

  static Failure failure(ThrowingCallable call) {
    return Objects.requireNonNull(
            Assertions.catchThrowableOfType(FailureException.class, call), "nothing failed")
        .failure();
  }
}
