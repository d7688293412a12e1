package dev.nodeready.tree;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FieldsTest {
  private static final String TEXT =
      "{\"a\":{\"b.c/d\":\"e\",\"n\":7,\"no\":null},\"list\":[{\"x\":\"1\"},3],\"yes\":true}";

  @Test
  void a_field_is_found_by_its_path_whatever_stands_in_its_name() throws Exception {
    Fields fields = Fields.ofJson(TEXT);
    assertThat(fields.text("a", "b.c/d")).isEqualTo("e");
    assertThat(fields.text("a", "n")).isEqualTo("7");
    assertThat(fields.at("a").names()).containsExactly("b.c/d", "n", "no");
    assertThat(fields.list("list").getFirst().text("x")).isEqualTo("1");
    assertThat(fields.flag("yes")).isTrue();
  }

  @Test
  void what_is_absent_or_of_another_type_reads_as_empty() throws Exception {
    Fields fields = Fields.ofJson(TEXT);
    assertThat(fields.text("a")).isEmpty();
    assertThat(fields.text("a", "no")).isEmpty();
    assertThat(fields.text("list", "x")).isEmpty();
    assertThat(fields.list("a")).isEmpty();
    assertThat(fields.at("yes").names()).isEmpty();
    assertThat(fields.time("a", "n")).isNull();
  }
}
