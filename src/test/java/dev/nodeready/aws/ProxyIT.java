package dev.nodeready.aws;

import static dev.nodeready.aws.Fakes.failure;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nodeready.catalogue.Code;
import dev.nodeready.doctor.Causes;
import dev.nodeready.doctor.Causes.On;
import dev.nodeready.failure.Failure;
import dev.nodeready.retry.RetryPolicy;
import dev.nodeready.retry.Time;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Encrypted calls through mitmproxy where that is installed, and through a proxy of our own. */
class ProxyIT {
  private static final String IMAGE = "123456789012.dkr.ecr.us-east-1.amazonaws.com/pause:1";
  private static final String TOKEN = "PUT /latest/api/token";
  private static final String DOCUMENT = "GET /latest/dynamic/instance-identity/document";
  private static final RetryPolicy SHORT =
      RetryPolicy.doubling(Duration.ofSeconds(60), Duration.ofSeconds(1), Duration.ofSeconds(2));

  @TempDir private Path folder;

  /** Who stands between. */
  enum Who {
    MITMPROXY,
    OWN_PROXY;

    LoggingProxy start(Path folder) throws Exception {
      boolean mitmproxy = this == MITMPROXY && MockProcess.installed(LoggingProxy.MITMPROXY);
      System.out.println("proxy tests run through " + (mitmproxy ? this : OWN_PROXY));
      return mitmproxy ? LoggingProxy.mitmproxy(folder) : LoggingProxy.own(folder);
    }
  }

  @ParameterizedTest
  @EnumSource
  void sends_calls_of_apis_and_only_these_through_and_names_its_refusal(Who who) throws Exception {
    try (LoggingProxy proxy = who.start(folder);
        MetadataServer metadata = MetadataServer.own()) {
      Map<String, String> environment = environment(proxy, proxy.url(), metadata);
      Ecr ecr = new Ecr(environment, imds(environment), SHORT, Time.SYSTEM);

      assertThat(name(environment)).isEqualTo("ip-10-0-0-7.eu-west-1.compute.internal");
      assertThat(new EcrCredentials(request -> Optional.empty(), ecr).forImage(IMAGE))
          .contains(new RegistryCredentials("AWS", "123456789012-auth-token"));
      assertRefused(environment(proxy, proxy.url().replace("hidden", "mistaken"), metadata));
      assertThat(proxy.log()).hasSize(2).noneMatch(line -> line.contains("latest"));
      assertThat(metadata.lines()).containsExactly(TOKEN, DOCUMENT, TOKEN, DOCUMENT);
    }
  }

  private static void assertRefused(Map<String, String> environment) {
    environment.put("AWS_MAX_ATTEMPTS", "1");
    Failure failure = failure(() -> name(environment));

    assertThat(failure.code()).isEqualTo(Code.AWS_PROXY_REFUSED);
    assertThat(failure.toLine())
        .contains("answered 407 to CONNECT ec2.us-east-1.amazonaws.com:443", "***@127.0.0.1")
        .doesNotContain("mistaken");
    Causes.proved(
        Code.AWS_PROXY_REFUSED, On.CLOUD, "a proxy that wants another password", "407 to CONNECT");
  }

  private static String name(Map<String, String> environment) throws InterruptedException {
    return new Ec2(environment, imds(environment), SHORT, Time.SYSTEM).privateDnsName("i-0abc");
  }

  private static Imds imds(Map<String, String> environment) {
    return new Imds(environment, SHORT, Time.SYSTEM);
  }

  private static Map<String, String> environment(
      LoggingProxy proxy, String url, MetadataServer metadata) {
    Map<String, String> environment = new HashMap<>();
    environment.put("AWS_ACCESS_KEY_ID", "AKIDALLOWED");
    environment.put("AWS_SECRET_ACCESS_KEY", "a");
    environment.put("AWS_CA_BUNDLE", proxy.authority().toString());
    environment.put("AWS_EC2_METADATA_SERVICE_ENDPOINT", metadata.url());
    environment.put("HTTP_PROXY", url);
    environment.put("HTTPS_PROXY", url);
    return environment;
  }
}
