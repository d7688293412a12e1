package dev.nodeready.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nodeready.catalogue.Code;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** User data that is not what it was meant to be, in the shapes that people really sent. */
class ForeignUserDataTest {
  private static final String TYPE = "Content-Type: application/node.eks.aws\n\n";
  private static final String SHELL = "Content-Type: text/x-shellscript; charset=\"us-ascii\"\n\n";
  private static final String START =
      "MIME-Version: 1.0 \nContent-Type: multipart/mixed; boundary=\"QUAY\"  \n\n";
  private static final String SCRIPT = "--QUAY\n" + SHELL + "#!/bin/sh\necho hi\n";

  @TempDir Path folder;

  @Test
  void a_node_config_behind_the_closing_boundary_is_named_with_its_line() throws Exception {
    String text = START + SCRIPT + "--QUAY--\n\n" + TYPE + Samples.BASE + "--QUAY--\n";

    assertThat(fromFile(text))
        .singleElement()
        .satisfies(problem -> {
          assertThat(problem.severity()).isEqualTo(Severity.ERROR);
          assertThat(problem.toLine())
              .contains(":11:1: ", "behind the closing boundary --QUAY--", "from line 11 on")
              .contains("move it before the line --QUAY--")
              .doesNotContain("Content-Type");
        });
  }

  @Test
  void a_node_config_before_the_first_boundary_is_named_too() throws Exception {
    assertThat(lines(fromFile(START + TYPE + Samples.BASE + SCRIPT + "--QUAY--\n")))
        .contains("before the first boundary --QUAY", "put a line --QUAY before its header");
  }

  @Test
  void blanks_at_the_ends_of_headers_and_boundaries_change_nothing() throws Exception {
    String text =
        START.replace("\n\n", "\n   \n")
            + "--QUAY \n"
            + TYPE.replace("\n\n", "  \n \n")
            + "--- \n"
            + Samples.BASE
            + "\n--QUAY--  \n";

    assertThat(fromFile(text)).isEmpty();
  }

