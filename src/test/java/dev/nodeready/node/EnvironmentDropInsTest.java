package dev.nodeready.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nodeready.host.RenderedFile;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EnvironmentDropInsTest {
  private static RenderedFile only(String service, String name, String value) {
    return EnvironmentDropIns.of(Map.of(service, Map.of(name, value))).getFirst();
  }

  @Test
  void a_value_that_ends_with_a_quote_keeps_it() {
    assertThat(only("kubelet", "A", "say \"hi\"").text())
        .isEqualTo("[Service]\nEnvironment=\"A=say \\\"hi\\\"\"\n");
  }

  @Test
  void no_value_leaves_its_line() {
    String text =
        only("default", "A", "x\"\n[Service]\nExecStart=/bin/evil\r\t%h \\ é\u0001\u2028").text();

    assertThat(text)
        .isEqualTo(
            "[Manager]\nDefaultEnvironment=\"A=x\\\"\\n[Service]\\nExecStart=/bin/evil\\r\\t%%h"
                + " \\\\ é\\x01\\u2028\"\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"../evil", "a/b", "", ".", "a b", "x\ny", ".hidden"})
  void a_service_name_never_leaves_its_folder(String service) {
    assertThat(EnvironmentDropIns.of(Map.of(service, Map.of("A", "1")))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"A\nB", "A\"", "A\\", "A%n", "\0"})
  void a_name_never_leaves_its_line(String name) {
    assertThat(only("kubelet", name, "1").text()).isEqualTo("[Service]\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1A", "A=B", "A-B", "A B", "Ä", ""})
  void a_name_that_systemd_ignores_is_no_reason_not_to_join(String name) {
    assertThat(only("kubelet", name, "1").text())
        .isEqualTo("[Service]\nEnvironment=\"" + name + "=1\"\n");
  }

  @Test
  void only_files_with_secrets_are_roots_alone() {
    assertThat(only("kubelet", "HTTPS_PROXY", "http://192.0.2.8:3128").mode()).isEqualTo(0644);
    assertThat(only("kubelet", "HTTPS_PROXY", "http://a:b@192.0.2.8:3128").mode()).isEqualTo(0600);
    assertThat(only("kubelet", "MAIL", "a@b").mode()).isEqualTo(0644);
    assertThat(only("kubelet", "PATHS", "http://x/y@z").mode()).isEqualTo(0644);
    assertThat(only("default", "API_TOKEN", "x").mode()).isEqualTo(0600);
    assertThat(only("default", "API_TOKEN", "").mode()).isEqualTo(0644);
  }
}
