package dev.nodeready.config.toml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class TomlTextTest {
  @Test
  void writes_every_kind_of_value_in_the_form_of_nodeadm() throws Exception {
    String written = TomlText.write(TomlText.parse(resource("every-kind.toml")));

    assertThat(written).isEqualTo(resource("every-kind.written.toml"));
  }

  @Test
  void reads_again_what_it_wrote() throws Exception {
    String written = resource("every-kind.written.toml");

    assertThat(TomlText.write(TomlText.parse(written))).isEqualTo(written);
  }

  @Test
  void merges_tables_and_replaces_lists() throws Exception {
    String merged =
        TomlText.merge(
            "version = 2\n[grpc]\naddress = \"/a\"\ngid = 1\n[plugins.x]\nlist = [1, 2]\n",
            "[grpc]\naddress = \"\"\n[plugins.x]\nlist = []\n");

    assertThat(merged)
        .isEqualTo(
            """
            version = 2

            [grpc]
            address = ''
            gid = 1

            [plugins]
            [plugins.x]
            list = []
            """);
  }

  @Test
  void takes_the_other_text_as_it_is_where_one_is_empty() throws Exception {
    assertThat(TomlText.merge("", "b  =  1 # so")).isEqualTo("b  =  1 # so");
    assertThat(TomlText.merge("not toml", "")).isEqualTo("not toml");
  }

  @Test
  void tells_where_a_text_stops_being_toml() {
    assertThatThrownBy(() -> TomlText.merge("a = 1", "b = 1\nc = = 2\n"))
        .isInstanceOfSatisfying(TomlException.class, e -> assertThat(e.line()).isEqualTo(2));
  }

  @Test
  void refuses_nesting_that_no_configuration_has() {
    assertThatThrownBy(() -> TomlText.parse("a = " + "[".repeat(100_000)))
        .isInstanceOf(TomlException.class)
        .hasMessageContaining("nested");
  }

  private static String resource(String name) throws IOException {
    try (InputStream in = TomlTextTest.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
