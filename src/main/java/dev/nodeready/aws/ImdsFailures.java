package dev.nodeready.aws;

import dev.nodeready.catalogue.Code;
import dev.nodeready.failure.Failure;
import dev.nodeready.failure.FailureException;
import dev.nodeready.failure.Words;
import dev.nodeready.net.CallException;
import org.jspecify.annotations.Nullable;

/** What can go wrong with the metadata service, and what helps. */
final class ImdsFailures {
  private static final String ROUTE =
      "check that the instance's metadata options have the endpoint enabled (aws ec2"
          + " describe-instances), that the route to the metadata address exists (ip route get"
          + " 169.254.169.254) and that no firewall rule drops it; in an IPv6-only subnet enable"
          + " the endpoint's IPv6 address too (http-protocol-ipv6)";

  private static final String SEE = "curl -v http://169.254.169.254/latest/";

  private ImdsFailures() {}

  static FailureException disabled() {
    return Failure.permanent(
            Code.AWS_IMDS_DISABLED, "ask the metadata service", "AWS_EC2_METADATA_DISABLED is true")
        .asException();
  }

  static FailureException badEndpoint(String endpoint, Throwable cause) {
    return Failure.permanent(
            Code.AWS_IMDS_ENDPOINT,
            "ask the metadata service at " + shortened(endpoint),
            "that is no address: " + Words.of(cause))
        .asException(cause);
  }

  static FailureException noAnswer(String what, String endpoint, CallException cause) {
    return Failure.passing(
            Code.AWS_IMDS_UNREACHABLE,
            "ask the metadata service at " + endpoint + ": " + what,
            cause.happened(),
            ROUTE)
        .asException(cause);
  }

  static FailureException hopLimit(String endpoint, CallException cause) {
    return noToken(
        endpoint,
        cause.happened() + ", and a question without a token is answered 401",
        "raise the hop limit of the instance's metadata options (2 behind a bridge or inside a"
            + " container): aws ec2 modify-instance-metadata-options --http-put-response-hop-limit 2",
        cause);
  }

  static FailureException silent(String endpoint, CallException cause) {
    return noToken(
        endpoint,
        cause.happened() + ", nor one without a token",
        "look for what delays the service or drops its answers ("
            + SEE
            + "); the hop limit of the instance's metadata options may be too low as well",
        cause);
  }

  private static FailureException noToken(
      String endpoint, String happened, String remedy, CallException cause) {
    return Failure.passing(
            Code.AWS_IMDS_UNREACHABLE,
            "get a session token from the metadata service at " + endpoint,
            "the connection stands, yet " + happened,
            remedy)
        .asException(cause);
  }

  static FailureException status(String what, int status) {
    boolean passing = status >= 500 || status == 429;
    return new Failure(
            passing ? Code.AWS_IMDS_UNREACHABLE : Code.AWS_IMDS_REFUSED,
            !passing,
            "ask the metadata service: " + what,
            "it answered " + status,
            passing
                ? "wait for the service, and look for what answers in its place if it goes on: "
                    + SEE
                : Code.AWS_IMDS_REFUSED.remedy())
        .asException();
  }

  static FailureException tokenRefused(String path) {
    return Failure.passing(
            Code.AWS_IMDS_REFUSED,
            "ask the metadata service: GET " + path,
            "it refused a token that it had just given",
            "check what answers at the metadata address ("
                + SEE
                + "); a proxy in between may share tokens")
        .asException();
  }

  static FailureException absent(String path) {
    return Failure.passing(
            Code.AWS_IMDS_ABSENT,
            "ask the metadata service: GET " + path,
            "it answered 404: there is nothing yet",
            path.contains("/iam/")
                ? Code.AWS_IMDS_ABSENT.remedy()
                : "check what answers at the metadata address: " + SEE)
        .asException();
  }

  static FailureException badAnswer(String path, @Nullable String why, @Nullable Throwable cause) {
    Failure failure =
        Failure.passing(
            Code.AWS_IMDS_BAD_ANSWER,
            "read the metadata at " + path,
            shortened(String.valueOf(why)));
    return cause == null ? failure.asException() : failure.asException(cause);
  }

  static FailureException noIpv4() {
    return Failure.permanent(
            Code.AWS_IMDS_NO_IPV4,
            "find the node's IPv4 address",
            "the instance has none, though the service CIDR is IPv4")
        .asException();
  }

  static FailureException noIpv6() {
    return Failure.permanent(
            Code.AWS_IMDS_NO_IPV6,
            "find the node's IPv6 address",
            "the primary interface has none, though the service CIDR is IPv6")
        .asException();
  }

  /** At most 200 characters in one line: what others send is not repeated at length. */
  static String shortened(String text) {
    String line = text.replaceAll("\\p{Cntrl}+", " ");
    return line.length() <= 200 ? line : line.substring(0, 200) + "…";
  }
}
