package dev.nodeready.kubelet;

import dev.nodeready.config.json.Json;
import dev.nodeready.host.ProgramVersion;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Which registries kubelet asks the credential provider for. */
final class CredentialProviderConfig {
  private static final List<String> IMAGES =
      List.of(
          "*.dkr.ecr.*.amazonaws.com",
          "*.dkr-ecr.*.on.aws",
          "*.dkr.ecr.*.amazonaws.com.cn",
          "*.dkr-ecr.*.on.amazonwebservices.com.cn",
          "*.dkr.ecr-fips.*.amazonaws.com",
          "*.dkr-ecr-fips.*.on.aws",
          "*.dkr.ecr.*.c2s.ic.gov",
          "*.dkr.ecr.*.sc2s.sgov.gov",
          "*.dkr.ecr.*.cloud.adc-e.uk",
          "*.dkr.ecr.*.csp.hci.ic.gov",
          "*.dkr.ecr.*.amazonaws.eu",
          "public.ecr.aws");

  private CredentialProviderConfig() {}

  /** The file's text for a provider program of this name. */
  static String text(String name, ProgramVersion kubelet) {
    List<String> images = new ArrayList<>(IMAGES);
    if (kubelet.atLeast(1, 32)) {
      images.add("ecr-public.aws.com");
    }
    Map<String, Object> provider = new LinkedHashMap<>();
    provider.put("name", name);
    provider.put("matchImages", images);
    provider.put("defaultCacheDuration", "12h0m0s");
    provider.put("apiVersion", "credentialprovider.kubelet.k8s.io/v1");
    Map<String, Object> config = new LinkedHashMap<>();
    config.put("kind", "CredentialProviderConfig");
    config.put("apiVersion", "kubelet.config.k8s.io/v1");
    config.put("providers", List.of(provider));
    return Json.pretty(config, 2);
  }
}
