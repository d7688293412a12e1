package dev.nodeready.config.kubelet;

import dev.nodeready.config.Suggest;
import java.util.List;

/** Texts that have to be one of a few. */
final class ChoiceRules extends Rules {
  /** Known to Go 1.20 and later, the insecure ones too. */
  private static final String CIPHERS =
      """
      TLS_AES_128_GCM_SHA256 TLS_AES_256_GCM_SHA384 TLS_CHACHA20_POLY1305_SHA256
      TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA
      TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256 TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384
      TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305 TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256
      TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA
      TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256 TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384
      TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305 TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256
      TLS_RSA_WITH_AES_128_CBC_SHA TLS_RSA_WITH_AES_256_CBC_SHA
      TLS_RSA_WITH_AES_128_GCM_SHA256 TLS_RSA_WITH_AES_256_GCM_SHA384
      TLS_RSA_WITH_RC4_128_SHA TLS_RSA_WITH_3DES_EDE_CBC_SHA TLS_RSA_WITH_AES_128_CBC_SHA256
      TLS_ECDHE_ECDSA_WITH_RC4_128_SHA TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256
      TLS_ECDHE_RSA_WITH_RC4_128_SHA TLS_ECDHE_RSA_WITH_3DES_EDE_CBC_SHA
      TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA256
      """;

  ChoiceRules(Effective config, Findings findings) {
    super(config, findings);
  }

  @Override
  void check() {
    one("topologyManagerPolicy", "none", "best-effort", "restricted", "single-numa-node");
    one("topologyManagerScope", "container", "pod");
    one("hairpinMode", "promiscuous-bridge", "hairpin-veth", "none");
    one("cpuManagerPolicy", "none", "static");
    one("memoryManagerPolicy", "None", "Static");
    one("configMapAndSecretChangeDetectionStrategy", "Get", "Cache", "Watch");
    one("authorization.mode", "AlwaysAllow", "Webhook");
    one("tlsMinVersion", "VersionTLS10", "VersionTLS11", "VersionTLS12", "VersionTLS13");
    one("logging.format", "text", "json");
    if (config.minor() >= 36) {
      one("memoryReservationPolicy", "None", "TieredReservation");
    }
    ciphers();
    if (!config.list("logging.vmodule").isEmpty() && config.text("logging.format").equals("json")) {
      refuse(
          "goes with the format text only, and kubelet exits",
          "take it out, or log as text",
          "logging.vmodule",
          "logging.format");
    }
  }

  private void one(String field, String... known) {
    String seen = config.text(field);
    if ((seen.isEmpty() && !emptied(field)) || List.of(known).contains(seen)) {
      return;
    }
    String near = Suggest.closest(seen, List.of(known));
    refuse(
        Suggest.quote(seen) + " is none of " + String.join(", ", known),
        "write " + (near == null ? String.join(" or ", known) : near),
        field);
  }

  /** kubelet takes empty texts for its defaults in the configuration, but not behind a flag. */
  private boolean emptied(String field) {
    return !field.equals("tlsMinVersion") && config.isFlag(field);
  }

  private void ciphers() {
    List<String> known = List.of(CIPHERS.strip().split("\\s+", -1));
    for (Object one : says("tlsCipherSuites") ? config.list("tlsCipherSuites") : List.of()) {
      if (one instanceof String name && !known.contains(name)) {
        String near = Suggest.closest(name, known);
        refuse(
            Suggest.quote(name) + " is no cipher suite that kubelet knows",
            near == null ? "take it out" : Suggest.question(near),
            "tlsCipherSuites");
      }
    }
  }
}
