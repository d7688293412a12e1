package dev.nodeready.cri;

import dev.nodeready.catalogue.Code;
import dev.nodeready.failure.Failure;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Sorts the errors of the image service by what the registry said, which stands in the text:
 * containerd gives nearly all of them the code Unknown.
 */
final class ImageErrors {
  /** The host in the address of a request that failed. */
  private static final Pattern ASKED = Pattern.compile("\"https://([^/\"]+)/");

  private ImageErrors() {}

  /** One kind of error: the words that tell it, and what it means. */
  private record Kind(List<String> words, Function<Pulled, Failure> failure) {
    boolean is(String text) {
      for (String word : words) {
        if (text.contains(word)) {
          return true;
        }
      }
      return false;
    }
  }

  /** What was tried and what was said. */
  private record Pulled(String image, String text) {
    Failure passing(Code code, String happened, String remedy) {
      return Failure.passing(code, "pull " + image, happened + " (" + text + ")", remedy);
    }

    Failure permanent(Code code, String happened, String remedy) {
      return Failure.permanent(code, "pull " + image, happened + " (" + text + ")", remedy);
    }
  }

  /** In order: what stands further up is the more telling where a text has several. */
  private static final List<Kind> KINDS =
      List.of(
          new Kind(
              List.of("no space left on device", "disk quota exceeded"), ImageErrors::diskFull),
          new Kind(List.of("text/html", "invalid character '<'"), ImageErrors::answeredWithAPage),
          new Kind(List.of("gave http response to https client"), ImageErrors::speaksPlainHttp),
          new Kind(
              List.of("no longer supported", "unsupported manifest media type", "manifest.v1+"),
              ImageErrors::oldFormat),
          new Kind(List.of("x509:", "tls: ", "certificate"), ImageErrors::untrusted),
          new Kind(
              List.of(": 429 ", "toomanyrequests", "too many requests"),
              ImageErrors::tooManyRequests),
          new Kind(
              List.of(": 401 ", "no basic auth credentials", "token has expired"),
              ImageErrors::unauthorized),
          new Kind(
              List.of(": 403 ", "denied", "insufficient_scope", "authorization failed"),
              ImageErrors::forbidden),
          new Kind(List.of(": 500 ", ": 502 ", ": 503 ", ": 504 "), ImageErrors::registryError),
          new Kind(List.of("no match for platform"), ImageErrors::wrongPlatform),
          new Kind(
              List.of("no such host", "server misbehaving", "temporary failure in name resolution"),
              ImageErrors::unknownHost),
          new Kind(
              List.of(
                  "connection refused",
                  "connection reset",
                  "i/o timeout",
                  "network is unreachable",
                  "no route to host",
                  "tls handshake timeout",
                  "client.timeout",
                  "deadline exceeded",
                  "eof",
                  "context canceled"),
              ImageErrors::unreachable),
          new Kind(
              List.of(
                  "unexpected commit digest",
                  "failed size validation",
                  "past expected size",
                  "short read"),
              ImageErrors::cutOff),
          new Kind(List.of("invalid reference", "invalid argument"), ImageErrors::invalid),
          new Kind(List.of(": 404 ", "not found", "manifest unknown"), ImageErrors::notFound));

  /** Sorts the error of a pull. */
  static Failure sort(StatusRuntimeException e, String image) {
    Status status = e.getStatus();
    String tried = "pull " + image;
    if (CriErrors.isNotInitialized(status) || CriErrors.isBrokenConnection(status)) {
      return CriErrors.sort(e, tried);
    }
    String text = CriErrors.text(status);
    Pulled pulled = new Pulled(image, text);
    String words = CriErrors.whole(status).toLowerCase(Locale.ROOT) + " ";
    for (Kind kind : KINDS) {
      if (kind.is(words)) {
        return kind.failure().apply(pulled);
      }
    }
    return switch (status.getCode()) {
      case UNIMPLEMENTED -> CriErrors.sort(e, tried);
      case NOT_FOUND -> notFound(pulled);
      case INVALID_ARGUMENT -> invalid(pulled);
      case OK,
          CANCELLED,
          UNKNOWN,
          DEADLINE_EXCEEDED,
          ALREADY_EXISTS,
          PERMISSION_DENIED,
          UNAUTHENTICATED,
          RESOURCE_EXHAUSTED,
          FAILED_PRECONDITION,
          ABORTED,
          OUT_OF_RANGE,
          INTERNAL,
          UNAVAILABLE,
          DATA_LOSS ->
          pulled.passing(
              Code.IMAGE_PULL_FAILED,
              "the runtime answered " + status.getCode(),
              "look for that text in the runtime's log");
    };
  }

