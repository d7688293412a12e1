package dev.nodeready.bundle;

import dev.nodeready.fuzz.Target;
import dev.nodeready.logging.Redaction;
import java.util.List;
import java.util.Set;

/** Whatever lies on a machine and goes into an archive or a log without its secrets. */
public final class BundleTargets {
  private BundleTargets() {}

  public static List<Target> all() {
    return List.of(
        Target.of("secrets", BundleTargets::tell)
            .from("apiVersion: v1\ndata:\n  password: hunter22\n  a: b\nkind: Secret\n")
            .from(
                "export TOKEN=abcdefgh\nHTTP_PROXY=http://u:p@h:1\nAuthorization: Bearer abcdefgh\n")
            .from(
                "-----BEGIN PRIVATE KEY-----\nTUlJ\n-----END PRIVATE KEY-----\n{\"auth\":\"QVdTOnA=\"}")
            .with(
                "password", "token=", "secret:", "@", "://", "data:\n", "  ", "- ", "Bearer ", "=")
            .with(
                "-----BEGIN ", "-----END ", "AKIA", "eyJ", "\"", "environment:", "\\n", "QVdTOnA"));
  }

  private static void tell(String text) {
    Object _ = Secrets.out(text);
    Object _ = Secrets.outOfVariables(text, Set.of("A"));
    Object _ = Redaction.redact(text);
  }
}
