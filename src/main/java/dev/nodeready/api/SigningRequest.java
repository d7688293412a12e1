package dev.nodeready.api;

import dev.nodeready.tree.Fields;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * A CertificateSigningRequest for kubelet's client certificate.
 *
 * @param requestor the user that made it
 * @param request the request itself, as DER in latin letters; it names the node
 * @param state how far it has come
 * @param words the approver's or signer's, as reason and message
 */
public record SigningRequest(
    String name,
    String requestor,
    @Nullable Instant created,
    String request,
    State state,
    String words) {

  /** How far a request has come. */
  public enum State {
    /** Nobody has judged it. */
    PENDING,
    /** It may be signed, and nobody has yet. */
    APPROVED,
    /** It will not be signed. */
    DENIED,
    /** The signer could not. */
    FAILED,
    /** The certificate is in it. */
    ISSUED
  }

  /** Whether it asks for the certificate of the node {@code name}. */
  public boolean isFor(String name) {
    String common = Who.NODE + name;
    int at = request.indexOf(common);
    // DER has the length of a text in the byte before it; what follows may look like more of it.
    return at > 0 && request.charAt(at - 1) == common.length();
  }

  /** Whether it was made before another one. */
  public boolean isBefore(SigningRequest other) {
    return created != null && other.created != null && created.isBefore(other.created);
  }

  static SigningRequest of(Fields csr) {
    String words = "";
    State state = csr.text("status", "certificate").isEmpty() ? State.PENDING : State.ISSUED;
    for (Fields condition : csr.list("status", "conditions")) {
      State said = stateOf(condition.text("type"));
      if (said.compareTo(State.PENDING) > 0 && state != State.ISSUED) {
        state = said == State.APPROVED && state != State.PENDING ? state : said;
        words = (condition.text("reason") + ": " + condition.text("message")).strip();
      }
    }
    return new SigningRequest(
        csr.text("metadata", "name"),
        csr.text("spec", "username"),
        csr.time("metadata", "creationTimestamp"),
        der(csr.text("spec", "request")),
        state,
        words);
  }

  private static State stateOf(String type) {
    return switch (type) {
      case "Approved" -> State.APPROVED;
      case "Denied" -> State.DENIED;
      case "Failed" -> State.FAILED;
      default -> State.PENDING;
    };
  }

  /** The request is PEM in base64. */
  private static String der(String base64) {
    try {
      String pem = new String(Base64.getDecoder().decode(base64), StandardCharsets.US_ASCII);
      String inner = pem.replaceAll("-----[A-Z ]+-----", "");
      return new String(Base64.getMimeDecoder().decode(inner), StandardCharsets.ISO_8859_1);
    } catch (IllegalArgumentException e) {
      return "";
    }
  }
}
