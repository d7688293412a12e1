package dev.nodeready.join;

import dev.nodeready.api.NodeObject;
import dev.nodeready.api.SigningRequest;
import dev.nodeready.api.Who;
import dev.nodeready.failure.Failure;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is known of the join at one moment.
 *
 * @param apiServer whom we ask; empty before any kubeconfig was there
 * @param who who the API server says we are
 * @param bootstrapping whether it was asked with the credentials that kubelet asks for a
 *     certificate with
 * @param certificateExpiresAt when kubelet's client certificate ends; null where it shows none
 * @param request kubelet's request for a certificate; null where none was seen
 * @param node null where it is not there, or not known to be
 * @param nodeKnown whether the API server has told whether it is there
 * @param writtenHere whether the Node was made, or taken over by this boot, before our eyes
 * @param trouble why the API server tells nothing now; null where it does
 */
public record Sighting(
    String apiServer,
    Who who,
    boolean bootstrapping,
    @Nullable Instant certificateExpiresAt,
    @Nullable SigningRequest request,
    @Nullable NodeObject node,
    boolean nodeKnown,
    boolean writtenHere,
    @Nullable Failure trouble) {
  /** Nothing is known. */
  static final Sighting NOTHING =
      new Sighting("", Who.UNTOLD, false, null, null, null, false, false, null);

  Sighting asking(String server, boolean bootstrap) {
    return new Sighting(
        server,
        who,
        bootstrap,
        certificateExpiresAt,
        request,
        node,
        nodeKnown,
        writtenHere,
        trouble);
  }

  Sighting as(Who other, @Nullable Instant expires) {
    return new Sighting(
        apiServer, other, bootstrapping, expires, request, node, nodeKnown, writtenHere, null);
  }

  Sighting withRequest(SigningRequest other) {
    return new Sighting(
        apiServer,
        who,
        bootstrapping,
        certificateExpiresAt,
        other,
        node,
        nodeKnown,
        writtenHere,
        null);
  }

  /** The Node as it is now; null where there is none. */
  Sighting withNode(@Nullable NodeObject now, boolean written) {
    return new Sighting(
        apiServer, who, bootstrapping, certificateExpiresAt, request, now, true, written, null);
  }

  Sighting troubled(Failure by) {
    return new Sighting(
        apiServer,
        who,
        bootstrapping,
        certificateExpiresAt,
        request,
        node,
        nodeKnown,
        writtenHere,
        by);
  }
}
