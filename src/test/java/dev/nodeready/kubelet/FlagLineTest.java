package dev.nodeready.kubelet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FlagLineTest {
  private static List<String> kubeletGets(String... flags) {
    return SystemdWords.of(FlagLine.of(List.of("--first"), List.of(flags)));
  }

  @Test
  void plain_flags_stand_as_they_are_and_the_users_last() {
    assertThat(FlagLine.of(List.of("--a=1", "--b=2"), List.of("--v=5", "--c=x,y=$HOME%n")))
        .isEqualTo("--a=1 --b=2 --v=5 --c=x,y=$HOME%n");
  }

  @Test
  void a_flag_and_its_value_in_one_entry_are_two_words() {
    assertThat(kubeletGets("--v 5")).containsExactly("--first", "--v", "5");
    assertThat(kubeletGets("--v=5 --x=y")).containsExactly("--first", "--v=5", "--x=y");
  }

  @Test
  void a_tab_inside_a_value_stays_and_one_between_flags_parts_them() {
    assertThat(kubeletGets("--x=a\tb c")).containsExactly("--first", "--x=a\tb c");
    assertThat(kubeletGets("--v=5\t--x=y")).containsExactly("--first", "--v=5", "--x=y");
  }

  @Test
  void quotes_around_a_value_are_taken_away_as_nodeadm_has_it() {
    assertThat(kubeletGets("--node-labels=\"a=b,c=d\"", "--x='1 2'"))
        .containsExactly("--first", "--node-labels=a=b,c=d", "--x=1 2");
  }

  @Test
  void quotes_around_a_whole_entry_are_taken_away_too() {
    assertThat(kubeletGets("'--node-labels=a=b'", "\"--x=1 2\"", "--max-pods", "'58'"))
        .containsExactly("--first", "--node-labels=a=b", "--x=1 2", "--max-pods", "58");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--x=a b",
        "--x=\"open",
        "--x=it's",
        "--x=back\\slash",
        "--x=\\",
        "--x=a\\ b",
        "--x=\"\\",
        "=odd word",
        "word with spaces"
      })
  void what_would_be_torn_apart_reaches_kubelet_as_written(String flag) {
    assertThat(kubeletGets(flag, "--last")).containsExactly("--first", flag, "--last");
  }

  @Test
  void no_flag_ever_touches_its_neighbours() {
    Random random = new Random(3);
    String letters = "ab=-\"'\\ $%#;,";
    for (int round = 0; round < 20_000; round++) {
      StringBuilder flag = new StringBuilder("--x");
      for (int length = random.nextInt(8); length > 0; length--) {
        flag.append(letters.charAt(random.nextInt(letters.length())));
      }
      List<String> words = kubeletGets(flag.toString(), "--last");
      assertThat(words.getFirst()).as(flag.toString()).isEqualTo("--first");
      assertThat(words.getLast()).as(flag.toString()).isEqualTo("--last");
    }
  }

  @Test
  void all_taints_reach_kubelet_which_keeps_only_the_last_flag() {
    assertThat(
            kubeletGets(
                "--register-with-taints=a=b:NoSchedule",
                "--v=2",
                "--register-with-taints=c=d:NoExecute"))
        .containsExactly("--first", "--v=2", "--register-with-taints=a=b:NoSchedule,c=d:NoExecute");
  }

  @Test
  void taints_in_quotes_are_put_together_too() {
    assertThat(
            kubeletGets(
                "--register-with-taints=\"a=b:NoSchedule\"",
                "--register-with-taints='c=d:NoExecute'"))
        .containsExactly("--first", "--register-with-taints=a=b:NoSchedule,c=d:NoExecute");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--register_with_taints=c=d:NoExecute",
        "--register-with-taints c=d:NoExecute",
        "--register-with-taints\nc=d:NoExecute",
        "--register-with-taints=c=d:NoExecute --v=2"
      })
  void taints_that_are_written_in_another_way_are_put_together_too(String other) {
    assertThat(kubeletGets("--register-with-taints=a:NoSchedule", other, "--x=1 2"))
        .contains("--register-with-taints=a:NoSchedule,c=d:NoExecute", "--x=1 2")
        .filteredOn(word -> word.contains("taints"))
        .hasSize(1);
  }

  @Test
  void a_taint_that_is_given_twice_reaches_the_api_server_once_and_the_later_value_counts() {
    assertThat(
            kubeletGets(
                "--register-with-taints=a=b:NoSchedule,c:NoExecute",
                "--register-with-taints=a:NoSchedule",
                "--register-with-taints=a=b:NoExecute"))
        .containsExactly(
            "--first", "--register-with-taints=a:NoSchedule,c:NoExecute,a=b:NoExecute");
  }

  @Test
  void an_empty_taint_flag_adds_nothing_that_kubelet_would_end_at() {
    assertThat(
            kubeletGets("--register-with-taints=", "--register-with-taints=a:NoSchedule", "--x="))
        .containsExactly("--first", "--register-with-taints=a:NoSchedule", "--x=");
  }

  @Test
  void a_block_of_text_with_a_flag_on_each_line_loses_none() {
    assertThat(kubeletGets("--v=5\n--node-labels=a=b\n", "--last"))
        .containsExactly("--first", "--v=5", "--node-labels=a=b", "--last");
  }

  @Test
  void an_empty_entry_is_no_word() {
    assertThat(kubeletGets("", " ", "\n", "--last")).containsExactly("--first", "--last");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--a\0", "--a\u0007b", "\u007f"})
  void a_control_character_is_refused(String flag) {
    assertThatThrownBy(() -> FlagLine.of(new ArrayList<>(), List.of(flag)))
        .hasMessageContaining("CONFIG_FLAG_INVALID");
  }
}
