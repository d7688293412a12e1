package dev.nodeready.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nodeready.config.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class YamlReaderTest {
  private final List<String> notes = new ArrayList<>();

  static List<String> scalars() throws IOException {
    try (InputStream in =
        YamlReaderTest.class.getResourceAsStream("/dev/nodeready/config/yaml-scalars.tsv")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("scalars")
  void reads_scalars_as_the_parser_of_nodeadm_does(String row) throws Exception {
    String[] columns = row.split("\t", -1);

    assertThat(json("v: " + columns[0] + "\n")).isEqualTo(columns[1]);
  }

  @Test
  void merges_and_names_keys_as_the_parser_of_nodeadm_does() throws Exception {
    String text =
        """
        base: &b {x: 1, y: {z: 2}}
        after:
          x: 9
          <<: *b
        before:
          <<: *b
          x: 9
        list:
          <<: [{x: 1, q: 1}, {x: 2, r: 2}]
        1: int key
        yes: bool key
        1.5: float key
        quoted:
          "<<": 5
        """;

    assertThat(json(text))
        .isEqualTo(
            "{\"1\":\"int key\",\"1.5\":\"float key\",\"after\":{\"true\":{\"z\":2},\"x\":1},"
                + "\"base\":{\"true\":{\"z\":2},\"x\":1},\"before\":{\"true\":{\"z\":2},\"x\":9},"
                + "\"list\":{\"q\":1,\"r\":2,\"x\":1},\"quoted\":{\"\\u003c\\u003c\":5},"
                + "\"true\":\"bool key\"}");
  }

  @Test
  void reads_only_the_first_document_and_tells_of_the_second() throws Exception {
    assertThat(json("---\na: 1\n---\nb: [\n")).isEqualTo("{\"a\":1}");
    assertThat(notes).containsExactly("further document at x:3:1");
  }

  @Test
  void takes_the_last_of_two_equal_keys_and_tells() throws Exception {
    assertThat(json("a: 1\nb: 2\na: 3\n")).isEqualTo("{\"a\":3,\"b\":2}");
    assertThat(notes).containsExactly("a at x:3:1 and x:1:1");
  }

  @Test
  void refuses_aliases_that_expand_beyond_all_bounds() {
    StringBuilder text = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
    for (int at = 1; at < 12; at++) {
      String alias = "*a" + (at - 1);
      text.append("a%d: &a%d [%s]\n".formatted(at, at, (alias + ", ").repeat(9) + alias));
    }

    assertThatThrownBy(() -> json(text.toString()))
        .isInstanceOf(TextException.class)
        .hasMessageContaining("50000");
  }

  @Test
  void refuses_nesting_beyond_all_bounds() {
    assertThatThrownBy(() -> json("a: " + "[".repeat(100_000))).isInstanceOf(TextException.class);
    assertThatThrownBy(() -> json("{\"a\":".repeat(5000))).isInstanceOf(TextException.class);
  }

  @Test
  void a_character_of_two_halves_may_stand_anywhere() throws Exception {
    for (int before = 1000; before < 1060; before++) {
      String text = "# " + "x".repeat(before) + "\ud83d\ude00\na: \ud83d\ude00\n";

      assertThat(json(text)).isEqualTo("{\"a\":\"\ud83d\ude00\"}");
    }
  }

  @Test
  void an_escape_that_the_text_ends_in_is_no_yaml() {
    for (String escape : List.of("x", "x1", "u", "u12", "U", "U0011", "xZZ", "U00110000")) {
      assertThatThrownBy(() -> json("a: 1\nb: \"\\" + escape))
          .as(escape)
          .isInstanceOfSatisfying(
              TextException.class, e -> assertThat(e.origin()).asString().startsWith("x:2:"));
    }
  }

  @Test
  void nothing_behind_the_first_document_breaks_it() throws Exception {
    for (String more : List.of("\"\\x", "\"\\U00110000\"", "[", "%YAML 9.9\n")) {
      assertThat(json("a: 1\n--- 2\n---\n" + more)).as(more).isEqualTo("{\"a\":1}");
    }
  }

  @Test
  void a_tab_between_values_is_a_blank_as_it_is_to_the_parser_of_nodeadm() throws Exception {
    assertThat(json("a:\tb\nc: \t\nd:\t\t&x\t'e'\t\nd: [1,\t \t 2]\n"))
        .isEqualTo("{\"a\":\"b\",\"c\":null,\"d\":[1,2]}");
    assertThat(notes).containsExactly("d at x:4:1 and x:3:1");
    assertThat(json("a: \"x:\ty\"\nb:\t|\n  c:\td\n"))
        .isEqualTo("{\"a\":\"x:\\ty\",\"b\":\"c:\\td\\n\"}");
    for (String indented : List.of("\ta: 1", "a:\n\tb: 1", "- \ta", "- -\ta", "? a\n:\tb")) {
      assertThatThrownBy(() -> json(indented)).as(indented).isInstanceOf(TextException.class);
    }
  }

  @Test
  void a_key_with_a_point_is_named_as_nodeadms_parser_names_it() throws Exception {
    assertThat(json("172.0: a\n1.50: b\n.inf: c\n-.inf: d\n.nan: e\n-0.0: f\n1e30: g\n1.5e-7: h\n"))
        .isEqualTo(
            "{\"-.inf\":\"d\",\"-0\":\"f\",\".inf\":\"c\",\".nan\":\"e\",\"1.5\":\"b\","
                + "\"1.5e-07\":\"h\",\"172\":\"a\",\"1e+30\":\"g\"}");
  }

  @Test
  void refuses_merges_that_copy_beyond_all_bounds() {
    StringBuilder text = new StringBuilder("base: &b\n");
    for (int at = 0; at < 1000; at++) {
      text.append("  k").append(at).append(": 1\n");
    }
    text.append("all:\n").append("  <<: *b\n".repeat(1000));

    assertThatThrownBy(() -> json(text.toString()))
        .isInstanceOf(TextException.class)
        .hasMessageContaining("50000");
  }

  @Test
  void refuses_keys_that_no_json_has() {
    assertThatThrownBy(() -> json("~: 1")).isInstanceOf(TextException.class);
    assertThatThrownBy(() -> json("[a]: 1")).isInstanceOf(TextException.class);
    assertThatThrownBy(() -> json("a: *nowhere")).isInstanceOf(TextException.class);
  }

  @Test
  void tells_where_a_text_stops_being_yaml() {
    assertThatThrownBy(() -> json("a: 1\n\tb: 2\n"))
        .isInstanceOfSatisfying(
            TextException.class, e -> assertThat(e.origin()).hasToString("x:2:1"));
  }

  private String json(String text) throws TextException {
    Value value = YamlReader.read(text, Place.of("s", "x"), new Heard());
    return Json.compact(Json.sorted(value.plain()));
  }

  private final class Heard implements Notes {
    @Override
    public void duplicateKey(String key, Origin second, Origin first) {
      notes.add(key + " at " + second + " and " + first);
    }

    @Override
    public void furtherDocument(Origin origin) {
      notes.add("further document at " + origin);
    }
  }
}
