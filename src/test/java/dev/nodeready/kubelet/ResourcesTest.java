package dev.nodeready.kubelet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nodeready.failure.Failure;
import dev.nodeready.host.InstanceLimits;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResourcesTest {
  @ParameterizedTest
  @CsvSource({"1, 60", "2, 70", "4, 80", "8, 90", "16, 110", "96, 310"})
  void cpu_is_reserved_in_steps(int cores, int millicores) {
    assertThat(Reserved.cpuMillicores(cores * 1000)).isEqualTo(millicores);
  }

  @ParameterizedTest
  @CsvSource({"58, 893", "44, 739", "60, 915", "110, 1465"})
  void memory_is_reserved_by_pods(int pods, int mib) {
    assertThat(Reserved.memoryMib(pods)).isEqualTo(mib);
  }

  @ParameterizedTest
  @CsvSource({
    "'', 29",
    "((default_enis - 1) * (ips_per_eni - 1)) + 2, 20",
    "max_pods / 2, 14",
    "110, 110",
    "max_pods / 0, 29",
    "-1, 29",
    "nonsense(, 29",
    "true, 29"
  })
  void pods_follow_the_addresses_or_the_expression(String expression, int pods) {
    List<Failure> warnings = new ArrayList<>();

    assertThat(MaxPods.of(new InstanceLimits(3, 10), expression, warnings)).isEqualTo(pods);
    assertThat(warnings).hasSize(pods == 29 && !expression.isEmpty() ? 1 : 0);
  }

  @Test
  void an_unknown_type_gets_the_default() {
    List<Failure> warnings = new ArrayList<>();

    assertThat(MaxPods.of(null, "", warnings)).isEqualTo(110);
    assertThat(warnings).isEmpty();
  }
}
