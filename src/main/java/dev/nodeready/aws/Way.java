package dev.nodeready.aws;

import dev.nodeready.failure.FailureException;
import dev.nodeready.net.CallException;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * The way to an endpoint over the attempts of one call: where the usual endpoint stays silent
 * twice, the one with addresses of both families takes turns with it, since a subnet may have no
 * IPv4.
 */
final class Way {
  private static final int PATIENCE = 2;

  private final ApiCall call;
  private final Endpoints endpoints;
  private final int most;
  private final @Nullable URI given;
  private URI endpoint;
  private int failures;
  private int silences;

  /**
   * A way not gone yet.
   *
   * @param most attempts that may bring no answer, 1 or more
   */
  Way(ApiCall call, Endpoints endpoints, int most) {
    this.call = call;
    this.endpoints = endpoints;
    this.most = most;
    this.given = endpoints.given(call.service());
    this.endpoint = given == null ? endpoints.regional(call, false) : given;
  }

  URI endpoint() {
    return endpoint;
  }

  /** Counts an attempt that brought no answer. */
  FailureException failed(CallException e, String proxy) {
    failures++;
    if (e.unreached()) {
      silences++;
    }
    return ApiFailures.noAnswer(call, endpoint, e, proxy, silences >= PATIENCE);
  }

  /** Whether no attempt is left. */
  boolean exhausted() {
    return failures >= most;
  }

  /** Chooses the endpoint of the next attempt. */
  void turn() {
    if (given == null && silences >= PATIENCE) {
      endpoint = endpoints.regional(call, silences % 2 == 0);
    }
  }
}
