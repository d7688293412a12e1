package dev.nodeready.aws;

import dev.nodeready.catalogue.Code;
import dev.nodeready.failure.Failure;
import dev.nodeready.net.Proxies;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where a service of a region is asked, by the environment and by how AWS names its endpoints. */
final class Endpoints {
  private final Map<String, String> environment;

  Endpoints(Map<String, String> environment) {
    this.environment = environment;
  }

  /** The endpoint that the environment gives for a service; null where it gives none. */
  @Nullable URI given(String service) {
    if (on("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS")) {
      return null;
    }
    String own = "AWS_ENDPOINT_URL_" + service.toUpperCase(Locale.ROOT).replace('-', '_');
    String url =
        environment.getOrDefault(own, environment.getOrDefault("AWS_ENDPOINT_URL", "")).strip();
    return url.isEmpty() ? null : checked(url);
  }

  /** The service's own endpoint, with addresses of both families where {@code both}. */
  URI regional(ApiCall call, boolean both) {
    Partition partition = Partition.of(call.region());
    boolean dual = both || on("AWS_USE_DUALSTACK_ENDPOINT");
    boolean fips = call.fips() || on("AWS_USE_FIPS_ENDPOINT");
    // All of EC2's endpoints there are validated, and those of one family are not named so.
    boolean named =
        fips && (dual || !call.service().equals("ec2") || partition != Partition.US_GOV);
    String name = call.service() + (named ? "-fips" : "");
    // The registries' first endpoints were named before AWS settled on how to.
    String first = call.service().startsWith("ecr") && !dual && !fips ? "api." : "";
    return URI.create(
        "https://" + first + name + "." + call.region() + "." + partition.domain(dual));
  }

  private boolean on(String name) {
    return "true".equalsIgnoreCase(environment.get(name));
  }

  private static URI checked(String url) {
    try {
      URI uri = URI.create(url);
      if (uri.getHost() != null && List.of("http", "https").contains(uri.getScheme())) {
        return uri;
      }
    } catch (IllegalArgumentException e) {
      // Said below, without what may be a password in it.
    }
    throw Failure.permanent(
            Code.AWS_ENDPOINT_INVALID,
            "use the endpoint " + Proxies.masked(url),
            "it is no http or https URL")
        .asException();
  }
}
