package dev.nodeready.config;

import dev.nodeready.config.tree.Origin;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Holds a whole configuration against what can work, before anything slow begins. */
public final class Validation {
  private Validation() {}

  /**
   * What is known of the machine.
   *
   * @param kubeletVersion such as {@code v1.34.2}; empty when not known
   * @param memoryBytes of the machine; 0 when not known
   */
  public record Facts(String kubeletVersion, long memoryBytes) {
    /** Nothing is known. */
    public static final Facts NONE = new Facts("", 0);
  }

  /**
   * Everything that is wrong with the configuration.
   *
   * @param origins where its values were written
   * @param earlier what reading it has found; tells which unknown field was probably meant
   */
  public static List<Problem> check(
      NodeConfig config, Origins origins, List<Problem> earlier, Facts facts) {
    List<Problem> problems = new ArrayList<>();
    required(problems, earlier, "spec.cluster.name", config.cluster().name());
    required(
        problems, earlier, "spec.cluster.apiServerEndpoint", config.cluster().apiServerEndpoint());
    required(
        problems,
        earlier,
        "spec.cluster.certificateAuthority",
        config.cluster().certificateAuthority());
    required(problems, earlier, "spec.cluster.cidr", config.cluster().cidr());
    return problems;
  }

  private static void required(
      List<Problem> problems, List<Problem> earlier, String path, @Nullable String value) {
    if (value != null && !value.isEmpty()) {
      return;
    }
    for (Problem unknown : earlier) {
      if (unknown.code().equals(Codes.UNKNOWN_FIELD) && meant(unknown, path)) {
        Origin origin = unknown.origin();
        problems.add(
            new Problem(
                Severity.ERROR,
                Codes.MISSING,
                path,
                origin,
                "is missing; " + unknown.path() + " is no known field",
                Suggest.question(path)));
        return;
      }
    }
    problems.add(
        new Problem(
            Severity.ERROR, Codes.MISSING, path, null, "is missing", "a node cannot join without"));
  }

  private static boolean meant(Problem unknown, String path) {
    return unknown.suggestion().equals(Suggest.question(path))
        || (unknown.suggestion().startsWith("did you mean ")
            && path.startsWith(
                unknown.suggestion().replace("did you mean ", "").replace("?", "") + "."));
  }
}