  private static Failure diskFull(Pulled pulled) {
    return pulled.permanent(
        Code.IMAGE_DISK_FULL, "there is no room left", "make room or give the node a larger disk");
  }

  /** What answers in a registry's place, such as the page of a portal: it may go. */
  private static Failure answeredWithAPage(Pulled pulled) {
    return pulled.passing(
        Code.IMAGE_REGISTRY_PAGE,
        "a web page came in the registry's place, from a proxy, a mirror or a portal on the way",
        "see what answers: curl -sSIL https://"
            + ImageReference.host(pulled.image())
            + "/v2/, and"
            + " check the mirrors in hosts.toml and containerd's HTTPS_PROXY and NO_PROXY");
  }

  private static Failure speaksPlainHttp(Pulled pulled) {
    Matcher asked = ASKED.matcher(pulled.text());
    String host = asked.find() ? asked.group(1) : ImageReference.host(pulled.image());
    return pulled.permanent(
        Code.IMAGE_REGISTRY_PLAIN_HTTP,
        "the registry " + host + " speaks HTTP and is asked for HTTPS",
        "let it speak HTTPS, or write [host.\"http://"
            + host
            + "\"] into hosts.toml in the folder "
            + host
            + " below the registry's config_path, by default /etc/containerd/certs.d");
  }

  private static Failure oldFormat(Pulled pulled) {
    return pulled.permanent(
        Code.IMAGE_FORMAT_UNSUPPORTED,
        "the runtime no longer takes images of this format",
        "rebuild the image as an OCI image, or copy it with a tool that converts it, such as"
            + " skopeo copy --format oci");
  }

  private static Failure untrusted(Pulled pulled) {
    return pulled.passing(
        Code.IMAGE_TLS,
        "the registry's certificate was not accepted",
        "check the machine's clock and that the registry's authority is among the trusted ones");
  }

  private static Failure tooManyRequests(Pulled pulled) {
    return pulled.passing(
        Code.IMAGE_RATE_LIMITED,
        "the registry takes no more requests for now (429)",
        "use a registry nearer to the node, or bake the image into the machine image");
  }

  private static Failure unauthorized(Pulled pulled) {
    return pulled.passing(
        Code.IMAGE_UNAUTHORIZED,
        "the registry did not accept the credentials (401)",
        "check that the node's role may call ecr:GetAuthorizationToken and that the clock is right");
  }

  private static Failure forbidden(Pulled pulled) {
    return pulled.permanent(
        Code.IMAGE_FORBIDDEN,
        "the registry refused access (403)",
        "give the node's role ecr:BatchGetImage and ecr:GetDownloadUrlForLayer, and check the"
            + " repository's policy and the account in the name");
  }

  private static Failure registryError(Pulled pulled) {
    return pulled.passing(
        Code.IMAGE_REGISTRY_ERROR,
        "the registry had an error of its own",
        "wait, or use another one");
  }

  private static Failure wrongPlatform(Pulled pulled) {
    return pulled.permanent(
        Code.IMAGE_WRONG_PLATFORM,
        "the image is not made for this machine",
        "use an image that is made for this architecture");
  }

  private static Failure unknownHost(Pulled pulled) {
    return pulled.passing(
        Code.IMAGE_REGISTRY_UNKNOWN_HOST,
        "the registry's name does not resolve",
        "check the name, and the node's DNS");
  }

  private static Failure unreachable(Pulled pulled) {
    return pulled.passing(
        Code.IMAGE_REGISTRY_UNREACHABLE,
        "the registry could not be reached, or not for long enough",
        "check routes, security groups and endpoints between the node and the registry");
  }

  private static Failure cutOff(Pulled pulled) {
    return pulled.passing(
        Code.IMAGE_CUT_OFF,
        "what arrived was not the whole image",
        "look for a proxy or a mirror that cuts answers short");
  }

  private static Failure invalid(Pulled pulled) {
    return pulled.permanent(
        Code.IMAGE_REFERENCE_INVALID,
        "that is not the name of an image",
        "correct the sandbox image in the configuration");
  }

  private static Failure notFound(Pulled pulled) {
    return pulled.permanent(
        Code.IMAGE_NOT_FOUND,
        "the registry has no such image (404)",
        "check name, tag and registry of the sandbox image in the configuration");
  }
}
