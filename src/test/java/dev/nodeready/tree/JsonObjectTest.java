package dev.nodeready.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonObjectTest {
  @Test
  void an_object_is_read_as_plain_values_and_the_last_of_equal_names_counts() throws Exception {
    assertThat(JsonObject.read("{\"a\":1,\"b\":[true,null,1.5,{\"c\":\"d\"}],\"a\":2}\n", "x"))
        .hasToString("{a=2, b=[true, null, 1.5, {c=d}]}")
        .containsEntry("a", 2L);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "null",
        "\"a\"",
        "{\"a\":",
        "{} {}",
        "<html>",
        "{\"a\":NaN}",
        "{'a':1}",
        "{\"a\":1,}",
        "{\"a\":01}",
        "{\"a\":TRUE}",
        "{\"a\":\"\n\"}",
        "{\"a\":\"\\x\"}",
        "{\"a\":1 \"b\":2}",
        "/*c*/{}",
        ")]}'\n{}"
      })
  void what_is_no_object_is_refused(String text) {
    assertThatThrownBy(() -> JsonObject.read(text, "x")).isInstanceOf(TextException.class);
  }

  @Test
  void what_is_too_deep_or_holds_too_much_is_refused_without_being_kept() {
    assertThatThrownBy(() -> JsonObject.read("{\"a\":" + "[".repeat(1_000_000), "x"))
        .isInstanceOf(TextException.class)
        .hasMessageContaining("Nesting limit 64");
    assertThatThrownBy(() -> JsonObject.read("{\"a\":[1" + ",1".repeat(50_000) + "]}", "x"))
        .hasMessageContaining("more than 50000 values");
    assertThatThrownBy(() -> JsonObject.read(" ".repeat((10 << 20) + 1), "x"))
        .hasMessageContaining("10 MiB");
  }

  @Test
  void what_is_read_by_one_parser_is_read_by_the_other() throws Exception {
    String text =
        """
        {"a": [0, -0, 1e3, 9223372036854775808, -9223372036854775808, "\\u00e9\\n\\/", "", {}, []],
         "": {"b": null, "c": false, "d": "\\ud83d\\ude00"}}
        """;
    Value value = JsonReader.read(text, Place.of("x", "x"), Notes.NONE);

    assertThat(JsonObject.read(text, "x")).isEqualTo(value.plain());
  }

  @Test
  void what_is_wrong_is_said_with_its_place() {
    assertThatThrownBy(() -> JsonObject.read("{\"a\":\n tru }", "x"))
        .message()
        .startsWith("it is no JSON at line 2 column")
        .doesNotContain("Strictness");
    assertThatThrownBy(() -> JsonObject.read("{\"a\":", "x"))
        .hasMessage("the text ends in the middle of a value");
  }

  @Test
  void a_secret_that_stands_there_in_place_of_a_value_is_not_repeated() {
    assertThatThrownBy(() -> JsonObject.read("{\"password\": hunter2}", "x"))
        .message()
        .doesNotContain("hunter2");
  }
}
