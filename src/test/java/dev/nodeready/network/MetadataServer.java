package dev.nodeready.network;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** A metadata service with an instance of two interfaces, and an EC2 that knows its name. */
public final class MetadataServer implements AutoCloseable {
  public static final String INSTANCE = "i-1234567890abcdef0";
  public static final String PRIMARY = "0e:49:61:0f:c3:11";
  public static final String SECONDARY = "0e:49:61:0f:c3:77";

  /** A type that no table has, with 4 interfaces of 10 addresses. */
  public static final String NEW_TYPE = "z99.large";

  static final String MACS = "/latest/meta-data/network/interfaces/macs/";

  private final HttpServer server;
  private final Map<String, String> values = new ConcurrentHashMap<>();
  private final Map<String, Runnable> actions = new ConcurrentHashMap<>();

  private MetadataServer() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    put("/latest/api/token", "token");
    put("/latest/meta-data/mac", PRIMARY);
    put("/latest/meta-data/local-ipv4", "172.16.34.43");
    put("/latest/meta-data/iam/security-credentials/", "role");
    put(
        "/latest/meta-data/iam/security-credentials/role",
        """
        {"Code": "Success", "AccessKeyId": "AKIDEXAMPLE", "SecretAccessKey": "none",
         "Token": "none", "Expiration": "2100-01-01T00:00:00Z"}
        """);
    isOfType("m4.xlarge");
    put(MACS + PRIMARY + "/device-number", "0");
    put(MACS + PRIMARY + "/local-ipv4s", "172.16.34.43\n172.16.34.44");
    put(MACS + SECONDARY + "/device-number", "3");
    put(MACS + SECONDARY + "/network-card", "1");
    put(MACS + SECONDARY + "/local-ipv4s", "172.16.40.9\n172.16.40.10");
    server.start();
  }

  public static MetadataServer start() throws IOException {
    return new MetadataServer();
  }

  public void put(String path, String value) {
    values.put(path, value);
  }

  public void isOfType(String type) {
    put(
        "/latest/dynamic/instance-identity/document",
        """
        {"instanceId": "%s", "region": "us-west-2", "instanceType": "%s",
         "availabilityZone": "us-west-2f"}
        """
            .formatted(INSTANCE, type));
  }

  /** Does this when a path is asked for, before it answers. */
  public void when(String path, Runnable action) {
    actions.put(path, action);
  }

  public void remove(String path) {
    values.remove(path);
  }

  public int port() {
    return server.getAddress().getPort();
  }

  /** The variables that make a process ask here. */
  public Map<String, String> environment() {
    String url = "http://127.0.0.1:" + port();
    return Map.of("AWS_EC2_METADATA_SERVICE_ENDPOINT", url, "AWS_ENDPOINT_URL_EC2", url);
  }

  private void answer(HttpExchange asked) throws IOException {
    String path = asked.getRequestURI().getPath();
    actions.getOrDefault(path, () -> {}).run();
    String body = asked.getRequestMethod().equals("POST") ? ec2(asked) : values.get(path);
    try (asked) {
      byte[] bytes = (body == null ? "" : body).getBytes(StandardCharsets.UTF_8);
      asked.sendResponseHeaders(body == null ? 404 : 200, bytes.length == 0 ? -1 : bytes.length);
      if (bytes.length > 0) {
        asked.getResponseBody().write(bytes);
      }
    }
  }

  private static String ec2(HttpExchange asked) throws IOException {
    String action = new String(asked.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    return action.contains("Action=DescribeInstanceTypes")
        ? """
        <DescribeInstanceTypesResponse><instanceTypeSet><item>
        <instanceType>%s</instanceType>
        <networkInfo><defaultNetworkCardIndex>0</defaultNetworkCardIndex>
        <ipv4AddressesPerInterface>10</ipv4AddressesPerInterface>
        <networkCards><item><networkCardIndex>0</networkCardIndex>
        <maximumNetworkInterfaces>4</maximumNetworkInterfaces></item></networkCards>
        </networkInfo></item></instanceTypeSet></DescribeInstanceTypesResponse>
        """
            .formatted(NEW_TYPE)
        : """
        <DescribeInstancesResponse><reservationSet><item><instancesSet><item>
        <instanceId>%s</instanceId>
        <privateDnsName>ip-10-0-0-1.ec2.internal</privateDnsName>
        </item></instancesSet></item></reservationSet></DescribeInstancesResponse>
        """
            .formatted(INSTANCE);
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
