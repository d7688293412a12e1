package dev.nodeready.retry;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TimestampTest {
  @Test
  void midnight_has_all_its_zeros() {
    assertThat(Timestamp.of(Instant.parse("2026-01-02T00:00:00Z")))
        .isEqualTo("2026-01-02T00:00:00.000Z");
  }

  @Test
  void what_is_less_than_a_millisecond_is_left_out_and_not_rounded_up() {
    assertThat(Timestamp.of(Instant.parse("2026-12-31T23:59:59.999999999Z")))
        .isEqualTo("2026-12-31T23:59:59.999Z");
    assertThat(Timestamp.of(Instant.parse("1969-12-31T23:59:59.0019Z")))
        .isEqualTo("1969-12-31T23:59:59.001Z");
  }

  @Test
  void it_is_what_the_formatter_of_the_jdk_writes() {
    DateTimeFormatter formatter =
        DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);
    long last = Instant.parse("9999-12-31T23:59:59Z").toEpochMilli();
    Random random = new Random(1);
    for (int i = 0; i < 1_000; i++) {
      Instant at = Instant.ofEpochMilli(random.nextLong(last));
      assertThat(Timestamp.of(at)).isEqualTo(formatter.format(at));
    }
  }
}
