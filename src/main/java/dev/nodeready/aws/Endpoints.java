package dev.nodeready.aws;

import dev.nodeready.failure.Failure;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.regions.EndpointTag;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.ServiceEndpointKey;
import software.amazon.awssdk.regions.ServiceMetadata;

/** Where a service of a region is asked, by the environment and the SDK's table. */
final class Endpoints {
  private final Map<String, String> environment;

  Endpoints(Map<String, String> environment) {
    this.environment = environment;
  }

  /** The endpoint that the environment gives for a service; null where it gives none. */
  @Nullable URI given(ApiCall call) {
    if (on("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS")) {
      return null;
    }
    String own = "AWS_ENDPOINT_URL_" + call.service().toUpperCase(Locale.ROOT).replace('-', '_');
    String url =
        environment.getOrDefault(own, environment.getOrDefault("AWS_ENDPOINT_URL", "")).strip();
    return url.isEmpty() ? null : checked(url);
  }

  /** The service's own endpoint, with addresses of both families where {@code both}. */
  URI regional(ApiCall call, boolean both) {
    List<EndpointTag> tags = new ArrayList<>();
    if (both || on("AWS_USE_DUALSTACK_ENDPOINT")) {
      tags.add(EndpointTag.DUALSTACK);
    }
    if (call.fips() || on("AWS_USE_FIPS_ENDPOINT")) {
      tags.add(EndpointTag.FIPS);
    }
    ServiceEndpointKey key =
        ServiceEndpointKey.builder().region(Region.of(call.region())).tags(tags).build();
    return URI.create("https://" + ServiceMetadata.of(call.endpoint()).endpointFor(key));
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
            "AWS_ENDPOINT_INVALID",
            "use the endpoint " + Proxies.masked(url),
            "it is no http or https URL",
            "correct or unset AWS_ENDPOINT_URL and AWS_ENDPOINT_URL_*")
        .asException();
  }
}
