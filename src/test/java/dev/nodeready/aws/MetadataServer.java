package dev.nodeready.aws;

import static dev.nodeready.net.ScriptedServer.answer;

import dev.nodeready.Ports;
import dev.nodeready.net.ScriptedServer;
import dev.nodeready.net.ScriptedServer.Asked;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A metadata service that wants tokens: amazon-ec2-metadata-mock, or our own with its answers. */
public final class MetadataServer implements AutoCloseable {
  static final String MOCK = "ec2-metadata-mock-1.13.0/ec2-metadata-mock";

  private static final String ROLE = "/latest/meta-data/iam/security-credentials/";
  private static final Map<String, String> ANSWERS =
      Map.of(
          "/latest/user-data",
          "1234,john,reboot,true|4512,richard,|173,,,",
          "/latest/dynamic/instance-identity/document",
          """
          {"accountId": "0123456789", "imageId": "ami-0b69ea66ff7391e80",
           "availabilityZone": "us-east-1f", "ramdiskId": null, "kernelId": null,
           "devpayProductCodes": null, "marketplaceProductCodes": null, "version": "2017-09-30",
           "privateIp": "10.0.7.10", "billingProducts": null,
           "instanceId": "i-1234567890abcdef0", "pendingTime": "2019-10-31T07:02:24Z",
           "architecture": "x86_64", "instanceType": "m4.xlarge", "region": "us-east-1"}\
          """,
          "/latest/meta-data/mac",
          "0e:49:61:0f:c3:11",
          "/latest/meta-data/local-ipv4",
          "172.16.34.43",
          "/latest/meta-data/network/interfaces/macs/0e:49:61:0f:c3:11/ipv6s",
          "2001:db8:8:4::2",
          ROLE,
          "baskinc-role",
          ROLE + "baskinc-role",
          """
          {"Code": "Success", "LastUpdated": "2020-04-02T18:50:40Z", "Type": "AWS-HMAC",
           "AccessKeyId": "12345678901", "SecretAccessKey": "v/12345678901",
           "Token": "TEST92test48TEST+y6RpoTEST92test48TEST/8oWVAiBqTEsT5Ky7ty2tEStxC1T==",
           "Expiration": "2020-04-02T00:49:51Z"}\
          """);

  private final @Nullable MockProcess mock;
  private final ScriptedServer front;

  private MetadataServer(@Nullable MockProcess mock, Function<Asked, String> script) {
    this.mock = mock;
    this.front = new ScriptedServer(script);
  }

  static MetadataServer mock() throws IOException, InterruptedException {
    int port = Ports.free();
    MockProcess mock =
        MockProcess.started(
            MOCK,
            port,
            Map.of(),
            List.of("--imdsv2", "--hostname", "127.0.0.1", "--port", "" + port));
    return new MetadataServer(mock, new Forwarder(port));
  }

  public static MetadataServer own() {
    return new MetadataServer(null, MetadataServer::said);
  }

  public String url() {
    return front.url();
  }

  /** The request lines so far. */
  public List<String> lines() {
    return front.lines();
  }

  @Override
  public void close() throws IOException {
    front.close();
    if (mock != null) {
      mock.close();
    }
  }

  private static String said(Asked asked) {
    if (asked.line().startsWith("PUT ")) {
      return answer(200, "X-Aws-Ec2-Metadata-Token-Ttl-Seconds: 300\r\n", "own-token");
    }
    if (!asked.header("x-aws-ec2-metadata-token").equals("own-token")) {
      return answer(401, "");
    }
    String found = ANSWERS.get(asked.line().replaceAll("^GET | HTTP/1.1$", ""));
    return found == null ? answer(404, "") : answer(200, found);
  }
}
