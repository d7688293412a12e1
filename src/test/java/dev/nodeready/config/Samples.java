package dev.nodeready.config;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/** Documents to begin from, and short ways to resolve them. */
final class Samples {
  /** A configuration with all that is required. */
  static final String BASE =
      """
      apiVersion: node.eks.aws/v1alpha1
      kind: NodeConfig
      spec:
        cluster:
          name: my-cluster
          apiServerEndpoint: https://example.com
          certificateAuthority: LS0tLS1CRUdJTiBDRVJUSUZJQ0FURS0tLS0tCk1JSUIKLS0tLS1FTkQgQ0VSVElGSUNBVEUtLS0tLQo=
          cidr: 10.100.0.0/16
      """;

  static final String HEAD =
      """
      apiVersion: node.eks.aws/v1alpha1
      kind: NodeConfig
      spec:
      """;

  private Samples() {}

  /** {@link #BASE} with more below {@code spec}, indented by two. */
  static String baseWith(String more) {
    return BASE + more.indent(2);
  }

  /** A document that says only this below {@code spec}. */
  static String only(String spec) {
    return HEAD + spec.indent(2);
  }

  static ResolvedConfig resolve(String userData) throws InterruptedException {
    return resolve(userData.getBytes(StandardCharsets.UTF_8));
  }

  static ResolvedConfig resolve(byte @Nullable [] userData) throws InterruptedException {
    return new ConfigResolver(() -> userData).resolve(List.of(), null, false);
  }

  static List<Problem> check(String userData) throws InterruptedException {
    return new ConfigResolver(() -> userData.getBytes(StandardCharsets.UTF_8))
        .check(List.of(), Validation.Facts.NONE, _ -> List.of());
  }

  static byte[] gzip(byte[] bytes) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(bytes);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return out.toByteArray();
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
