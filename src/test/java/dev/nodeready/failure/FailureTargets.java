package dev.nodeready.failure;

import dev.nodeready.fuzz.Target;
import java.io.IOException;
import java.util.List;

/** What exceptions say, which may repeat whatever somebody sent. */
public final class FailureTargets {
  private FailureTargets() {}

  public static List<Target> all() {
    return List.of(
        Target.of("words", FailureTargets::tell)
            .from(
                "java.io.IOException: Cannot run program \"a\": error=2, No such file or directory")
            .from("java.a.b.c.DException: Illegal base64 character 3f", "it is not there")
            .with(
                "java.", ".a", "Exception: ", "error=", "Illegal base64 character ", "jdk.", "\n"));
  }

  private static void tell(String text) {
    String _ = Words.of(new IOException(text, new IllegalStateException(text)));
    boolean _ = Words.arePlain(text);
  }
}
