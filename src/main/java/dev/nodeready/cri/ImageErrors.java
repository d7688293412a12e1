package dev.nodeready.cri;

import dev.nodeready.catalogue.Code;
import dev.nodeready.failure.Failure;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Sorts the errors of the image service by what the registry said, which stands in the text:
 * containerd gives nearly all of them the code Unknown.
 */
public final class ImageErrors {
  /** The host in the address of a request that failed. */
  private static final Pattern ASKED = Pattern.compile("\"https://([^/\"]+)/");

  private ImageErrors() {}

  /**
   * One kind of error.
   *
   * @param happened what it means
   * @param words that tell it
   */
  private record Kind(Code code, boolean permanent, String happened, List<String> words) {
    boolean is(String text) {
      for (String word : words) {
        if (text.contains(word)) {
          return true;
        }
      }
      return false;
    }

    Failure of(String image, String text) {
      Matcher asked = ASKED.matcher(text);
      String registry = asked.find() ? asked.group(1) : ImageReference.host(image);
      return new Failure(
          code,
          permanent,
          tried(image),
          happened + " (" + text + ")",
          code.remedy("REGISTRY", registry));
    }
  }

  private static final Kind INVALID =
      permanent(
          Code.IMAGE_REFERENCE_INVALID,
          "that is not the name of an image",
          "invalid reference",
          "invalid argument");

  private static final Kind NOT_FOUND =
      permanent(
          Code.IMAGE_NOT_FOUND,
          "the registry has no such image (404)",
          ": 404 ",
          "not found",
          "manifest unknown");

  /** In order: what stands further up is the more telling where a text has several. */
  private static final List<Kind> KINDS =
      List.of(
          permanent(
              Code.IMAGE_DISK_FULL,
              "there is no room left",
              "no space left on device",
              "disk quota exceeded"),
          passing(
              Code.IMAGE_REGISTRY_PAGE,
              "a web page came in the registry's place, from a proxy, a mirror or a portal on the way",
              "text/html",
              "invalid character '<'"),
          permanent(
              Code.IMAGE_REGISTRY_PLAIN_HTTP,
              "the registry speaks HTTP and is asked for HTTPS",
              "gave http response to https client"),
          permanent(
              Code.IMAGE_FORMAT_UNSUPPORTED,
              "the runtime no longer takes images of this format",
              "no longer supported",
              "unsupported manifest media type",
              "manifest.v1+"),
          passing(
              Code.IMAGE_TLS,
              "the registry's certificate was not accepted",
              "x509:",
              "tls: ",
              "certificate"),
          passing(
              Code.IMAGE_RATE_LIMITED,
              "the registry takes no more requests for now (429)",
              ": 429 ",
              "toomanyrequests",
              "too many requests"),
          passing(
              Code.IMAGE_UNAUTHORIZED,
              "the registry did not accept the credentials (401)",
              ": 401 ",
              "no basic auth credentials",
              "token has expired"),
          permanent(
              Code.IMAGE_FORBIDDEN,
              "the registry refused access (403)",
              ": 403 ",
              "denied",
              "insufficient_scope",
              "authorization failed"),
          passing(
              Code.IMAGE_REGISTRY_ERROR,
              "the registry had an error of its own",
              ": 500 ",
              ": 502 ",
              ": 503 ",
              ": 504 "),
          permanent(
              Code.IMAGE_WRONG_PLATFORM,
              "the image is not made for this machine",
              "no match for platform"),
          passing(
              Code.IMAGE_REGISTRY_UNKNOWN_HOST,
              "the registry's name does not resolve",
              "no such host",
              "server misbehaving",
              "temporary failure in name resolution"),
          passing(
              Code.IMAGE_REGISTRY_UNREACHABLE,
              "the registry could not be reached, or not for long enough",
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
          passing(
              Code.IMAGE_CUT_OFF,
              "what arrived was not the whole image",
              "unexpected commit digest",
              "failed size validation",
              "past expected size",
              "short read"),
          INVALID,
          NOT_FOUND);

  /** An error that will be the same at the next attempt. */
  private static Kind permanent(Code code, String happened, String... words) {
    return new Kind(code, true, happened, List.of(words));
  }

  /** An error that may be gone at the next attempt. */
  private static Kind passing(Code code, String happened, String... words) {
    return new Kind(code, false, happened, List.of(words));
  }

  /**
   * Sorts what the log of the runtime says of a pull.
   *
   * @return empty where none of the known causes stands in it
   */
  public static Optional<Failure> ofLine(String line, String image) {
    return known(line, image, line);
  }

  /** Sorts the error of a pull. */
  static Failure sort(StatusRuntimeException e, String image) {
    Status status = e.getStatus();
    if (CriErrors.isNotInitialized(status) || CriErrors.isBrokenConnection(status)) {
      return CriErrors.sort(e, tried(image));
    }
    String text = CriErrors.text(status);
    return known(CriErrors.whole(status), image, text).orElseGet(() -> byCode(e, image, text));
  }

  private static String tried(String image) {
    return "pull " + image;
  }

  /** By all that was said; {@code told} is what of it is told. */
  private static Optional<Failure> known(String said, String image, String told) {
    String words = said.toLowerCase(Locale.ROOT) + " ";
    return KINDS.stream()
        .filter(kind -> kind.is(words))
        .findFirst()
        .map(kind -> kind.of(image, told));
  }

  private static Failure byCode(StatusRuntimeException e, String image, String text) {
    Status.Code code = e.getStatus().getCode();
    return switch (code) {
      case UNIMPLEMENTED -> CriErrors.sort(e, tried(image));
      case NOT_FOUND -> NOT_FOUND.of(image, text);
      case INVALID_ARGUMENT -> INVALID.of(image, text);
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
          passing(Code.IMAGE_PULL_FAILED, "the runtime answered " + code).of(image, text);
    };
  }
}
