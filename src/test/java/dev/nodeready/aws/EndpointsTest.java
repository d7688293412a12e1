package dev.nodeready.aws;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.regions.EndpointTag;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.ServiceEndpointKey;
import software.amazon.awssdk.regions.ServiceMetadata;

/** The endpoints of services, held against the SDK's own table. */
class EndpointsTest {
  private static final List<EndpointTag> PLAIN = List.of();
  private static final List<EndpointTag> DUAL = List.of(EndpointTag.DUALSTACK);
  private static final List<EndpointTag> FIPS = List.of(EndpointTag.FIPS);
  private static final List<EndpointTag> DUAL_FIPS =
      List.of(EndpointTag.DUALSTACK, EndpointTag.FIPS);

  @ParameterizedTest
  @MethodSource("regions")
  void ec2_is_where_the_sdk_asks_it(String region) {
    for (List<EndpointTag> tags : List.of(PLAIN, DUAL, FIPS, DUAL_FIPS)) {
      assertThat(ours("ec2", region, tags)).as("%s", tags).isEqualTo(sdk("ec2", region, tags));
    }
  }

  @ParameterizedTest
  @MethodSource("regions")
  void ecr_is_where_the_sdk_asks_it(String region) {
    assertThat(ours("ecr", region, PLAIN)).isEqualTo(sdk("api.ecr", region, PLAIN));
    for (List<EndpointTag> tags : List.of(DUAL, FIPS, DUAL_FIPS)) {
      String known = sdk("api.ecr", region, tags);
      // What its table does not list it makes up of the first endpoint's name.
      if (!known.startsWith("api.")) {
        assertThat(ours("ecr", region, tags)).as("%s", tags).isEqualTo(known);
      }
    }
  }

  @Test
  void the_public_registry_is_where_the_sdk_asks_it() {
    for (List<EndpointTag> tags : List.of(PLAIN, DUAL)) {
      assertThat(ours("ecr-public", "us-east-1", tags))
          .isEqualTo(sdk("api.ecr-public", "us-east-1", tags));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "xx-new-1,     ec2.xx-new-1.amazonaws.com",
    "cn-new-1,     ec2.cn-new-1.amazonaws.com.cn",
    "us-isob-new-1, ec2.us-isob-new-1.sc2s.sgov.gov"
  })
  void a_region_that_no_table_knows_is_asked_in_its_partition(String region, String host) {
    assertThat(ours("ec2", region, PLAIN)).isEqualTo(host);
  }

  @Test
  void the_environment_wants_both_families_and_validated_ones() {
    Endpoints endpoints =
        new Endpoints(
            Map.of("AWS_USE_DUALSTACK_ENDPOINT", "true", "AWS_USE_FIPS_ENDPOINT", "TRUE"));
    assertThat(endpoints.regional(call("ec2", "us-east-2", false), false))
        .isEqualTo(URI.create("https://ec2-fips.us-east-2.api.aws"));
  }

  static Stream<String> regions() {
    List<String> regions = new ArrayList<>();
    for (Region region : Region.regions()) {
      if (!region.isGlobalRegion()) {
        regions.add(region.id());
      }
    }
    return regions.stream();
  }

  private static String ours(String service, String region, List<EndpointTag> tags) {
    return new Endpoints(Map.of())
        .regional(
            call(service, region, tags.contains(EndpointTag.FIPS)),
            tags.contains(EndpointTag.DUALSTACK))
        .getHost();
  }

  private static String sdk(String service, String region, List<EndpointTag> tags) {
    return ServiceMetadata.of(service)
        .endpointFor(ServiceEndpointKey.builder().region(Region.of(region)).tags(tags).build())
        .toString();
  }

  private static ApiCall call(String service, String region, boolean fips) {
    return new ApiCall(service, service + ":Ask", region, fips, Map.of(), "");
  }
}
