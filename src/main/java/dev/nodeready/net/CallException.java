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
    /** The network is unreachable. */
    CONNECT,
    /** Somebody refused the connect: nobody listens there. */
    REFUSED,
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

  /** Whether nobody was reached, so that another way may be the better one. */
  public boolean unreached() {
    return switch (stage) {
      case RESOLVE, CONNECT_TIMEOUT, CONNECT, REFUSED -> true;
      case PROXY, TLS, ANSWER_TIMEOUT, ANSWER -> false;
    };
  }

  /** What happened, in one line. */
  public String happened() {
    return String.valueOf(getMessage());
  }
}
