package dev.nodeready.aws;

import static dev.nodeready.net.ScriptedServer.answer;

import dev.nodeready.Ports;
import dev.nodeready.net.ScriptedServer;
import dev.nodeready.net.ScriptedServer.Asked;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The AWS APIs: moto, which checks signatures and policies, or our own with moto's answers. */
final class AwsCloud implements AutoCloseable {
  static final String MOCK = "moto-5.2.5/bin/moto_server";

  private static final String TYPE =
      """
      <DescribeInstanceTypesResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/">
      <instanceTypeSet><item><instanceType>m5.large</instanceType><networkInfo>
      <maximumNetworkInterfaces>3</maximumNetworkInterfaces>
      <defaultNetworkCardIndex>0</defaultNetworkCardIndex><networkCards><item>
      <networkCardIndex>0</networkCardIndex><maximumNetworkInterfaces>3</maximumNetworkInterfaces>
      </item></networkCards><ipv4AddressesPerInterface>10</ipv4AddressesPerInterface></networkInfo>
      </item></instanceTypeSet></DescribeInstanceTypesResponse>\
      """;
  private static final String TOKEN =
      """
      {"authorizationData": [{"authorizationToken": "QVdTOjEyMzQ1Njc4OTAxMi1hdXRoLXRva2Vu",
       "expiresAt": 1420070400,
       "proxyEndpoint": "https://123456789012.dkr.ecr.eu-west-1.amazonaws.com"}]}\
      """;
  private final @Nullable MockProcess mock;
  private final ScriptedServer front;
  private final Content content;

  private AwsCloud(@Nullable MockProcess mock, Function<Asked, String> script, Content content) {
    this.mock = mock;
    this.front = new ScriptedServer(script);
    this.content = content;
  }

  /** An access key. */
  record Key(String id, String secret) {}

  /** Keys that may do everything, nothing, and whose secret is another; and an instance. */
  record Content(Key allowed, Key denied, Key wrong, String instance) {}

  static AwsCloud moto(Path home) throws IOException, InterruptedException {
    int port = Ports.free();
    MockProcess mock =
        MockProcess.started(
            MOCK,
            port,
            Map.of("HOME", home.toString(), "INITIAL_NO_AUTH_ACTION_COUNT", "" + MotoSetup.CALLS),
            List.of("-H", "127.0.0.1", "-p", "" + port));
    return new AwsCloud(mock, new Forwarder(port), MotoSetup.run(mock.url()));
  }

  static AwsCloud own() {
    Content content =
        new Content(
            new Key("AKIDALLOWED", "a"),
            new Key("AKIDDENIED", "b"),
            new Key("AKIDWRONG", "c"),
            "i-0abc");
    return new AwsCloud(null, AwsCloud::said, content);
  }

  Content content() {
    return content;
  }

  String url() {
    return front.url();
  }

  /** The bodies of the requests so far. */
  List<String> bodies() {
    return front.asked().stream().map(Asked::body).toList();
  }

  @Override
  public void close() throws IOException {
    front.close();
    if (mock != null) {
      mock.close();
    }
  }

  /** What our own answers. */
  static String said(Asked asked) {
    String who = asked.header("authorization");
    if (who.contains("Credential=AKIDDENIED/")) {
      return refusal("UnauthorizedOperation", "You are not authorized to perform this operation.");
    }
    if (!who.contains("Credential=AKIDALLOWED/")) {
      return refusal("SignatureDoesNotMatch", "Calculated signature does not match");
    }
    if (asked.header("x-amz-target").endsWith(".GetAuthorizationToken")) {
      return answer(200, TOKEN);
    }
    boolean types = asked.body().startsWith("Action=DescribeInstanceTypes&");
    return answer(200, types ? TYPE : Fakes.instance("ip-10-0-0-7.eu-west-1.compute.internal"));
  }

  private static String refusal(String code, String message) {
    return answer(
        403,
        "<Response><Errors><Error><Code>%s</Code><Message>%s</Message></Error></Errors></Response>"
            .formatted(code, message));
  }
}
