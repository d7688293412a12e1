package dev.nodeready.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SecretsTest {
  /** Kinds of secrets, each as it stands in files of nodes, with the part that must not be told. */
  static final Map<String, String> PLANTED = planted();

  private static Map<String, String> planted() {
    Map<String, String> all = new LinkedHashMap<>();
    all.put(
        "bootstrap: {credentials: {bootstrapToken: {token: abc123.0123456789abcdef}}}",
        "0123456789abcdef");
    all.put("    token: eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJ4In0.c2lnbmF0dXJlLTE", "eyJzdWIiOiJ4In0");
    all.put(
        "-----BEGIN RSA PRIVATE KEY-----\nMIIEpAIBAAKCAQEAs3cret\nabcd\n-----END RSA PRIVATE KEY-----",
        "s3cret");
    all.put("-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1rZXk\n", "b3BlbnNzaC1rZXk");
    all.put(
        "    client-key-data: LS0tLS1CRUdJTiBFQyBQUklWQVRFIEtFWS0tLS0tCk1IY0NBUUVFSU",
        "LS0tLS1CRUdJTiBFQ");
    all.put("HTTPS_PROXY=http://user:hunter2-proxy@10.0.0.1:3128", "hunter2-proxy");
    all.put(
        "pull https://AWS:hunter3hunter3@1.dkr.ecr.eu-west-1.amazonaws.com/v2/", "hunter3hunter3");
    all.put("aws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", "wJalrXUtnFEMI");
    all.put("key AKIAIOSFODNN7EXAMPLE was used", "AKIAIOSFODNN7EXAMPLE");
    all.put("  password = \"hunter4 with blanks\"", "with blanks");
    all.put("{\"auths\":{\"r.io\":{\"auth\":\"dXNlcjpodW50ZXI1\"}}}", "dXNlcjpodW50ZXI1");
    all.put("Authorization: Bearer opaque-hunter6-word", "hunter6");
    all.put("authorization = 'Basic aHVudGVyNw=='", "aHVudGVyNw");
    all.put("export DB_PASS=hunter8", "hunter8");
    all.put("curl -u admin:hunter9 https://example.org/", "hunter9");
    all.put("run --registry-password hunter10 --token=hunter11", "hunter1");
    all.put("GET /x?X-Amz-Security-Token=hunter12%2F&X-Amz-Signature=abcdef0123", "hunter12");
    all.put("clone with ghp_0123456789abcdefghijABCDEFGHIJ012345", "ghp_0123456789");
    all.put("root:$6$rounds=5000$saltsalt$hashhashhash:19000:0", "hashhashhash");
    all.put("Environment=\"LICENCE=hunter13\"", "hunter13");
    all.put("  environment:\n    default:\n      LICENCE: hunter14\n  other: kept", "hunter14");
    all.put(
        "{\"instance\":{\"environment\":{\"default\":{\"LICENCE\":\"hunter15\"}}}}", "hunter15");
    all.put(
        "  payload "
            + Base64.getEncoder()
                .encodeToString(
                    "#!/bin/sh\npasswd=hunter16 and so on and on".getBytes(StandardCharsets.UTF_8)),
        "IyEvYmlu");
    all.put("identitytoken = \"hunter17\"\nSet-Cookie: hunter18", "hunter1");
    all.put("api_key: hunter19, passphrase: hunter20", "hunter");
    return all;
  }

  static Stream<Map.Entry<String, String>> kinds() {
    return PLANTED.entrySet().stream();
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void a_planted_secret_is_not_told(Map.Entry<String, String> planted) {
    String told = Secrets.out(planted.getKey());

    assertThat(told).contains("***").doesNotContain(planted.getValue());
    assertThat(Secrets.out("before\n" + planted.getKey() + "\nafter"))
        .startsWith("before\n")
        .doesNotContain(planted.getValue());
  }

  @Test
  void there_are_at_least_twenty_kinds() {
    assertThat(PLANTED).hasSizeGreaterThanOrEqualTo(20);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "JOIN_TOKEN_EXPIRED: tried to ask for a certificate, but the token has expired",
        "IMAGE_UNAUTHORIZED: tried to pull x, but 401",
        "sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
        "/var/lib/containerd/io.containerd.snapshotter.v1.overlayfs/snapshots/12/fs",
        "--kubeconfig=/var/lib/kubelet/kubeconfig --tls-private-key-file=/etc/pki/key.pem",
        "tokenFile: /etc/nodeready/token",
        "\"authentication\": {\"anonymous\": {\"enabled\": false}, \"webhook\": {\"cacheTTL\": \"2m\"}}",
        "\"authorization\": {\"mode\": \"Webhook\"}",
        "automountServiceAccountToken: false",
        "https://0123456789ABCDEF0123456789ABCDEF.gr7.eu-central-1.eks.amazonaws.com",
        "default via 10.0.0.1 dev eth0 proto dhcp src 10.0.0.7 metric 512",
        "runtime/await-cri: unchanged, containerd v2.4.2 answers (2.614 s, of which waited 2.491 s)"
      })
  void what_a_ticket_is_about_stays(String text) {
    assertThat(Secrets.out(text)).isEqualTo(text);
  }

  @Test
  void a_certificate_stays_as_text_and_in_base64() {
    String pem =
        "-----BEGIN CERTIFICATE-----\nMIIBszCCAVmgAwIBAgIUQ2VydGlmaWNhdGVPZlRoaXNUZXN0QUFBQUFBQUEw\n-----END CERTIFICATE-----\n";
    String field =
        "certificateAuthority: "
            + Base64.getEncoder().encodeToString(pem.getBytes(StandardCharsets.UTF_8));

    assertThat(Secrets.out(pem)).isEqualTo(pem);
    assertThat(Secrets.out(field)).isEqualTo(field);
  }

  @Test
  void of_variables_the_names_are_told_and_the_values_of_some() {
    assertThat(
            Secrets.outOfVariables(
                "# words\nLICENCE=hunter2\nNODEADM_KUBELET_ARGS='--v=2 --token=hunter3'\n",
                Set.of("NODEADM_KUBELET_ARGS")))
        .isEqualTo("# words\nLICENCE=***\nNODEADM_KUBELET_ARGS='--v=2 --token=***'\n");
  }

  @Test
  void what_follows_an_environment_is_told_again() {
    assertThat(Secrets.out("a:\n  environment:\n    X: y\n  kubelet: z\nb: c\n"))
        .isEqualTo("a:\n  environment:\n    X: ***\n  kubelet: z\nb: c\n");
  }

  @Test
  @Timeout(20)
  void a_long_text_takes_no_long_time() {
    String line = "a-b.c_d".repeat(300) + " " + "x".repeat(3000) + "\n";
    assertThat(Secrets.out(line.repeat(200))).hasSizeGreaterThan(1000);
    String empty = " \r\n".repeat(100_000);
    assertThat(Secrets.outOfVariables(empty, Set.of())).isEqualTo(empty);
  }

  @Test
  void a_long_value_in_quotes_or_braces_is_taken_out_like_a_short_one() {
    String quoted = "token: \"" + "ab\\\"".repeat(20_000) + "\"\n";
    String braces = "environment: {" + "A: {b: c}, ".repeat(20_000) + "}\n";

    assertThat(Secrets.out(quoted)).doesNotContain("ab");
    assertThat(Secrets.out(braces)).doesNotContain("b: c");
  }
}
