package dev.nodeready.aws;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How often the environment lets a call be tried. */
final class Attempts {
  private static final Logger LOG = LoggerFactory.getLogger(Attempts.class);

  /** All of them wait between attempts as we do; they differ in what they do before the first. */
  private static final Set<String> MODES = Set.of("standard", "adaptive", "legacy");

  private Attempts() {}

  /** As {@code AWS_MAX_ATTEMPTS} says; without bound, except for time, where it says nothing. */
  static int of(Map<String, String> environment) {
    String mode = environment.getOrDefault("AWS_RETRY_MODE", "").strip();
    if (!mode.isEmpty() && !MODES.contains(mode.toLowerCase(Locale.ROOT))) {
      LOG.warn(
          "AWS_RETRY_MODE {} is none of {}; it is ignored", ImdsFailures.shortened(mode), MODES);
    }
    String text = environment.getOrDefault("AWS_MAX_ATTEMPTS", "").strip();
    if (text.matches("[1-9][0-9]{0,5}")) {
      return Integer.parseInt(text);
    }
    if (!text.isEmpty()) {
      LOG.warn(
          "AWS_MAX_ATTEMPTS {} is no number above 0; it is ignored", ImdsFailures.shortened(text));
    }
    return Integer.MAX_VALUE;
  }
}