  @Test
  void a_node_config_that_is_declared_as_a_script_is_told_and_costs_no_other_one()
      throws Exception {
    String asScript = "--QUAY\n" + SHELL + "# ours\n---\n" + Samples.only("kubelet: {}");
    String good = "--QUAY\n" + TYPE + Samples.BASE;

    assertThat(fromFile(START + asScript + "--QUAY--\n"))
        .singleElement()
        .satisfies(problem -> {
          assertThat(problem.severity()).isEqualTo(Severity.ERROR);
          assertThat(problem.toLine())
              .contains("is a NodeConfig but is text/x-shellscript")
              .contains("give it Content-Type: application/node.eks.aws");
        });
    assertThat(fromFile(START + good + asScript + "--QUAY--\n"))
        .extracting(Problem::severity, Problem::code)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(Severity.WARNING, Code.CONFIG_NODECONFIG_UNREAD));
    assertThatThrownBy(() -> Samples.resolve(START + asScript + "--QUAY--\n"))
        .hasMessageContaining("is a NodeConfig but is text/x-shellscript");
  }

  @Test
  void a_script_that_writes_a_node_config_is_a_script() throws Exception {
    String script =
        "#!/bin/sh\ncat > /etc/eks/nodeadm.d/zone.yaml <<END\n" + Samples.HEAD + "END\n";

    assertThat(
            fromFile(
                START
                    + "--QUAY\n"
                    + TYPE
                    + Samples.BASE
                    + "--QUAY\n"
                    + SHELL
                    + script
                    + "--QUAY--\n"))
        .isEmpty();
  }

  @Test
  void what_scripts_did_on_amazon_linux_2_is_told_and_hinders_nothing() throws Exception {
    String scripts =
        "--QUAY\n"
            + SHELL
            + "#!/bin/sh\nsed -i s/a/b/ /etc/kubernetes/kubelet/kubelet-config.json\n"
            + "--QUAY\n"
            + SHELL
            + "export USE_MAX_PODS=false KUBELET_EXTRA_ARGS=--max-pods=20\n";

    List<Problem> found =
        fromFile(START + "--QUAY\n" + TYPE + Samples.BASE + scripts + "--QUAY--\n");

    assertThat(found)
        .hasSize(4)
        .allSatisfy(problem -> {
          assertThat(problem.severity()).isEqualTo(Severity.WARNING);
          assertThat(problem.code()).isEqualTo(Code.CONFIG_SCRIPT_DOUBTFUL);
        });
    assertThat(lines(found)).contains("kubelet-config.json is not there", "KUBELET_EXTRA_ARGS");
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-16", "UTF-16LE", "UTF-16BE", "x-UTF-16LE-BOM"})
  void utf_16_is_read_and_told_and_never_a_matter_of_yaml(String charset) throws Exception {
    String mime = START + SCRIPT + "--QUAY\n" + TYPE + Samples.BASE + "--QUAY--\n";
    for (String text : List.of(Samples.BASE, mime.replace("\n", "\r\n"))) {
      assertThat(check(text.getBytes(Charset.forName(charset))))
          .singleElement()
          .satisfies(problem -> {
            assertThat(problem.severity()).isEqualTo(Severity.WARNING);
            assertThat(problem.toLine()).contains("is UTF-16", "save it as UTF-8");
          });
    }
  }

  @Test
  void a_byte_order_mark_of_utf_8_is_no_matter_at_all() throws Exception {
    assertThat(check(("\uFEFF" + Samples.BASE).getBytes(StandardCharsets.UTF_8))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ./files/user-data.yaml.tftpl | is the name of a file ('./files/user-data.yaml.tftpl')
          user_data.sh                 | is the name of a file
          file://bootstrap.txt         | is the name of a file
          tobefilledin                 | is one line of 12 characters
          changeme                     | is one line of 8 characters
          ABCD                         | is one line of 4 characters
          null                         | is one line of 4 characters
          ${user_data}                 | is one line of 12 characters
          {{ .UserData }}              | is one line of 15 characters
          $(cat node.yaml)             | is one line of 16 characters
          [object Object]              | is one line of 15 characters
          %USERDATA%                   | is one line of 10 characters
          <powershell>\\nGet-Item\\n   | a script for Windows
          [settings.kubernetes]\\na=1  | for Bottlerocket
          #cloud-config\\nfoo: bar     | a cloud-config
          <html>\\n<body>\\n           | neither apiVersion nor kind
          Dear admin: hello\\nbye      | neither apiVersion nor kind
          {% if x %}\\n{{ y }}\\n      | a template that was not rendered
          """)
  void what_is_no_node_config_is_called_what_it_is(String written, String words) throws Exception {
    String text = written.replace("\\n", "\n");

    assertThat(fromFile(text))
        .singleElement()
        .satisfies(problem -> {
          assertThat(problem.code()).isEqualTo(Code.CONFIG_NONE);
          assertThat(problem.toLine()).contains(words).matches("\\p{Print}*");
        });
    assertThatThrownBy(() -> Samples.resolve(text))
        .hasMessageStartingWith(Code.CONFIG_NONE.name())
        .hasMessageContaining(words);
  }

  /** nodeadm boots by each of these: what stands before it is a remark, and YAML has escapes. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "#cloud-config\n%s",
        "#!/usr/bin/env nodeready\n%s",
        "# /etc/eks/bootstrap.sh\n%s",
        "%%YAML 1.1\n---\n\"a\\u0070iVersion\": node.eks.aws/v1alpha1\nkind: \"Node\\x43onfig\"\n"
      })
  void a_node_config_that_looks_like_something_else_is_one_all_the_same(String written)
      throws Exception {
    assertThat(fromFile(written.formatted(Samples.BASE)))
        .extracting(Problem::code)
        .doesNotContain(Code.CONFIG_NONE, Code.CONFIG_BOOTSTRAP_SCRIPT);
  }

  @Test
  void bytes_that_are_no_text_are_counted_and_not_shown() throws Exception {
    byte[] rubbish = {'k', 1, 2, (byte) 0xc3, 0, 7, 27, '[', '2', 'J'};

    assertThat(check(rubbish))
        .singleElement()
        .satisfies(problem -> {
          assertThat(problem.code()).isEqualTo(Code.CONFIG_NONE);
          assertThat(problem.toLine()).contains("10 bytes that are no text").matches("\\p{Print}*");
        });
  }

  @Test
  void base64_in_base64_is_told() throws Exception {
    Base64.Encoder base64 = Base64.getEncoder();
    byte[] twice = base64.encode(base64.encode(Samples.bytes(Samples.BASE)));

    assertThat(lines(check(twice))).contains("base64 more than once");
  }

  @Test
  void other_sources_make_up_for_user_data_that_is_none() throws Exception {
    Path file = Files.writeString(folder.resolve("node.yaml"), Samples.BASE);
    ConfigResolver resolver = new ConfigResolver(() -> Samples.bytes("./user-data.tpl"));

    ResolvedConfig resolved =
        resolver.resolve(List.of("imds://user-data", "file://" + file), null, false);

    assertThat(resolved.config().cluster().name()).isEqualTo("my-cluster");
    assertThat(lines(resolved.problems())).contains("the template was not rendered");
  }

  @Test
  void the_form_of_the_hybrid_nodeadm_is_named_and_its_code_is_never_repeated() throws Exception {
    String hybrid =
        """
        apiVersion: node.eks.aws/v1alpha1
        kind: NodeConfig
        spec:
          cluster: {name: quay, region: eu-north-1}
          hybrid:
            ssm: {activationId: 01234567-89ab-cdef-0123-456789abcdef, activationCode: s3cr3tC0de}
        """;

    assertThat(lines(fromFile(hybrid)))
        .contains("spec.hybrid: is of the nodeadm for hybrid nodes", "aws eks describe-cluster")
        .contains("spec.cluster.apiServerEndpoint: is missing");
    assertThatThrownBy(() -> Samples.resolve(hybrid))
        .hasMessageContaining("is of the nodeadm for hybrid nodes (spec.hybrid)")
        .hasMessageNotContaining("s3cr3tC0de");
    for (String broken :
        List.of(
            hybrid,
            hybrid.replace("ssm: {", "ssm: {{"),
            hybrid.replace("activationCode: ", "activationCode: *"),
            hybrid.replace("activationCode: ", "activationCode: !!int "),
            hybrid.replace("hybrid:", "hybird:"),
            hybrid.replace("activationCode: s3cr3tC0de", "s3cr3tC0de"),
            "{\"apiVersion\": \"node.eks.aws/v1alpha1\", \"activationCode\": s3cr3tC0de}",
            "{\"apiVersion\": \"node.eks.aws/v1alpha1\", \"activationCode\": \"s3cr3tC0de}",
            "s3cr3tC0de")) {
      assertThat(lines(fromFile(broken))).isNotEmpty().doesNotContain("s3cr3tC0de");
    }
  }

  @Test
  void a_node_config_for_both_nodeadms_boots_with_a_warning() throws Exception {
    ResolvedConfig resolved =
        Samples.resolve(Samples.baseWith("hybrid: {ssm: {activationCode: s3cr3tC0de}}"));

    assertThat(resolved.config().cluster().name()).isEqualTo("my-cluster");
    assertThat(lines(resolved.problems())).contains("hybrid nodes").doesNotContain("s3cr3tC0de");
  }

  private List<Problem> fromFile(String text) throws Exception {
    return check(text.getBytes(StandardCharsets.UTF_8));
  }

  private List<Problem> check(byte[] bytes) throws Exception {
    Path file = Files.write(folder.resolve("user-data"), bytes);
    return new ConfigResolver(() -> null)
        .check(List.of("file://" + file), Validation.Facts.NONE, _ -> List.of());
  }

  private static String lines(List<Problem> problems) {
    return String.join("\n", problems.stream().map(Problem::toLine).toList());
  }
}
