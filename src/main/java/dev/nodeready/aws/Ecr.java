package dev.nodeready.aws;

import dev.nodeready.catalogue.Code;
import dev.nodeready.failure.Failure;
import dev.nodeready.failure.FailureException;
import dev.nodeready.net.Http;
import dev.nodeready.retry.RetryPolicy;
import dev.nodeready.retry.Time;
import dev.nodeready.tree.Fields;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/** Gets registry tokens from ECR. */
public final class Ecr {
  private static final String TOKEN = "authorizationToken";

  /** The one region that serves the public registry's tokens. */
  private static final String PUBLIC_REGION = "us-east-1";

  /** The public registry serves without a token too, so little time is spent on one. */
  private static final Duration FOR_OPEN = Duration.ofSeconds(20);

  private final Api api;
  private final RetryPolicy policy;

  /**
   * A client by the environment's credentials, endpoints, proxies and attempts.
   *
   * @param policy how long a token is asked for
   */
  public Ecr(Map<String, String> environment, Imds imds, RetryPolicy policy, Time time) {
    this.api = new Api(environment, imds, time);
    this.policy = policy;
  }

  /**
   * A token for a registry.
   *
   * @throws FailureException {@code AWS_*}, {@code AWS_ECR_EMPTY_TOKEN} where it holds no password
   */
  RegistryCredentials token(EcrRegistry registry) throws InterruptedException {
    ApiCall call = registry.open() ? open() : owned(registry);
    boolean shorter = registry.open() && policy.budget().compareTo(FOR_OPEN) > 0;
    return api.call(
        call, shorter ? policy.withBudget(FOR_OPEN) : policy, answer -> read(registry, answer));
  }

  private static ApiCall owned(EcrRegistry registry) {
    return new ApiCall(
        "ecr",
        "ecr:GetAuthorizationToken",
        registry.region(),
        registry.fips(),
        headers("AmazonEC2ContainerRegistry_V20150921.GetAuthorizationToken"),
        "{}");
  }

  private static ApiCall open() {
    return new ApiCall(
        "ecr-public",
        "ecr-public:GetAuthorizationToken",
        PUBLIC_REGION,
        false,
        headers("SpencerFrontendService.GetAuthorizationToken"),
        "{}");
  }

  private static Map<String, String> headers(String target) {
    return Map.of("Content-Type", "application/x-amz-json-1.1", "X-Amz-Target", target);
  }

  static RegistryCredentials read(EcrRegistry registry, Http.Answer answer) throws IOException {
    Fields data = Fields.ofJson(answer.text());
    if (registry.open()) {
      return decoded(registry, data.text("authorizationData", TOKEN));
    }
    List<Fields> each = data.list("authorizationData");
    return decoded(registry, each.isEmpty() ? "" : each.getFirst().text(TOKEN));
  }

  private static RegistryCredentials decoded(EcrRegistry registry, String token)
      throws IOException {
    String pair;
    try {
      pair = new String(Base64.getDecoder().decode(token), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      // The cause would quote the token.
      throw new IOException("the token is not base64");
    }
    int colon = pair.indexOf(':');
    if (colon < 1 || colon == pair.length() - 1) {
      throw emptyToken(registry.host(), "ECR answered without a token");
    }
    return new RegistryCredentials(pair.substring(0, colon), pair.substring(colon + 1));
  }

  static FailureException emptyToken(String host, String happened) {
    return Failure.passing(Code.AWS_ECR_EMPTY_TOKEN, "get a token for " + host, happened)
        .asException();
  }
}
