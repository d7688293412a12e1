package dev.nodeready.config.toml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalTime;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TomlReaderTest {
  @Test
  void reads_strings_of_all_four_kinds() throws Exception {
    String text =
        """
        a = "tab\\t quote\\" \\u00e9 \\U0001F600"
        b = 'C:\\n'
        c = \"""
        one
        two \\
           three""\"""
        d = '''
        it's ''here'''
        """;

    assertThat(TomlText.parse(text))
        .containsEntry("a", "tab\t quote\" é 😀")
        .containsEntry("b", "C:\\n")
        .containsEntry("c", "one\ntwo three\"\"")
        .containsEntry("d", "it's ''here");
  }

  @Test
  void reads_numbers_with_underscores_and_bases() throws Exception {
    assertThat(
            TomlText.parse("a = 1_000\nb = 0xdead_beef\nc = 0o17\nd = 0b11\ne = 6.02_2e+2\nf = -0"))
        .containsEntry("a", 1000L)
        .containsEntry("b", 0xdeadbeefL)
        .containsEntry("c", 15L)
        .containsEntry("d", 3L)
        .containsEntry("e", 602.2)
        .containsEntry("f", 0L);
  }

  @Test
  void reads_tables_lists_of_tables_and_dotted_keys() throws Exception {
    String text =
        """
        a.b = 1 # comment
        [x.y]
        z = { p = [1,
          2, # two
        ], "q r" = 'é' }
        [[list]]
        [list.sub]
        n = 1
        [[list]]
        """;

    assertThat(TomlText.parse(text))
        .isEqualTo(
            Map.of(
                "a", Map.of("b", 1L),
                "x", Map.of("y", Map.of("z", Map.of("p", List.of(1L, 2L), "q r", "é"))),
                "list", List.of(Map.of("sub", Map.of("n", 1L)), Map.of())));
  }

  @Test
  void takes_what_toml_1_1_adds_as_the_writer_of_nodeadm_does() throws Exception {
    assertThat(TomlText.parse("a = {b = 1, # one\n  c = 2,\n}\nd = \"\\e\\x41\"\ne = 07:32\n"))
        .containsEntry("a", Map.of("b", 1L, "c", 2L))
        .containsEntry("d", "\u001bA")
        .containsEntry("e", LocalTime.of(7, 32));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a",
        "a =",
        "= 1",
        "a = 1 b = 2",
        "a = 1\na = 2",
        "a = 'x",
        "a = \"x\ny\"",
        "a = \"\\q\"",
        "a = \"\\ud800\"",
        "a = \"\\UFFFFFFFF\"",
        "a = 01",
        "a = 1__0",
        "a = _1",
        "a = 1.",
        "a = .5",
        "a = 1e",
        "a = 0x",
        "a = 9223372036854775808",
        "a = yes",
        "a = 2020-13-01",
        "a = 07:32:00.",
        "a = 2020-01-02T07:32:00.Z",
        "a = 2020-01-02T07:32:00+09",
        "a = 2020-01-02 07:32:00-9",
        "\f",
        "\u000b",
        "\r",
        "a = [1 2]",
        "a = [1",
        "a = {,}",
        "a = {b = 1 c = 2}",
        "a = {b = 1}\na.c = 2",
        "[a]\n[a]",
        "[a]\nb.c = 1\n[a.b]",
        "[a.b]\n[a]\nb.c = 1",
        "a = [1]\n[[a]]",
        "[[a]]\n[a]",
        "[a",
        "[[a]",
        "[]",
        "a = 'x' # \u0001"
      })
  void refuses_what_is_no_toml(String text) {
    assertThatThrownBy(() -> TomlText.parse(text)).isInstanceOf(TomlException.class);
  }
}
