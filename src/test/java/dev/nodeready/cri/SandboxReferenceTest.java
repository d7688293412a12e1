package dev.nodeready.cri;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nodeready.catalogue.Code;
import dev.nodeready.failure.Failure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SandboxReferenceTest {
  private static final String SCHEMA_2 =
      """
      version = 2
      root = "/data"
      [plugins]
        [plugins."io.containerd.grpc.v1.cri"]
          sandbox_image = "two:1"
          [plugins."io.containerd.grpc.v1.cri".containerd]
            snapshotter = "overlayfs"
      """;
  private static final String SCHEMA_3 =
      """
      version = 3
      root = "/data"
      [plugins]
        [plugins.'io.containerd.cri.v1.images']
          snapshotter = 'nydus'
          [plugins.'io.containerd.cri.v1.images'.pinned_images]
            sandbox = 'three:1'
      """;

  @Test
  void what_nodeready_is_configured_with_comes_first() throws Exception {
    assertThat(resolve("mine:1", "{\"sandboxImage\":\"status:1\"}", SCHEMA_2))
        .isEqualTo(new SandboxReference("mine:1", "overlayfs", "/data", "configuration"));
  }

  @Test
  void the_status_of_the_runtime_comes_before_its_files() throws Exception {
    assertThat(
            resolve(
                "",
                "{\"sandboxImage\":\"status:1\",\"containerdRootDir\":\"/status\","
                    + "\"containerd\":{\"snapshotter\":\"native\",\"runtimes\":{\"runc\":"
                    + "{\"snapshotter\":\"\"}}}}",
                "not asked ["))
        .isEqualTo(new SandboxReference("status:1", "native", "/status", "runtime"));
  }

  @Test
  void schema_2_is_read() throws Exception {
    assertThat(resolve("", "{}", SCHEMA_2))
        .isEqualTo(new SandboxReference("two:1", "overlayfs", "/data", "config dump"));
  }

  @Test
  void schema_3_is_read() throws Exception {
    assertThat(resolve("", "{\"sandboxImage\":\"\"}", SCHEMA_3))
        .isEqualTo(new SandboxReference("three:1", "nydus", "/data", "config dump"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "not toml [",
        "plugins = 3",
        "[plugins.\"io.containerd.grpc.v1.cri\"]\nsandbox_image = 7",
        "[plugins.\"io.containerd.grpc.v1.cri\"]\nsandbox_image = \"\""
      })
  void nothing_found_is_a_failure_and_never_an_empty_name(String dump) {
    assertThatThrownBy(() -> resolve("", "{}", dump))
        .hasMessageContaining("IMAGE_REFERENCE_UNKNOWN");
  }

  @Test
  void a_dump_that_cannot_be_had_matters_only_where_it_is_needed() throws Exception {
    ConfigDump broken =
        () -> {
          throw Failure.permanent(Code.HOST_COMMAND_MISSING, "run", "gone", "install")
              .asException();
        };
    assertThat(SandboxReference.resolve("mine:1", runtime("{}"), broken).image())
        .isEqualTo("mine:1");
    assertThatThrownBy(() -> SandboxReference.resolve("", runtime("{}"), broken))
        .hasMessageContaining("IMAGE_REFERENCE_UNKNOWN");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "[]", "no json", "{\"sandboxImage\":3}", "{\"containerd\":[1]}", "{\"a\":"})
  void odd_answers_of_a_runtime_tell_nothing(String json) {
    assertThat(VerboseConfig.parse(json)).isEqualTo(VerboseConfig.NONE);
  }

  @Test
  void deep_nesting_tells_nothing() {
    assertThat(VerboseConfig.parse("{\"a\":" + "[".repeat(100_000))).isEqualTo(VerboseConfig.NONE);
  }

  private static SandboxReference resolve(String configured, String status, String dump)
      throws InterruptedException {
    return SandboxReference.resolve(configured, runtime(status), () -> dump);
  }

  private static RuntimeInfo runtime(String status) {
    return new RuntimeInfo("c", "v2", "v1", false, "", VerboseConfig.parse(status), "");
  }
}
