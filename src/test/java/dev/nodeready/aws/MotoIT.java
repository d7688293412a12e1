package dev.nodeready.aws;

import static dev.nodeready.aws.Fakes.environment;
import static dev.nodeready.aws.Fakes.failure;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nodeready.catalogue.Code;
import dev.nodeready.doctor.Causes;
import dev.nodeready.doctor.Causes.On;
import dev.nodeready.failure.Failure;
import dev.nodeready.retry.RetryPolicy;
import dev.nodeready.retry.Time;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Our calls against moto where that is installed, and against our own server, which has to give the
 * same answers.
 */
class MotoIT {
  private static final String REGISTRY = "123456789012.dkr.ecr.eu-west-1.amazonaws.com";
  private static final RetryPolicy SHORT =
      RetryPolicy.doubling(Duration.ofSeconds(30), Duration.ofSeconds(1), Duration.ofSeconds(2));

  @TempDir private Path home;

  /** Who answers. */
  enum Who {
    MOTO,
    OWN_SERVER;

    AwsCloud start(Path home) throws IOException, InterruptedException {
      boolean mock = this == MOTO && MockProcess.installed(AwsCloud.MOCK);
      System.out.println("AWS API tests run against " + (mock ? this : OWN_SERVER));
      return mock ? AwsCloud.moto(home) : AwsCloud.own();
    }
  }

  @ParameterizedTest
  @EnumSource
  void asks_each_thing_once_is_understood_and_takes_a_refusal_for_final(Who who) throws Exception {
    try (AwsCloud cloud = who.start(home)) {
      AwsCloud.Content content = cloud.content();
      Map<String, String> allowed = as(cloud, content.allowed());

      assertThat(ec2(allowed).privateDnsName(content.instance()))
          .endsWith(".eu-west-1.compute.internal");
      assertThat(ec2(allowed).limits("m5.large")).isEqualTo(new Ec2.Limits(3, 10));
      assertThat(token(allowed))
          .contains(new RegistryCredentials("AWS", "123456789012-auth-token"));
      assertForbidden(
          failure(() -> ec2(as(cloud, content.denied())).privateDnsName(content.instance())));
      assertUnknown(
          failure(() -> ec2(as(cloud, content.wrong())).privateDnsName(content.instance())));

      String describe =
          "Action=DescribeInstances&InstanceId.1=" + content.instance() + "&Version=2016-11-15";
      assertThat(cloud.bodies())
          .containsExactly(
              describe,
              "Action=DescribeInstanceTypes&InstanceType.1=m5.large&Version=2016-11-15",
              "{}",
              describe,
              describe);
    }
  }

  private static void assertForbidden(Failure failure) {
    assertThat(failure.code()).isEqualTo(Code.AWS_PERMISSION_DENIED);
    assertThat(failure.permanent()).isTrue();
    assertThat(failure.toLine())
        .contains("ec2:DescribeInstances in eu-west-1", "not authorized to perform");
    Causes.proved(
        Code.AWS_PERMISSION_DENIED, On.CLOUD, "a role without a policy", failure.happened());
  }

  private static void assertUnknown(Failure failure) {
    assertThat(failure.code()).isEqualTo(Code.AWS_CREDENTIALS_INVALID);
    assertThat(failure.permanent()).isTrue();
  }

  private static Map<String, String> as(AwsCloud cloud, AwsCloud.Key key) {
    return environment(
        "AWS_ENDPOINT_URL",
        cloud.url(),
        "AWS_ACCESS_KEY_ID",
        key.id(),
        "AWS_SECRET_ACCESS_KEY",
        key.secret(),
        "AWS_EC2_METADATA_DISABLED",
        "true");
  }

  private static Optional<RegistryCredentials> token(Map<String, String> environment)
      throws InterruptedException {
    Ecr ecr = new Ecr(environment, imds(environment), SHORT, Time.SYSTEM);
    return new EcrCredentials(request -> Optional.empty(), ecr).forImage(REGISTRY + "/pause:1");
  }

  private static Ec2 ec2(Map<String, String> environment) {
    return new Ec2(environment, imds(environment), SHORT, Time.SYSTEM);
  }

  private static Imds imds(Map<String, String> environment) {
    return new Imds(environment, SHORT, Time.SYSTEM);
  }
}
