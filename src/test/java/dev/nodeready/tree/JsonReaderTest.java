package dev.nodeready.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonReaderTest {
  @Test
  void an_object_is_read_as_plain_values_and_the_last_of_equal_names_counts() throws Exception {
    assertThat(JsonReader.object("{\"a\":1,\"b\":[true,null,1.5,{\"c\":\"d\"}],\"a\":2}\n", "x"))
        .hasToString("{a=2, b=[true, null, 1.5, {c=d}]}")
        .containsEntry("a", 2L);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "[]", "null", "\"a\"", "{\"a\":", "{} {}", "<html>", "{\"a\":NaN}"})
  void what_is_no_object_is_refused(String text) {
    assertThatThrownBy(() -> JsonReader.object(text, "x")).isInstanceOf(TextException.class);
  }

  @Test
  void what_is_too_deep_or_holds_too_much_is_refused_without_being_kept() {
    assertThatThrownBy(() -> JsonReader.object("{\"a\":" + "[".repeat(1_000_000), "x"))
        .isInstanceOf(TextException.class)
        .hasMessageContaining("depth");
    assertThatThrownBy(() -> JsonReader.object("{\"a\":[1" + ",1".repeat(200_000) + "]}", "x"))
        .hasMessageContaining("more than 200000 values");
    assertThatThrownBy(() -> JsonReader.object(" ".repeat((10 << 20) + 1), "x"))
        .hasMessageContaining("10 MiB");
  }

  @Test
  void a_secret_that_stands_there_in_place_of_a_value_is_not_repeated() {
    assertThatThrownBy(() -> JsonReader.object("{\"password\": hunter2}", "x"))
        .message()
        .doesNotContain("hunter2");
  }
}
