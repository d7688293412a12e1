package dev.nodeready.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nodeready.config.toml.TomlText;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** containerd's configuration where an image is looked at. */
class SandboxGroundTest {
  private static final String OPTIONS =
      """
      version = 3
      [plugins."io.containerd.cri.v1.runtime".containerd.runtimes.runc.options]
      SystemdCgroup = true
      """;

  @Test
  void no_systemd_is_asked_for_control_groups_and_all_else_stays() {
    assertThat(SandboxGround.made(OPTIONS, false))
        .isEqualTo(OPTIONS.replace("SystemdCgroup = true", "SystemdCgroup = false"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[plugins.\"io.containerd.cri.v1.runtime\"]\nenable_cdi = true\n",
        "[plugins.'io.containerd.cri.v1.runtime']\nenable_cdi = true\n",
        "[plugins.\"io.containerd.cri.v1.runtime\"]\nrestrict_oom_score_adj = false\n",
      })
  void memory_is_taken_back_as_this_process_may_say_it(String more) throws Exception {
    Map<String, ?> tree = TomlText.parse(SandboxGround.made(OPTIONS + more, true));

    assertThat(tree.toString())
        .containsOnlyOnce("restrict_oom_score_adj=true")
        .contains("SystemdCgroup=false");
  }

  @Test
  void containerd_1_has_it_in_its_one_plugin_of_cri() throws Exception {
    String toml = "version = 2\n[plugins.\"io.containerd.grpc.v1.cri\".cni]\nbin_dir = \"/b\"\n";

    assertThat(TomlText.parse(SandboxGround.made(toml, true)).toString())
        .contains("io.containerd.grpc.v1.cri={cni={bin_dir=/b}, restrict_oom_score_adj=true}");
  }
}
