package dev.nodeready.aws;

import dev.nodeready.api.Authority;
import dev.nodeready.net.ScriptedServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLServerSocket;

/**
 * Plays the metadata service, EC2 and kubelet's health for the training run of the AOT cache, which
 * is then made of the same classes as a boot loads. EC2 is asked over TLS, as on a machine.
 */
final class TrainingCloud {
  private static final String EC2 = "ec2.training.example";
  private static final String META = "GET /latest/meta-data/";

  private static final Map<String, String> OF_A_BOOT =
      Map.of(
          "PUT /latest/api/token",
          "token",
          "GET /healthz",
          "ok",
          "GET /latest/dynamic/instance-identity/document",
          """
          {"accountId": "123456789012", "architecture": "x86_64", "availabilityZone": "eu-west-1a",
           "instanceId": "i-0123456789abcdef0", "instanceType": "m5.large", "privateIp": "127.0.0.1", "region": "eu-west-1"}
          """,
          META + "mac",
          "0a:00:00:00:00:01",
          META + "local-ipv4",
          "192.0.2.10",
          META + "iam/security-credentials/",
          "role",
          META + "iam/security-credentials/role",
          """
          {"Code": "Success", "Type": "AWS-HMAC", "AccessKeyId": "AKIDEXAMPLE", "SecretAccessKey": "a",
           "Token": "t", "Expiration": "2100-01-01T00:00:00Z"}
          """,
          "POST /",
          """
          <DescribeInstancesResponse><reservationSet><item><instancesSet><item>
            <instanceId>i-0123456789abcdef0</instanceId>
            <privateDnsName>ip-192-0-2-10.eu-west-1.compute.internal</privateDnsName>
          </item></instancesSet></item></reservationSet></DescribeInstancesResponse>
          """);

  private static final Map<String, String> ANSWERS = answers();

  private static Map<String, String> answers() {
    Map<String, String> all = new HashMap<>(OF_A_BOOT);
    for (String mac : List.of("0a:00:00:00:00:01", "0a:00:00:00:00:02")) {
      String at = META + "network/interfaces/macs/" + mac + "/";
      all.put(at + "device-number", mac.substring(mac.length() - 1));
      all.put(at + "local-ipv4s", "192.0.2.10");
    }
    return all;
  }

  private static volatile Path userData = Path.of("/dev/null");

  private TrainingCloud() {}

  /**
   * Serves until it is killed; told are a file that gets {@code PORT EC2-PORT CA}, and one with the
   * user data.
   */
  @SuppressWarnings("resource")
  public static void main(String[] arguments) throws Exception {
    userData = Path.of(arguments[1]);
    ScriptedServer server = new ScriptedServer(TrainingCloud::answer);
    Authority authority = Authority.rsa("training");
    ScriptedServer ec2 = new ScriptedServer(encrypted(authority), TrainingCloud::answer);
    byte[] pem = authority.pem().getBytes(StandardCharsets.UTF_8);
    Path told = Path.of(arguments[0]);
    Path whole = told.resolveSibling(told.getFileName() + ".new");
    String ca = Base64.getEncoder().encodeToString(pem);
    Files.writeString(whole, server.port() + " " + ec2.port() + " " + ca);
    Files.move(whole, told, StandardCopyOption.ATOMIC_MOVE);
    Thread.currentThread().join();
  }

  private static SSLServerSocket encrypted(Authority authority)
      throws GeneralSecurityException, IOException {
    SSLServerSocket socket =
        (SSLServerSocket)
            authority
                .context(authority.server(EC2))
                .getServerSocketFactory()
                .createServerSocket(0, 50, InetAddress.getLoopbackAddress());
    // The JDK would choose another one, and so other classes, than Go's and AWS's servers do.
    socket.setEnabledCipherSuites(new String[] {"TLS_AES_128_GCM_SHA256"});
    return socket;
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String answer(ScriptedServer.Asked asked) {
    String line = asked.line().replaceFirst(" HTTP.*", "");
    String body = line.equals("GET /latest/user-data") ? text(userData) : ANSWERS.get(line);
    return body == null ? ScriptedServer.answer(404, "") : ScriptedServer.answer(200, body);
  }
}
