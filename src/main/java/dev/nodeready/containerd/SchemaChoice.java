package dev.nodeready.containerd;

import dev.nodeready.catalogue.Code;
import dev.nodeready.failure.Failure;
import dev.nodeready.failure.FailureException;
import dev.nodeready.host.ProgramVersion;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which schema is generated.
 *
 * @param schema that suits what the user wrote
 * @param migrate whether the merged file has to go through {@code containerd config migrate}
 * @param users what the user wrote, with the number of that schema
 * @param warnings what of it has no effect, or another than its number says
 */
record SchemaChoice(
    Schema schema, boolean migrate, Map<String, @Nullable Object> users, List<Failure> warnings) {
  private static final String TRIED = "merge spec.containerd.config";

  /** The keys of schema 2's CRI plugin that schema 3 left where they were. */
  private static final Set<String> STAYED =
      Set.of(
          "disable_tcp_service",
          "stream_server_address",
          "stream_server_port",
          "stream_idle_timeout",
          "enable_tls_streaming",
          "x509_key_pair_streaming");

  /**
   * The choice for a user's configuration.
   *
   * @param users as parsed; empty where there is none
   * @throws FailureException with code {@code CONTAINERD_CONFIG_SCHEMA}
   */
  static SchemaChoice of(ProgramVersion containerd, Map<String, @Nullable Object> users) {
    int newest = isNewer(containerd) ? Integer.MAX_VALUE : Schema.newest(containerd);
    if (users.isEmpty()) {
      Schema schema = newest == 2 ? Schema.V2 : Schema.V3;
      return new SchemaChoice(schema, false, users, List.of());
    }
    Map<String, @Nullable Object> plugins = Tree.asTable(users.get("plugins"));
    boolean newNames =
        plugins.containsKey(Schema.V3.images)
            || plugins.containsKey(Schema.V3.runtime)
            || plugins.containsKey(Schema.SERVER);
    boolean oldKeys = !STAYED.containsAll(Tree.asTable(plugins.get(Schema.V2.images)).keySet());
    long said = users.get("version") instanceof Long version ? version : 0;
    refuse(containerd, newest, newNames, said);
    boolean byServer = newest >= 4 && plugins.containsKey(Schema.SERVER);
    Schema schema = newest == 2 ? Schema.V2 : schema(said, newNames, oldKeys, byServer);
    boolean renumber = said > 0 && said != schema.version && said <= Schema.V4.version;
    return new SchemaChoice(
        schema,
        newest > 2 && schema == Schema.V2,
        renumber ? numbered(users, schema) : users,
        warnings(schema, newNames && oldKeys, oldKeys, renumber ? said : 0));
  }

  /** Whether a containerd may know schemas that we do not. */
  static boolean isNewer(ProgramVersion containerd) {
    return !containerd.known() || containerd.atLeast(3, 0);
  }

  /**
   * Certain not to join: containerd 2.x ends at a number that it does not know. containerd 1.x
   * passes the names of schema 3 over, and nodeadm ends where it meets them.
   */
  private static void refuse(ProgramVersion containerd, int newest, boolean newNames, long said) {
    if (newest == 2 && newNames) {
      throw refused(
          "it is written in schema 3, which containerd " + containerd + " cannot read",
          "write spec.containerd.config in schema 2: plugins.'io.containerd.grpc.v1.cri' and version = 2");
    }
    if (newest > 2 && said > newest) {
      throw refused(
          "it says version = "
              + said
              + ", and containerd "
              + containerd
              + " knows "
              + newest
              + " and below",
          "write spec.containerd.config in schema 3");
    }
  }

  private static FailureException refused(String happened, String remedy) {
    return Failure.permanent(Code.CONTAINERD_CONFIG_SCHEMA, TRIED, happened, remedy).asException();
  }

  private static Schema schema(long said, boolean newNames, boolean oldKeys, boolean byServer) {
    if (said == 2) {
      // With the names of both, containerd brings the old ones to their new places itself.
      return newNames && !oldKeys ? Schema.V3 : Schema.V2;
    }
    if (said > 2) {
      return said == 3 ? Schema.V3 : Schema.V4;
    }
    if (!newNames) {
      return Schema.V2;
    }
    return byServer ? Schema.V4 : Schema.V3;
  }

  private static Map<String, @Nullable Object> numbered(
      Map<String, @Nullable Object> users, Schema schema) {
    Map<String, @Nullable Object> numbered = new LinkedHashMap<>(users);
    numbered.put("version", (long) schema.version);
    return numbered;
  }

  /** Nothing of it keeps a node from joining: containerd passes over, or migrates, what is odd. */
  private static List<Failure> warnings(
      Schema schema, boolean mixed, boolean oldKeys, long renumbered) {
    List<Failure> warnings = new ArrayList<>();
    if (renumbered > 0) {
      warnings.add(
          warning(
              "it says version = "
                  + renumbered
                  + " and is written in schema "
                  + schema.version
                  + ", for which it is taken",
              "say version = " + schema.version));
    }
    if (schema != Schema.V2 && oldKeys) {
      warnings.add(
          warning(
              "it uses keys of schema 2 in plugins.'"
                  + Schema.V2.images
                  + "', which some versions of containerd then ignore",
              "move them to plugins.'"
                  + Schema.V3.images
                  + "' and plugins.'"
                  + Schema.V3.runtime
                  + "'"));
    } else if (mixed) {
      warnings.add(
          warning(
              "it mixes schema 2 (plugins.'"
                  + Schema.V2.images
                  + "') with schema 3 or later (plugins.'"
                  + Schema.V3.images
                  + "' and its like)",
              "keep one of the two in spec.containerd.config; containerd 2.x wants the latter"));
    }
    return List.copyOf(warnings);
  }

  private static Failure warning(String happened, String remedy) {
    return Failure.permanent(Code.CONTAINERD_CONFIG_SCHEMA, TRIED, happened, remedy);
  }
}
