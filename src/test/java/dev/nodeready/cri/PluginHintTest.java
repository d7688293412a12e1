package dev.nodeready.cri;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nodeready.catalogue.Code;
import dev.nodeready.failure.Failure;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PluginHintTest {
  private static final String FAILED =
      "level=warning msg=\"failed to load plugin io.containerd.grpc.v1.cri\" error=\"no dir\"";

  @ParameterizedTest
  @ValueSource(strings = {"cri", "io.containerd.grpc.v1.cri", "io.containerd.cri.v1.runtime"})
  void a_disabled_plugin_is_named(String plugin) {
    String dump = "disabled_plugins = [\"io.containerd.nri.v1.nri\", \"" + plugin + "\"]";
    assertThat(new PluginHint(() -> dump, List::of).get())
        .isEqualTo("disabled_plugins has \"" + plugin + "\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "not toml [", "disabled_plugins = 3", "disabled_plugins = [1]"})
  void else_the_line_of_the_log_that_tells_why(String dump) {
    assertThat(
            new PluginHint(() -> dump, () -> List.of("level=info msg=hello", FAILED, "level=info"))
                .get())
        .isEqualTo(FAILED);
  }

  @Test
  void nothing_known_is_an_empty_hint() {
    ConfigDump broken =
        () -> {
          throw Failure.permanent(Code.HOST_COMMAND_MISSING, "run", "gone", "install")
              .asException();
        };
    assertThat(new PluginHint(broken, List::of).get()).isEmpty();
  }
}
