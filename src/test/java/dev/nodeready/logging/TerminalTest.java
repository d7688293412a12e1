package dev.nodeready.logging;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nodeready.logging.Terminal.Colour;
import org.junit.jupiter.api.Test;

class TerminalTest {
  private static final Terminal NARROW = new Terminal(40, false);

  @Test
  void what_is_no_terminal_gets_lines_as_they_are() {
    String line = "word ".repeat(100);
    assertThat(Terminal.PLAIN.wrapped(line)).isEqualTo(line);
    assertThat(Terminal.PLAIN.coloured(Colour.RED, "ERROR")).isEqualTo("ERROR");
  }

  @Test
  void a_long_line_goes_on_below_the_column_of_its_own_text() {
    assertThat(NARROW.wrapped("remedy:      check that the runtime is started and so on"))
        .isEqualTo("remedy:      check that the runtime is\n             started and so on");
    assertThat(NARROW.wrapped("error: a line without any column that is long"))
        .isEqualTo("error: a line without any column that is\n  long");
  }

  @Test
  void a_word_that_is_too_long_stays_whole() {
    String uri = "unix:///run/" + "containerd/".repeat(5) + "containerd.sock";
    assertThat(NARROW.wrapped("such as " + uri + " here").lines())
        .anyMatch(l -> l.strip().equals(uri));
  }

  @Test
  void colours_take_no_column() {
    Terminal coloured = new Terminal(40, true);
    String word = coloured.coloured(Colour.YELLOW, "WARN");
    assertThat(coloured.wrapped(word + " " + "x".repeat(35), 13)).doesNotContain("\n");
    assertThat(coloured.wrapped(word + " " + "x".repeat(36), 13)).contains("\n");
  }
}
