package dev.nodeready.containerd;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nodeready.failure.Failure;
import dev.nodeready.host.ProgramVersion;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KillersTest {
  private static final String OLD = "[plugins.'io.containerd.grpc.v1.cri'.registry";
  private static final String NEW = "[plugins.'io.containerd.cri.v1.images'.registry";

  /** Seen of containerd 1.6, 2.0.5, 2.2.1, 2.2.2 and 2.4.2 themselves; read of those between. */
  @ParameterizedTest
  @CsvSource({
    "1.7.27, '', false, false",
    "2.0.5, '', false, false",
    "2.1.4, '', false, false",
    "2.2.0, '', true, false",
    "2.2.1, '', true, false",
    "2.2.2, '', false, false",
    "2.2.9, '', false, false",
    "2.3.4, '', false, false",
    "2.4.2, '', false, false",
    "1.7.27, /etc/containerd/certs.d, true, true",
    "2.4.2, /etc/containerd/certs.d, true, true"
  })
  void mirrors_need_an_empty_config_path_and_a_containerd_that_leaves_it_empty(
      String containerd, String path, boolean killedIn2, boolean killedIn3) {
    for (String table : List.of("version = 2\n" + OLD, "version = 3\n" + NEW)) {
      boolean killed = table.contains(OLD) ? killedIn2 : killedIn3;
      String plugin = table.substring(table.indexOf('['));
      List<Failure> found =
          killers(
              containerd,
              table
                  + "]\nconfig_path = '"
                  + path
                  + "'\n"
                  + plugin
                  + ".mirrors.'docker.io']\nendpoint = ['https://m.example']\n");

      assertThat(found)
          .hasSize(killed ? 1 : 0)
          .allSatisfy(failure ->
              assertThat(failure.remedy()).contains("hosts.toml").doesNotContain("config_path"));
    }
  }

  @ParameterizedTest
  @CsvSource({"1.6.20, true", "1.7.27, true", "2.0.5, false", "2.4.2, false"})
  void tls_settings_beside_config_path_matter_to_containerd_1_alone(
      String containerd, boolean killed) {
    String toml =
        "version = 2\n"
            + OLD
            + "]\nconfig_path = '/etc/quay'\n"
            + OLD
            + ".configs.'quay.example'.tls]\ninsecure_skip_verify = true\n";

    assertThat(killers(containerd, toml)).hasSize(killed ? 1 : 0);
  }

  private static List<Failure> killers(String containerd, String toml) {
    return EffectiveConfig.parse(toml).killers(ProgramVersion.find(containerd));
  }
}
