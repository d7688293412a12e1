package dev.nodeready.cri;

import dev.nodeready.failure.FailureException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The connection to the runtime that a boot goes on with: the one over which the runtime was last
 * seen ready. An error closes it, so that the next call dials anew. Not safe for use by several
 * threads.
 */
public final class CriConnection implements AutoCloseable {
  private static final Duration LOOK = Duration.ofSeconds(10);

  private final CriEndpoint endpoint;
  private @Nullable CriClient client;

  /** A connection that is made when it is first needed. */
  public CriConnection(CriEndpoint endpoint) {
    this.endpoint = endpoint;
  }

  /** What is asked over the connection. */
  interface Call<T> {
    T on(CriClient client) throws InterruptedException;
  }

  CriEndpoint endpoint() {
    return endpoint;
  }

  /**
   * Calls over the connection that is there, else over a new one.
   *
   * @throws FailureException what the call threw; the connection is closed then
   */
  <T> T call(Call<T> call) throws InterruptedException {
    CriClient open = client;
    if (open == null) {
      open = CriClient.dial(endpoint);
      client = open;
    }
    try {
      return call.on(open);
    } catch (FailureException | InterruptedException e) {
      close();
      throw e;
    }
  }

  /** What the runtime has under exactly this name; empty where it has none. */
  public Optional<ImageInfo> find(String reference) throws InterruptedException {
    return call(client -> client.image(reference, LOOK));
  }

  @Override
  public void close() {
    CriClient open = client;
    client = null;
    if (open != null) {
      open.close();
    }
  }
}
