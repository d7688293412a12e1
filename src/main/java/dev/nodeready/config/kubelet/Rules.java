package dev.nodeready.config.kubelet;

import org.jspecify.annotations.Nullable;

/** Rules of one kind. What the user did not write is never told to him. */
abstract class Rules {
  final Effective config;
  private final Findings findings;

  Rules(Effective config, Findings findings) {
    this.config = config;
    this.findings = findings;
  }

  abstract void check();

  /** kubelet exits on it; told at the first of the fields that the user wrote. */
  final void refuse(String text, String suggestion, String... fields) {
    String where = config.where(fields);
    if (where != null) {
      findings.error(where, text, suggestion);
    }
  }

  /** kubelet exits on one member of a map or list; told at that member. */
  final void refuseMember(String text, String suggestion, String field, String member) {
    String where = config.where(field);
    if (where != null) {
      findings.error(config.whereMember(where, field, member), text, suggestion);
    }
  }

  /** kubelet does not know a member of a map, and exits. */
  final void unknownMember(String text, String suggestion, String field, String member) {
    String where = config.where(field);
    if (where != null) {
      findings.unknown(config.whereMember(where, field, member), text, suggestion);
    }
  }

  /** kubelet lives with it. */
  final void doubt(String text, String suggestion, String... fields) {
    String where = config.where(fields);
    if (where != null) {
      findings.strict(where, text, suggestion);
    }
  }

  /** For taints, whose checks tell by themselves. */
  final Findings findings() {
    return findings;
  }

  final boolean says(String field) {
    return config.where(field) != null;
  }

  static String text(@Nullable Object value) {
    return value instanceof String text ? text : "";
  }
}
