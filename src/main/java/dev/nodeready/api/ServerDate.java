package dev.nodeready.api;

import dev.nodeready.net.Http;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/** What time it was for a server when it answered, to the second (RFC 9110, 6.6.1). */
final class ServerDate {
  private ServerDate() {}

  /** Null where the answer does not say. */
  static @Nullable Instant of(Http.Answer answer) {
    String date = answer.header("date");
    try {
      return date.isEmpty()
          ? null
          : ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
    } catch (DateTimeException e) {
      // One clock less to compare with.
      return null;
    }
  }
}
