package dev.nodeready.doctor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nodeready.catalogue.Code;
import dev.nodeready.failure.Failure;
import dev.nodeready.failure.FailureException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LogsReadOnceTest {
  private final List<String> asked = new ArrayList<>();

  @Test
  void a_log_that_two_checks_look_into_is_read_once() throws InterruptedException {
    Logs logs = new LogsReadOnce(this::read);

    List<LogLine> first = logs.of("kubelet.service");

    assertThat(first).hasSize(1);
    assertThat(logs.of("kubelet.service")).isEqualTo(first);
    assertThat(logs.of(Logs.KERNEL)).hasSize(1);
    assertThat(asked).containsExactly("kubelet.service", Logs.KERNEL);
  }

  @Test
  void a_log_that_could_not_be_read_is_read_again() throws InterruptedException {
    Logs logs = new LogsReadOnce(this::readAtTheSecondTry);

    assertThatThrownBy(() -> logs.of("kubelet.service")).isInstanceOf(FailureException.class);
    assertThat(logs.of("kubelet.service")).hasSize(1);
  }

  private List<LogLine> read(String unit) {
    asked.add(unit);
    return List.of(new LogLine(Instant.EPOCH, "of " + unit));
  }

  private List<LogLine> readAtTheSecondTry(String unit) {
    List<LogLine> lines = read(unit);
    if (asked.size() == 1) {
      throw Failure.passing(Code.HOST_READ_FAILED, "read the journal", "it is being rotated")
          .asException();
    }
    return lines;
  }
}
