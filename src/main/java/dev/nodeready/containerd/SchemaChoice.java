package dev.nodeready.containerd;

import dev.nodeready.catalogue.Code;
import dev.nodeready.failure.Failure;
import dev.nodeready.failure.FailureException;
import dev.nodeready.host.ProgramVersion;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which schema is generated.
 *
 * @param schema that suits what the user wrote
 * @param migrate whether the merged file has to go through {@code containerd config migrate}
 */
record SchemaChoice(Schema schema, boolean migrate) {
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
  static SchemaChoice of(ProgramVersion containerd, Map<String, ? extends @Nullable Object> users) {
    boolean old = containerd.known() && !containerd.atLeast(2, 0);
    if (users.isEmpty()) {
      return new SchemaChoice(old ? Schema.V2 : Schema.V3, false);
    }
    Schema schema = schemaOf(containerd, users);
    if (old && schema != Schema.V2) {
      throw refused(
          "it is written in schema "
              + schema.version
              + ", which containerd "
              + containerd
              + " cannot read",
          "write it in schema 2: plugins.'io.containerd.grpc.v1.cri' and version = 2");
    }
    if (schema == Schema.V4 && containerd.known() && !containerd.atLeast(2, 3)) {
      throw refused(
          "schema 4 needs containerd 2.3, and this is " + containerd, "write it in schema 3");
    }
    return new SchemaChoice(schema, !old && schema == Schema.V2);
  }

  private static Schema schemaOf(
      ProgramVersion containerd, Map<String, ? extends @Nullable Object> users) {
    Map<String, @Nullable Object> plugins = Tree.asTable(users.get("plugins"));
    boolean newNames =
        plugins.containsKey(Schema.V3.images)
            || plugins.containsKey(Schema.V3.runtime)
            || plugins.containsKey(Schema.SERVER);
    boolean oldKeys = !STAYED.containsAll(Tree.asTable(plugins.get(Schema.V2.images)).keySet());
    if (newNames && oldKeys) {
      throw refused(
          "it mixes schema 2 (plugins.'"
              + Schema.V2.images
              + "') with schema 3 or later (plugins.'"
              + Schema.V3.images
              + "' and its like)",
          "keep one of the two; containerd 2.x wants the latter");
    }
    return users.get("version") instanceof Long version
        ? declared(containerd, version, newNames, oldKeys)
        : guessed(plugins, newNames);
  }

  private static Schema guessed(Map<String, @Nullable Object> plugins, boolean newNames) {
    if (!newNames) {
      return Schema.V2;
    }
    return plugins.containsKey(Schema.SERVER) ? Schema.V4 : Schema.V3;
  }

  private static Schema declared(
      ProgramVersion containerd, long version, boolean newNames, boolean oldKeys) {
    for (Schema schema : Schema.values()) {
      if (schema.version == version) {
        refuseForeign(schema, newNames, oldKeys);
        return schema;
      }
    }
    if (version > Schema.V4.version && isNewer(containerd)) {
      refuseForeign(Schema.V4, newNames, oldKeys);
      return Schema.V4;
    }
    throw refused(
        "it says version = " + version + ", and 2 to 4 are known",
        "write it in schema 2 for containerd 1.x, or in schema 3 for containerd 2.x");
  }

  /** Whether a containerd may know schemas that we do not. */
  static boolean isNewer(ProgramVersion containerd) {
    return !containerd.known() || containerd.atLeast(3, 0);
  }

  private static void refuseForeign(Schema schema, boolean newNames, boolean oldKeys) {
    if (schema == Schema.V2 && newNames) {
      throw refused(
          "it says version = 2 and uses plugin names of schema 3 (plugins.'"
              + Schema.V3.images
              + "' and its like)",
          "say version = 3");
    }
    if (schema != Schema.V2 && oldKeys) {
      throw refused(
          "it says version = "
              + schema.version
              + " and uses keys of schema 2 in plugins.'"
              + Schema.V2.images
              + "', which containerd then ignores",
          "move them to plugins.'"
              + Schema.V3.images
              + "' and plugins.'"
              + Schema.V3.runtime
              + "', or say version = 2");
    }
  }

  private static FailureException refused(String happened, String remedy) {
    return Failure.permanent(
            Code.CONTAINERD_CONFIG_SCHEMA, "merge spec.containerd.config", happened, remedy)
        .asException();
  }
}
