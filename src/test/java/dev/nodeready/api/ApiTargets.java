package dev.nodeready.api;

import static java.util.Objects.requireNonNull;

import dev.nodeready.api.Kubeconfig.Material;
import dev.nodeready.api.Kubeconfig.User;
import dev.nodeready.failure.FailureException;
import dev.nodeready.fuzz.Scratch;
import dev.nodeready.fuzz.Target;
import dev.nodeready.net.Answers;
import dev.nodeready.net.PeerName;
import java.io.IOException;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** What the API server answers, and what says whom to ask and how. */
public final class ApiTargets {
  private static final String FILE = "/var/lib/kubelet/kubeconfig";
  private static final Authority AUTHORITY = new Authority("ca");
  private static final Authority.Issued ISSUED =
      AUTHORITY.node("n1", Instant.parse("2030-01-01T00:00:00Z"));
  private static final URI SERVER = URI.create("https://a:6443");

  private ApiTargets() {}

  public static List<Target> all() {
    return List.of(watch(), answers(), kubeconfig(), pem(), plugin());
  }

  private static Target watch() {
    String node = Objects.node("n", "b", "m", "True");
    return Target.of("watch", ApiTargets::follow)
        .from("{\"type\":\"ADDED\",\"object\":" + node + "}")
        .from("{\"type\":\"ERROR\",\"object\":{\"code\":410,\"message\":\"too old\"}}")
        .from(
            "{\"type\":\"MODIFIED\",\"object\":{\"metadata\":{\"managedFields\":[{\"manager\":\"kubelet\","
                + "\"time\":\"2026-01-01T00:00:00Z\"}]},\"spec\":{\"renewTime\":\"2026-01-01T00:00:00.000000Z\"}}}")
        .with("\"DELETED\"", "\"BOOKMARK\"", "null", "[]", "{}", "+999999999-01-01T00:00:00Z");
  }

  private static void follow(String line) {
    Watcher<Object> watcher =
        new Watcher<>() {
          @Override
          public void opened() {}

          @Override
          public void seen(Object object) {}

          @Override
          public void deleted(Object object) {}
        };
    WatchLines<Object> nodes = new WatchLines<>(watcher, NodeObject::of);
    WatchLines<Object> leases = new WatchLines<>(watcher, LeaseObject::of);
    nodes.line(line);
    leases.line(line);
    try {
      nodes.throwError(nobody(), "/api/v1/nodes/n");
    } catch (ApiException told) {
      String _ = told.failure().toLine();
    }
  }

  private static Kubeconfig nobody() {
    return new Kubeconfig(
        FILE,
        SERVER,
        "",
        false,
        Material.NONE,
        null,
        new User.Token("t", "abcdef.0123456789abcdef"));
  }

  private static Target answers() {
    return Target.ofBytes("api-answer", ApiTargets::answer)
        .from(
            "{\"kind\":\"Status\",\"message\":\"nodes \\\"n\\\" is forbidden: User \\\"system:node:n\\\"\"}")
        .from("<html>\n<body>no</body></html>", "")
        .with("\"message\":", "User \\\"", "\n", "\\\\", "$1", "}");
  }

  private static void answer(byte[] body) {
    for (int status : new int[] {401, 403, 404, 429, 500}) {
      String path = "/api/v1/nodes?fieldSelector=metadata.name%3Dn";
      String _ = ApiFailures.answered(nobody(), path, Answers.of(status, body)).failure().toLine();
    }
  }

  private static Target kubeconfig() {
    return Target.ofBytes("kubeconfig", ApiTargets::configuration)
        .from(Scratch.sources("src/test/resources/cases/kubeconfig", "expected-kubeconfig.yaml"))
        .from(
            """
            clusters: [{name: c, cluster: {server: "https://a", certificate-authority-data: YQ==, proxy-url: "http://p"}}]
            users: [{name: u, user: {client-certificate: a/b.pem, tokenFile: /t, token: t}}]
            contexts: [{name: x, context: {cluster: c, user: u}}]
            current-context: x
            """)
        .with(
            "server:",
            "proxy-url:",
            "\"\\0\"",
            "\\u0000",
            "exec:",
            "args:",
            "env:",
            "../",
            "[",
            "%")
        .failing(FailureException.class);
  }

  private static void configuration(byte[] input) throws IOException {
    Scratch.write(FILE, input);
    Kubeconfig read = Kubeconfig.read(Scratch.root(), FILE);
    boolean _ = read.usableAt(Instant.EPOCH);
    // Whoever calls takes it as it is read.
    String _ = requireNonNull(read.server()).toString();
  }

  private static Target pem() {
    return Target.of("pem", ApiTargets::certificates)
        .from(ISSUED.certificate(), ISSUED.key(), ISSUED.certificate() + ISSUED.key())
        .with("-----BEGIN CERTIFICATE-----\n", "-----END CERTIFICATE-----\n", "MII", "AAAA", "////")
        .with("-----BEGIN EC PRIVATE KEY-----\n", "-----END EC PRIVATE KEY-----\n", "=", "MIGH");
  }

  private static void certificates(String text) {
    try {
      for (X509Certificate one : Pem.certificates(text)) {
        Object _ = one.getNotAfter();
        names(one);
      }
    } catch (GeneralSecurityException refused) {
      // That is what the caller tells.
    }
    try {
      Object _ = Pem.privateKey(text);
    } catch (GeneralSecurityException refused) {
      // As above.
    }
  }

  private static void names(X509Certificate certificate) {
    for (String host : List.of("a.b", "10.0.0.1")) {
      try {
        PeerName.check(certificate, host);
      } catch (CertificateException refused) {
        // Another's certificate.
      }
    }
    Kubeconfig config = nobody();
    ServerCertificate judge = new ServerCertificate(config, List.of(certificate), Instant.EPOCH);
    boolean _ = judge.isOutOfTime();
    String _ = judge.refused("words").toLine();
  }

  private static Target plugin() {
    User.Exec exec = new User.Exec("v1", "/bin/plugin", List.of(), Map.of(), false);
    return Target.of("credential-plugin", output -> ExecPlugin.presented(exec, output))
        .from(
            "{\"kind\":\"ExecCredential\",\"status\":{\"token\":\"t\",\"expirationTimestamp\":"
                + "\"2026-01-01T00:00:00Z\",\"clientCertificateData\":\"c\",\"clientKeyData\":\"k\"}}")
        .with("\"status\":", "\"token\":", "null", "{}", "-999999999-01-01T00:00:00+18:00")
        .failing(FailureException.class);
  }
}
