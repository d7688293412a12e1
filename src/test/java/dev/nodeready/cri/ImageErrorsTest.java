package dev.nodeready.cri;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nodeready.catalogue.Code;
import dev.nodeready.failure.Failure;
import io.grpc.Status;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The texts are those of containerd 1.6.20 and 2.4.2, with the names shortened. */
class ImageErrorsTest {
  private static final String PULL =
      "failed to pull and unpack image \"r/p:1\": failed to resolve reference \"r/p:1\": ";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          UNKNOWN|pulling from host r failed with status code [manifests 1]: 401 Unauthorized|IMAGE_UNAUTHORIZED|false
          UNKNOWN|unexpected status from HEAD request to http://r/v2/p/manifests/1: 401 Unauthorized|IMAGE_UNAUTHORIZED|false
          UNKNOWN|pull access denied, repository does not exist or may require authorization: authorization failed: no basic auth credentials|IMAGE_UNAUTHORIZED|false
          UNKNOWN|x: 403 Forbidden denied: Your authorization token has expired. Reauthenticate and try again.|IMAGE_UNAUTHORIZED|false
          UNKNOWN|pulling from host r failed with status code [manifests 1]: 403 Forbidden|IMAGE_FORBIDDEN|true
          UNKNOWN|unexpected status code http://r/v2/p/blobs/sha256:6e8: 403 Forbidden|IMAGE_FORBIDDEN|true
          UNKNOWN|pull access denied, repository does not exist or may require authorization: server message: insufficient_scope: authorization failed|IMAGE_FORBIDDEN|true
          NOT_FOUND|r/p:1: not found|IMAGE_NOT_FOUND|true
          NOT_FOUND|could not fetch content descriptor sha256:6d4 from remote: not found|IMAGE_NOT_FOUND|true
          UNKNOWN|pulling from host r failed with status code [manifests 1]: 429 Too Many Requests|IMAGE_RATE_LIMITED|false
          UNKNOWN|unexpected status from GET request to http://r/v2/p/blobs/sha256:561: 429|IMAGE_RATE_LIMITED|false
          UNKNOWN|httpReadSeeker: failed open: unexpected status code http://r/v2/p: 500 Internal Server Error|IMAGE_REGISTRY_ERROR|false
          UNKNOWN|pulling from host r failed with status code [manifests 1]: 502 Bad Gateway|IMAGE_REGISTRY_ERROR|false
          UNKNOWN|unexpected status from HEAD request to http://r/v2/p/manifests/1: 503 Service Unavailable|IMAGE_REGISTRY_ERROR|false
          FAILED_PRECONDITION|"config-sha256:270" failed size validation: 50000 != 207: failed precondition|IMAGE_CUT_OFF|false
          FAILED_PRECONDITION|failed to copy: httpReadSeeker: read past expected size 207: failed precondition|IMAGE_CUT_OFF|false
          UNKNOWN|unexpected EOF|IMAGE_REGISTRY_UNREACHABLE|false
          UNKNOWN|failed to do request: Head "https://r/v2/p/manifests/1": dial tcp 127.0.0.1:1: connect: connection refused|IMAGE_REGISTRY_UNREACHABLE|false
          UNKNOWN|failed to do request: Head "https://r/v2/p/manifests/1": dial tcp 192.0.2.1:443: i/o timeout|IMAGE_REGISTRY_UNREACHABLE|false
          UNKNOWN|failed to do request: Head "https://r/v2/p/manifests/1": net/http: TLS handshake timeout|IMAGE_REGISTRY_UNREACHABLE|false
          UNKNOWN|failed to do request: Head "https://r/v2/p/manifests/1": dial tcp: lookup r on 10.0.0.2:53: no such host|IMAGE_REGISTRY_UNKNOWN_HOST|false
          UNKNOWN|failed to do request: Head "https://r/v2/p/manifests/1": tls: failed to verify certificate: x509: certificate signed by unknown authority|IMAGE_TLS|false
          UNKNOWN|write /var/lib/containerd/x/data: no space left on device|IMAGE_DISK_FULL|true
          NOT_FOUND|no match for platform in manifest sha256:270: not found|IMAGE_WRONG_PLATFORM|true
          UNKNOWN|failed to unpack image on snapshotter overlayfs: unexpected media type text/html for sha256:f2f: not found|IMAGE_REGISTRY_PAGE|false
          NOT_FOUND|failed to unpack image on snapshotter overlayfs: unexpected media type text/html for sha256:f2f: not found|IMAGE_REGISTRY_PAGE|false
          NOT_FOUND|failed to copy: httpReadSeeker: failed open: could not fetch content descriptor sha256:9a6 (text/html) from remote: not found|IMAGE_REGISTRY_PAGE|false
          UNKNOWN|failed to fetch anonymous token: invalid character '<' looking for beginning of value|IMAGE_REGISTRY_PAGE|false
          UNKNOWN|failed to do request: Head "https://r:5000/v2/p/manifests/1": http: server gave HTTP response to HTTPS client|IMAGE_REGISTRY_PLAIN_HTTP|true
          UNIMPLEMENTED|not implemented: media type "application/vnd.docker.distribution.manifest.v1+prettyjws" is no longer supported since containerd v2.1, please rebuild the image as "application/vnd.oci.image.manifest.v1+json"|IMAGE_FORMAT_UNSUPPORTED|true
          UNKNOWN|failed to parse image reference "A B:::": invalid reference format: repository name must be lowercase|IMAGE_REFERENCE_INVALID|true
          UNKNOWN|server is not initialized yet|CRI_NOT_INITIALIZED|false
          UNAVAILABLE|server is not initialized yet|CRI_NOT_INITIALIZED|false
          UNAVAILABLE|End of stream or IOException|CRI_LOST|false
          UNIMPLEMENTED|unknown service runtime.v1.ImageService|CRI_UNIMPLEMENTED|false
          UNKNOWN|something nobody has seen yet|IMAGE_PULL_FAILED|false
          """)
  void each_answer_has_its_code(Status.Code code, String text, String expected, boolean permanent) {
    String whole = expected.startsWith("CRI_") ? text : PULL + text;
    Failure failure =
        ImageErrors.sort(
            Status.fromCode(code).withDescription(whole).asRuntimeException(), "r/p:1");
    assertThat(failure.code()).hasToString(expected);
    assertThat(failure.permanent()).isEqualTo(permanent);
  }

  @Test
  void a_registry_without_https_is_named_with_what_to_write() {
    Failure failure =
        sort(
            "x\": failed to do request: Head \"https://mirror.example:5000/v2/p/manifests/1\": http:"
                + " server gave HTTP response to HTTPS client");
    assertThat(failure.remedy())
        .contains("[host.\"http://mirror.example:5000\"]")
        .contains("/etc/containerd/certs.d");
  }

  @Test
  void the_cause_at_the_end_of_a_long_text_is_seen_and_shown() {
    Failure failure = sort("r".repeat(2000) + ": no space left on device");
    assertThat(failure.code()).isEqualTo(Code.IMAGE_DISK_FULL);
    assertThat(failure.happened()).contains("no space left on device").hasSizeLessThan(700);
  }

  private static Failure sort(String text) {
    return ImageErrors.sort(Status.UNKNOWN.withDescription(text).asRuntimeException(), "r/p:1");
  }
}
