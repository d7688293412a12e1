package dev.nodeready.ready;

import java.time.Duration;

/**
 * A wait as it stands.
 *
 * @param subject what is waited for
 * @param because why it is not there yet
 * @param elapsed how long it has been waited for
 * @param left how long it will still be waited for
 */
public record Waiting(String subject, String because, Duration elapsed, Duration left) {}
