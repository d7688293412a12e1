package dev.nodeready.config;

import dev.nodeready.catalogue.Code;
import dev.nodeready.tree.Origin;
import dev.nodeready.tree.Value;
import dev.nodeready.tree.Value.Member;
import dev.nodeready.tree.Value.Obj;
import org.jspecify.annotations.Nullable;

/** Holds a document's {@code apiVersion} and {@code kind} against what is known. */
final class DocumentKind {
  private static final String GROUP = "node.eks.aws";

  /** What nodeadm calls the form it keeps in its cache; it reads that too. */
  private static final String INTERNAL = "__internal";

  private DocumentKind() {}

  /** What is wrong with them, or null where they are right. */
  static @Nullable Problem problem(Obj document) {
    String apiVersion = text(document, "apiVersion");
    String kind = text(document, "kind");
    if (apiVersion.isEmpty() || kind.isEmpty()) {
      return missing(document, apiVersion.isEmpty() ? "apiVersion" : "kind");
    }
    int slash = apiVersion.indexOf('/');
    String group = slash < 0 ? "" : apiVersion.substring(0, slash);
    String version = apiVersion.substring(slash + 1);
    if (!group.equals(GROUP)) {
      return wrong(
          document, "apiVersion", Code.CONFIG_GROUP_WRONG, apiVersion, NodeConfig.API_VERSION);
    }
    if (!kind.equals(NodeConfig.KIND)) {
      return wrong(document, "kind", Code.CONFIG_KIND_WRONG, kind, NodeConfig.KIND);
    }
    return NodeConfig.API_VERSION.endsWith("/" + version) || version.equals(INTERNAL)
        ? null
        : wrong(
            document,
            "apiVersion",
            Code.CONFIG_VERSION_UNKNOWN,
            apiVersion,
            NodeConfig.API_VERSION);
  }

  private static String text(Obj document, String field) {
    Value value = document.get(field);
    return value != null && value.plain() instanceof String text ? text : "";
  }

  private static Problem missing(Obj document, String field) {
    String text = "is missing or no text, so this is no NodeConfig";
    String fallback =
        "write apiVersion: " + NodeConfig.API_VERSION + " and kind: " + NodeConfig.KIND;
    for (String seen : document.members().keySet()) {
      if (!seen.equals(field) && seen.equalsIgnoreCase(field)) {
        return problem(
            Code.CONFIG_FIELD_MISSING,
            field,
            at(document, seen),
            text,
            "write " + field + ", not " + seen);
      }
    }
    return problem(Code.CONFIG_FIELD_MISSING, field, document.origin(), text, fallback);
  }

  private static Problem wrong(Obj document, String field, Code code, String seen, String known) {
    return problem(
        code,
        field,
        at(document, field),
        "is " + Suggest.quote(seen) + ", which is not known",
        "write " + known);
  }

  private static Origin at(Obj document, String field) {
    Member member = document.members().get(field);
    return member == null ? document.origin() : member.value().origin();
  }

  private static Problem problem(
      Code code, String path, Origin origin, String text, String suggestion) {
    return new Problem(Severity.ERROR, code, path, origin, text, suggestion);
  }
}
