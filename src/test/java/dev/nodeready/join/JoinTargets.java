package dev.nodeready.join;

import dev.nodeready.api.Authority;
import dev.nodeready.fuzz.Target;
import dev.nodeready.retry.ManualTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** kubelet's certificate and its log, as far as a join goes by them. */
public final class JoinTargets {
  private JoinTargets() {}

  public static List<Target> all() {
    return List.of(
        Target.of("client-certificate", text -> ClientCertificate.in(text))
            .from(
                new Authority("ca").node("n", Instant.parse("2030-01-01T00:00:00Z")).certificate())
            .with("-----BEGIN CERTIFICATE-----\n", "AAAA", "MII", "="),
        Target.of("kubelet-log", JoinTargets::log)
            .from(
                "E0101 00:00:00.0 1 kubelet.go:1] \"Unable to register node\" err=\"Unauthorized\"")
            .from(
                "E0101 00:00:00.0 1 pod.go:1] \"RunPodSandbox from runtime service failed\" err=\"rpc error: code = Unknown desc = x\"")
            .with("err=\"", "desc = ", "\\\"", "] ", "x509: ", "\n", "\""));
  }

  private static void log(String text) throws InterruptedException {
    ManualTime time = new ManualTime();
    KubeletLog log = new KubeletLog(_ -> text.lines().toList(), time);
    time.advance(Duration.ofHours(1));
    Object _ = log.ofRegistration();
    Object _ = log.ofSandbox();
  }
}
