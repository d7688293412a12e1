package dev.nodeready.aws;

import dev.nodeready.catalogue.Code;
import dev.nodeready.failure.Failure;
import dev.nodeready.failure.FailureException;
import dev.nodeready.failure.Words;
import dev.nodeready.net.CallException;
import java.io.IOException;
import java.net.URI;
import java.util.Set;

/** What can go wrong between this node and an AWS API, and what helps. */
final class ApiFailures {
  private static final Set<String> DENIED =
      Set.of("UnauthorizedOperation", "AccessDenied", "AccessDeniedException", "OptInRequired");
  private static final Set<String> UNKNOWN =
      Set.of(
          "AuthFailure",
          "InvalidClientTokenId",
          "InvalidSignatureException",
          "MissingAuthenticationToken",
          "MissingAuthenticationTokenException",
          "SignatureDoesNotMatch",
          "UnrecognizedClientException");
  private static final Set<String> LATER =
      Set.of(
          "BandwidthLimitExceeded",
          "EC2ThrottledException",
          "LimitExceededException",
          "PriorRequestNotComplete",
          "RequestLimitExceeded",
          "RequestThrottled",
          "RequestThrottledException",
          "SlowDown",
          "Throttling",
          "ThrottlingException",
          "ThrottledException",
          "TooManyRequestsException");
  private static final Set<String> ENDED =
      Set.of("ExpiredToken", "ExpiredTokenException", "RequestExpired");

  private ApiFailures() {}

  static FailureException refused(ApiCall call, ApiError error, String owner) {
    String code = error.code();
    String tried = tried(call) + (owner.isEmpty() ? "" : " as " + owner);
    if (LATER.contains(code) || error.status() == 429) {
      return passing(Code.AWS_THROTTLED, tried, error);
    }
    if (DENIED.contains(code)) {
      return permanent(
          Code.AWS_PERMISSION_DENIED,
          tried,
          error,
          "allow %s to %s in its IAM policies; that is seen some seconds later, by the next run"
              .formatted(call.action(), owner));
    }
    if (UNKNOWN.contains(code)) {
      return permanent(
          Code.AWS_CREDENTIALS_INVALID,
          tried,
          error,
          "check the credentials (aws sts get-caller-identity), the region "
              + call.region()
              + " and the machine's clock (timedatectl status)");
    }
    if (ENDED.contains(code)) {
      return passing(Code.AWS_CREDENTIALS_EXPIRED, tried, error);
    }
    if (code.equals("InvalidInstanceID.NotFound")) {
      return passing(Code.AWS_EC2_INSTANCE_UNKNOWN, tried, error);
    }
    return unnamed(tried, error);
  }

  private static FailureException unnamed(String tried, ApiError error) {
    return error.status() >= 500
        ? passing(Code.AWS_API_UNAVAILABLE, tried, error)
        : permanent(Code.AWS_API_REFUSED, tried, error, Code.AWS_API_REFUSED.remedy());
  }

  static FailureException noAnswer(
      ApiCall call, URI endpoint, CallException e, String proxy, boolean often) {
    String way = proxy.isEmpty() ? "" : " through the proxy " + proxy;
    if (e.stage() == CallException.Stage.PROXY) {
      return Failure.passing(
              Code.AWS_PROXY_REFUSED, tried(call) + " at " + endpoint.getHost() + way, e.happened())
          .asException(e);
    }
    return Failure.passing(
            Code.AWS_ENDPOINT_UNREACHABLE,
            tried(call) + " at " + endpoint.getHost() + way,
            e.happened(),
            often ? everything(call, proxy) : first(call, endpoint, proxy))
        .asException(e);
  }

  private static String first(ApiCall call, URI endpoint, String proxy) {
    return proxy.isEmpty()
        ? "check the route to the " + call.service() + " endpoint: curl -v " + endpoint
        : "check that the proxy of HTTPS_PROXY lets the " + call.service() + " endpoint pass";
  }

  private static String everything(ApiCall call, String proxy) {
    return "check the subnet's route to a NAT or internet gateway, or add a VPC endpoint for %s with"
            .formatted(call.service())
        + " a security group that admits this node on port 443; "
        + (proxy.isEmpty()
            ? "set HTTPS_PROXY in spec.instance.environment.default where a proxy is the way out"
            : "check the proxy")
        + "; an IPv6-only subnet needs the dual-stack endpoint (AWS_USE_DUALSTACK_ENDPOINT=true),"
        + " which was tried as well unless an endpoint is given";
  }

  static FailureException badAnswer(ApiCall call, IOException e) {
    return Failure.passing(
            Code.AWS_API_BAD_ANSWER, tried(call), ImdsFailures.shortened(Words.of(e)))
        .asException(e);
  }

  static FailureException badRegion(String region) {
    return Failure.permanent(
            Code.AWS_REGION_INVALID,
            "call AWS in the region " + ImdsFailures.shortened(region),
            "that is no region's name")
        .asException();
  }

  private static String tried(ApiCall call) {
    return "call " + call.action() + " in " + call.region();
  }

  private static FailureException passing(Code code, String tried, ApiError error) {
    return Failure.passing(code, tried, error.toLine()).asException();
  }

  private static FailureException permanent(
      Code code, String tried, ApiError error, String remedy) {
    return Failure.permanent(code, tried, error.toLine(), remedy).asException();
  }
}
