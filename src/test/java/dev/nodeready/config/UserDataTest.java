package dev.nodeready.config;

import static dev.nodeready.config.Samples.BASE;
import static dev.nodeready.config.Samples.bytes;
import static dev.nodeready.config.Samples.gzip;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nodeready.catalogue.Code;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class UserDataTest {
  private static final String TYPE = "Content-Type: application/node.eks.aws\n";
  private static final String SHELL =
      "--BOUNDARY\nContent-Type: text/x-shellscript; charset=\"us-ascii\"\n\n#!/bin/sh\necho hi\n";
  private static final String HEADER =
      "MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=\"BOUNDARY\"\n\n";
  private static final String MULTIPART =
      HEADER + "--BOUNDARY\n" + TYPE + "\n---\n" + BASE + "\n" + SHELL + "\n--BOUNDARY--\n";

  @Test
  void takes_the_node_config_part_and_leaves_the_script_alone() throws Exception {
    ResolvedConfig resolved = Samples.resolve(MULTIPART);

    assertThat(resolved.config().cluster().name()).isEqualTo("my-cluster");
    assertThat(resolved.problems()).isEmpty();
    assertThat(resolved.origins().at("spec.cluster.name")).hasToString("imds://user-data:12:5");
  }

  @Test
  void packing_changes_nothing() throws Exception {
    byte[] plain = bytes(MULTIPART);
    byte[] zipped = gzip(plain);
    byte[] wrapped = Base64.getMimeEncoder(60, new byte[] {'\n'}).encode(zipped);
    byte[] crlf = bytes(MULTIPART.replace("\n", "\r\n"));
    NodeConfig expected = Samples.resolve(MULTIPART).config();

    for (byte[] packed : List.of(zipped, Base64.getEncoder().encode(plain), wrapped, crlf)) {
      assertThat(Samples.resolve(packed).config()).isEqualTo(expected);
    }
  }

  @Test
  void a_part_may_be_packed_on_its_own() throws Exception {
    String zipped = new String(gzip(bytes(BASE)), StandardCharsets.ISO_8859_1);
    String encoded = Base64.getMimeEncoder().encodeToString(bytes(BASE));
    String both = Base64.getEncoder().encodeToString(gzip(bytes(BASE)));
    String quoted = BASE.replace("=", "=3D").replace("my-cluster", "my-=\ncluster");

    assertThat(names(TYPE, zipped)).isEqualTo("my-cluster");
    assertThat(names(TYPE + "Content-Transfer-Encoding: base64\n", encoded))
        .isEqualTo("my-cluster");
    assertThat(names(TYPE, both)).isEqualTo("my-cluster");
    assertThat(names(TYPE + "content-transfer-encoding: Quoted-Printable\n", quoted))
        .isEqualTo("my-cluster");
  }

  private static String names(String header, String body) throws Exception {
    String text = HEADER + "--BOUNDARY\n" + header + "\n" + body + "\n--BOUNDARY--\n";
    return Samples.resolve(text.getBytes(StandardCharsets.ISO_8859_1)).config().cluster().name();
  }

  @Test
  void merges_parts_in_the_order_they_stand_nested_ones_too() throws Exception {
    String first = Samples.baseWith("kubelet: {config: {maxPods: 58}}");
    String second = Samples.only("kubelet: {config: {systemReserved: {cpu: 150m}}}");
    String nested =
        "--BOUNDARY\nContent-Type: multipart/mixed; boundary=IN\n\npreamble\n--IN\n"
            + TYPE
            + "\n"
            + second
            + "--IN--\nepilogue\n";
    String text = HEADER + "--BOUNDARY\n" + TYPE + "\n" + first + nested + SHELL + "--BOUNDARY--\n";

    assertThat(Samples.resolve(text).config().kubelet().config())
        .containsEntry("maxPods", 58L)
        .containsKey("systemReserved");
  }

  @Test
  void a_boundary_may_be_two_slashes() throws Exception {
    String text = MULTIPART.replace("BOUNDARY", "//");

    assertThat(Samples.resolve(text).config().cluster().name()).isEqualTo("my-cluster");
  }

  @Test
  void names_the_missing_blank_line_after_the_outer_header() {
    String text =
        MULTIPART.replace("\n\n--BOUNDARY\nContent-Type: app", "\n--BOUNDARY\nContent-Type: app");

    assertThatThrownBy(() -> Samples.resolve(text))
        .hasMessageStartingWith(Code.CONFIG_MIME_BROKEN.name())
        .hasMessageContaining("imds://user-data:3:1")
        .hasMessageContaining("blank line")
        .hasMessageNotContaining("YAML");
  }

  @Test
  void names_the_missing_blank_line_after_the_header_of_a_part() {
    assertThatThrownBy(() -> Samples.resolve(MULTIPART.replace("aws\n\n---", "aws\n---")))
        .hasMessageStartingWith(Code.CONFIG_MIME_BROKEN.name())
        .hasMessageContaining("imds://user-data:6:1")
        .hasMessageContaining("the header of the NodeConfig part");
  }

  @Test
  void takes_a_closing_boundary_with_rubbish_behind_it() throws Exception {
    for (String rubbish : List.of("\\", "[")) {
      ResolvedConfig resolved =
          Samples.resolve(MULTIPART.replace("--BOUNDARY--", "--BOUNDARY--" + rubbish));

      assertThat(resolved.problems())
          .extracting(Problem::severity, Problem::code)
          .containsExactly(
              org.assertj.core.groups.Tuple.tuple(Severity.WARNING, Code.CONFIG_MIME_BROKEN));
    }
  }

  @Test
  void tells_of_a_missing_closing_boundary_and_takes_the_parts() throws Exception {
    String text = MULTIPART.replace("--BOUNDARY--\n", "");

    assertThat(Samples.resolve(text).problems())
        .singleElement()
        .satisfies(problem -> assertThat(problem.toLine()).contains("closing boundary"));
  }

  @Test
  void points_at_a_line_that_is_nearly_the_boundary() {
    assertThatThrownBy(() -> Samples.resolve(MULTIPART.replace("--BOUNDARY\n", "---BOUNDARY\n")))
        .hasMessageStartingWith(Code.CONFIG_MIME_BROKEN.name())
        .hasMessageContaining("nearly")
        .hasMessageContaining(":4:1");
  }

  @Test
  void a_broken_part_costs_no_other_one() throws Exception {
    String text =
        HEADER
            + "--BOUNDARY\n"
            + TYPE
            + "\n"
            + BASE
            + "\n--BOUNDARY\n"
            + TYPE
            + "\na: [1\n"
            + "\n--BOUNDARY\nno header\n--BOUNDARY--\n";

    ResolvedConfig resolved = Samples.resolve(text);

    assertThat(resolved.config().cluster().name()).isEqualTo("my-cluster");
    assertThat(resolved.problems()).extracting(Problem::code).contains(Code.CONFIG_SYNTAX);
    assertThat(Samples.check(text)).anyMatch(problem -> problem.severity() == Severity.STRICT);
  }

  @Test
  void refuses_a_gzip_that_holds_far_more_than_it_weighs() {
    assertThatThrownBy(() -> Samples.resolve(gzip(new byte[10_000_000])))
        .hasMessageStartingWith(Code.CONFIG_TOO_LARGE.name());
  }

  @Test
  @Timeout(20)
  void a_header_that_never_ends_takes_no_long_time() throws Exception {
    String text = MULTIPART.replaceFirst("\n", "\n" + "X: y\n" + " more\n".repeat(150_000));

    assertThat(Samples.resolve(text).config().cluster().name()).isEqualTo("my-cluster");
  }

  @Test
  @Timeout(20)
  void parts_without_end_take_no_long_time_and_the_first_of_them_are_read() throws Exception {
    String text = MULTIPART.replace("--BOUNDARY--", "--BOUNDARY\n".repeat(90_000) + "--BOUNDARY--");
    ResolvedConfig resolved = Samples.resolve(text);

    assertThat(resolved.config().cluster().name()).isEqualTo("my-cluster");
    assertThat(resolved.problems()).anyMatch(p -> p.toLine().contains("more than 10000 parts"));
  }

  @Test
  void tells_user_data_without_a_node_config_from_a_broken_one() {
    assertThatThrownBy(() -> Samples.resolve(HEADER + SHELL + "--BOUNDARY--\n"))
        .hasMessageStartingWith(Code.CONFIG_NONE.name());
    assertThatThrownBy(() -> Samples.resolve("#!/bin/sh\necho hi\n"))
        .hasMessageStartingWith(Code.CONFIG_NONE.name())
        .hasMessageContaining("script");
    assertThatThrownBy(() -> Samples.resolve((byte[]) null))
        .hasMessageStartingWith(Code.CONFIG_NONE.name());
    assertThatThrownBy(() -> Samples.resolve("a: [1"))
        .hasMessageStartingWith(Code.CONFIG_SYNTAX.name());
  }

  @Test
  void says_that_bootstrap_sh_is_gone() {
    String script = "#!/bin/bash\n/etc/eks/bootstrap.sh my-cluster --kubelet-extra-args x\n";

    assertThatThrownBy(() -> Samples.resolve(script))
        .hasMessageContaining("bootstrap.sh, which is gone");
    assertThatThrownBy(
            () -> Samples.resolve(HEADER + SHELL.replace("echo hi", script) + "--BOUNDARY--\n"))
        .hasMessageContaining("bootstrap.sh, which is gone");
  }

  @Test
  void says_that_a_node_config_has_another_type() {
    assertThatThrownBy(
            () -> Samples.resolve(MULTIPART.replace("application/node.eks.aws", "text/yaml")))
        .hasMessageContaining("looks like a NodeConfig but is text/yaml");
  }

  @Test
  void finds_the_header_below_blank_lines_and_says_so() throws Exception {
    assertThat(Samples.resolve("\n\n" + MULTIPART).problems())
        .extracting(Problem::severity)
        .containsExactly(Severity.STRICT);
  }

  @Test
  void unindented_and_capitalised_fields_are_named_with_what_was_meant() {
    String text =
        """
        apiVersion: node.eks.aws/v1alpha1
        kind: NodeConfig
        Spec:
        Cluster:
        Name: my-cluster
        """;

    assertThatThrownBy(() -> Samples.resolve(text))
        .hasMessageContaining(
            "user-data:5:1: spec.cluster.name: is missing; Name is no known field")
        .hasMessageContaining("did you mean spec.cluster.name?")
        .hasMessageContaining("user-data:4:1: spec.cluster.cidr: is missing; Cluster is no known");
  }
}
