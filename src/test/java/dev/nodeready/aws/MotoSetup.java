package dev.nodeready.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nodeready.net.Http;
import dev.nodeready.net.Tls;
import dev.nodeready.retry.Time;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

/**
 * Puts users and an instance into moto, and has each service that tests will ask loaded before
 * their clocks run: the first answer of a service takes more than ten seconds on a busy machine.
 */
final class MotoSetup {
  /** What {@link #run} calls before moto is to check signatures and policies. */
  static final int CALLS = 8;

  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Http.Bounds BOUNDS =
      new Http.Bounds(PATIENCE, PATIENCE, PATIENCE, 1024 * 1024);
  private static final String EVERYTHING =
      "%7B%22Version%22%3A%222012-10-17%22%2C%22Statement%22%3A%5B%7B%22Effect%22%3A%22Allow%22"
          + "%2C%22Action%22%3A%22%2A%22%2C%22Resource%22%3A%22%2A%22%7D%5D%7D";

  private final URI moto;
  private final Http http = new Http(Time.SYSTEM, Tls.of(Map.of()));

  private MotoSetup(String url) {
    moto = URI.create(url);
  }

  /** Two users, of which one may do everything and the other nothing, and an instance. */
  static AwsCloud.Content run(String url) throws IOException, InterruptedException {
    MotoSetup setup = new MotoSetup(url);
    AwsCloud.Key allowed = setup.user("allowed");
    AwsCloud.Key denied = setup.user("denied");
    setup.iam("PutUserPolicy&UserName=allowed&PolicyName=p&PolicyDocument=" + EVERYTHING);
    String id =
        setup
            .ec2("RunInstances&ImageId=ami-12c6146b&MinCount=1&MaxCount=1")
            .child("instancesSet")
            .items()
            .getFirst()
            .child("instanceId")
            .text();
    setup.ec2("DescribeInstanceTypes&InstanceType.1=m5.large");
    setup.ask(
        "ecr",
        Map.of(
            "Content-Type",
            "application/x-amz-json-1.1",
            "X-Amz-Target",
            "AmazonEC2ContainerRegistry_V20150921.GetAuthorizationToken"),
        "{}");
    return new AwsCloud.Content(allowed, denied, new AwsCloud.Key(allowed.id(), "another"), id);
  }

  private AwsCloud.Key user(String name) throws IOException, InterruptedException {
    iam("CreateUser&UserName=" + name);
    XmlNode key =
        iam("CreateAccessKey&UserName=" + name).child("CreateAccessKeyResult").child("AccessKey");
    return new AwsCloud.Key(key.child("AccessKeyId").text(), key.child("SecretAccessKey").text());
  }

  private XmlNode iam(String action) throws IOException, InterruptedException {
    return XmlReader.read(form("iam", action + "&Version=2010-05-08").body());
  }

  private XmlNode ec2(String action) throws IOException, InterruptedException {
    return XmlReader.read(form("ec2", action + "&Version=2016-11-15").body());
  }

  private Http.Answer form(String service, String action) throws IOException, InterruptedException {
    return ask(
        service, Map.of("Content-Type", "application/x-www-form-urlencoded"), "Action=" + action);
  }

  private Http.Answer ask(String service, Map<String, String> headers, String body)
      throws IOException, InterruptedException {
    ApiCall call = new ApiCall(service, service, "eu-west-1", false, headers, body);
    AwsCredentialsIdentity anyone = AwsCredentialsIdentity.create("AKIDEXAMPLE", "a-secret");
    Http.Answer answer = http.send(Signing.signed(call, moto, anyone), BOUNDS, null);
    assertThat(answer.status()).describedAs("%s: %s", body, answer.text()).isEqualTo(200);
    return answer;
  }
}
