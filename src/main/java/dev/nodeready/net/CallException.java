package dev.nodeready.net;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A call that brought no answer, with how far it came. */
public final class CallException extends IOException {
  private final Stage stage;

  public CallException(Stage stage, String happened, @Nullable Throwable cause) {
    super(happened, cause);
    this.stage = stage;
  }

  /** How far a call came. */
  public enum Stage {
    /** The name has no address. */
    RESOLVE,
    /** Nobody answered the connect: a missing route or dropped packets. */
    CONNECT_TIMEOUT,
    /** The connect was refused or the network is unreachable. */
    CONNECT,
    /** The proxy did not let the call pass. */
    PROXY,
    /** The other end could not prove who it is. */
    TLS,
    /** Connected, asked, and nothing came in time. */
    ANSWER_TIMEOUT,
    /** The answer was cut off, malformed or too large. */
    ANSWER
  }

  public Stage stage() {
    return stage;
  }

  /** What happened, in one line. */
  public String happened() {
    return String.valueOf(getMessage());
  }
}
