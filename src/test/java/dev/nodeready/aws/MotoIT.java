package dev.nodeready.aws;

import static dev.nodeready.aws.Fakes.environment;
import static dev.nodeready.aws.Fakes.failure;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nodeready.failure.Failure;
import dev.nodeready.retry.RetryPolicy;
import dev.nodeready.retry.Time;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Our calls against moto, which checks signatures and policies as AWS does. */
@Tag("lab")
class MotoIT {
  private static final int CALLS_OF_THE_SETUP = 6;
  private static final String POLICY =
      "%7B%22Version%22%3A%222012-10-17%22%2C%22Statement%22%3A%5B%7B%22Effect%22%3A%22Allow%22"
          + "%2C%22Action%22%3A%22%2A%22%2C%22Resource%22%3A%22%2A%22%7D%5D%7D";
  private static final RetryPolicy SHORT =
      RetryPolicy.doubling(Duration.ofSeconds(20), Duration.ofSeconds(1), Duration.ofSeconds(2));

  @TempDir private Path home;

  @Test
  void is_understood_by_who_checks_signatures_and_policies() throws Exception {
    try (MockProcess moto = MockProcess.moto(home, CALLS_OF_THE_SETUP)) {
      Map<String, String> setup = environment("AWS_ENDPOINT_URL", moto.url());
      Map<String, String> denied = user(setup, "denied");
      Map<String, String> allowed = user(setup, "allowed");
      call(setup, "iam", "PutUserPolicy&UserName=allowed&PolicyName=p&PolicyDocument=" + POLICY);
      String id = runInstance(setup);

      assertThat(ec2(allowed).privateDnsName(id)).endsWith(".eu-west-1.compute.internal");
      assertThat(ec2(allowed).limits("m5.large")).isEqualTo(new Ec2.Limits(3, 10));
      assertThat(token(allowed)).isPresent();
      assertDenied(failure(() -> ec2(denied).privateDnsName(id)));
      allowed.put("AWS_SECRET_ACCESS_KEY", "another");
      Failure wrong = failure(() -> ec2(allowed).privateDnsName(id));
      assertThat(wrong.code()).isEqualTo("AWS_CREDENTIALS_INVALID");
      assertThat(wrong.permanent()).isTrue();
    }
  }

  private static void assertDenied(Failure failure) {
    assertThat(failure.code()).isEqualTo("AWS_PERMISSION_DENIED");
    assertThat(failure.permanent()).isTrue();
    assertThat(failure.toLine())
        .contains("ec2:DescribeInstances in eu-west-1", "not authorized to perform");
  }

  private static Optional<RegistryCredentials> token(Map<String, String> environment)
      throws InterruptedException {
    Ecr ecr = new Ecr(environment, imds(environment), SHORT, Time.SYSTEM);
    return new EcrCredentials(request -> Optional.empty(), ecr)
        .forImage("123456789012.dkr.ecr.eu-west-1.amazonaws.com/pause:1");
  }

  private static Map<String, String> user(Map<String, String> setup, String name)
      throws InterruptedException {
    call(setup, "iam", "CreateUser&UserName=" + name);
    XmlNode key =
        call(setup, "iam", "CreateAccessKey&UserName=" + name)
            .child("CreateAccessKeyResult")
            .child("AccessKey");
    Map<String, String> environment = new HashMap<>(setup);
    environment.put("AWS_ACCESS_KEY_ID", key.child("AccessKeyId").text());
    environment.put("AWS_SECRET_ACCESS_KEY", key.child("SecretAccessKey").text());
    return environment;
  }

  private static String runInstance(Map<String, String> setup) throws InterruptedException {
    return call(
            setup,
            "ec2",
            "RunInstances&ImageId=ami-12c6146b&MinCount=1&MaxCount=1&Version=2016-11-15")
        .child("instancesSet")
        .items()
        .getFirst()
        .child("instanceId")
        .text();
  }

  private static XmlNode call(Map<String, String> environment, String service, String action)
      throws InterruptedException {
    ApiCall call =
        new ApiCall(
            service,
            service,
            service + ":" + action,
            "eu-west-1",
            false,
            Map.of("Content-Type", "application/x-www-form-urlencoded"),
            "Action=" + action + (action.contains("Version=2") ? "" : "&Version=2010-05-08"));
    return new Api(environment, imds(environment), Time.SYSTEM)
        .call(call, SHORT, answer -> XmlNode.read(answer.body()));
  }

  private static Ec2 ec2(Map<String, String> environment) {
    return new Ec2(environment, imds(environment), SHORT, Time.SYSTEM);
  }

  private static Imds imds(Map<String, String> environment) {
    Map<String, String> disabled = new HashMap<>(environment);
    disabled.put("AWS_EC2_METADATA_DISABLED", "true");
    return new Imds(disabled, SHORT, Time.SYSTEM);
  }
}
