package dev.nodeready.cri;

import dev.nodeready.catalogue.Code;
import dev.nodeready.failure.Failure;
import dev.nodeready.failure.FailureException;
import dev.nodeready.failure.Words;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.util.Locale;

/**
 * Sorts what the runtime answers, once, by code and text. containerd gives the same fact different
 * codes over its versions ({@code server is not initialized yet} is Unknown up to 1.7 and
 * Unavailable from 2.0), so that the code alone does not tell.
 */
public final class CriErrors {
  private static final String NOT_INITIALIZED = "not initialized";
  private static final int LONGEST = 600;
  private static final int HEAD = 150;

  private CriErrors() {}

  /**
   * Whether the runtime itself was missing, rather than what it was asked for: one goes back to
   * waiting for it, and nothing of the attempt counts.
   */
  public static boolean isRuntimeLoss(Failure failure) {
    return failure.code().area().equals("CRI") && !failure.permanent();
  }

  /** Sorts the error of a call to the runtime service. */
  static Failure sort(StatusRuntimeException e, String tried) {
    Status status = e.getStatus();
    String text = text(status);
    return switch (status.getCode()) {
      case UNIMPLEMENTED -> unimplemented(tried, text);
      case DEADLINE_EXCEEDED -> silent(tried);
      case PERMISSION_DENIED, UNAUTHENTICATED -> denied(tried, text);
      case RESOURCE_EXHAUSTED -> tooLarge(tried, text);
      case OK,
          CANCELLED,
          UNKNOWN,
          INVALID_ARGUMENT,
          NOT_FOUND,
          ALREADY_EXISTS,
          FAILED_PRECONDITION,
          ABORTED,
          OUT_OF_RANGE,
          INTERNAL,
          UNAVAILABLE,
          DATA_LOSS ->
          byText(status, tried, text);
    };
  }

  /** Whether the connection broke, as told by this side's transport and not by the runtime. */
  static boolean isBrokenConnection(Status status) {
    String text = text(status).toLowerCase(Locale.ROOT);
    return status.getCause() != null
        || text.startsWith("io exception")
        || text.contains("end of stream")
        || text.contains("network closed")
        || text.contains("goaway");
  }

  static boolean isNotInitialized(Status status) {
    return text(status).toLowerCase(Locale.ROOT).contains(NOT_INITIALIZED);
  }

  static Failure notInitialized(String tried) {
    return Failure.passing(
        Code.CRI_NOT_INITIALIZED, tried, "the runtime answered \"server is not initialized yet\"");
  }

  /**
   * The other side speaks something else: not even a call that timed out is a runtime's silence.
   */
  static Failure foreign(String tried, FirstWords heard) {
    return Failure.passing(
        Code.CRI_FOREIGN, tried, "this is no CRI server: it begins with " + heard);
  }

  /** The system's words stand behind, where it has any; those of the transport say nothing. */
  static Failure broken(String tried, Status status) {
    String words = status.getCause() instanceof IOException e ? " (" + Words.of(e) + ")" : "";
    return Failure.passing(Code.CRI_LOST, tried, "the runtime closed the connection" + words);
  }

  static Failure silent(String tried) {
    return Failure.passing(
        Code.CRI_SILENT, tried, "the runtime accepted the connection and never answered");
  }

  /** What the other side said, short enough for a line; the cause stands at its end. */
  static String text(Status status) {
    String text = whole(status);
    return text.length() <= LONGEST
        ? text
        : text.substring(0, HEAD) + "…" + text.substring(text.length() - (LONGEST - HEAD));
  }

  /** All that the other side said, on one line. */
  static String whole(Status status) {
    String description = status.getDescription();
    String cause = status.getCause() == null ? "" : Words.of(status.getCause());
    String text = description == null || description.isBlank() ? cause : description;
    return text.isBlank() ? status.getCode().toString() : text.strip().replace('\n', ' ');
  }

  /** Sorts and wraps. */
  static FailureException failed(StatusRuntimeException e, String tried) {
    return sort(e, tried).asException(e);
  }

  private static Failure byText(Status status, String tried, String text) {
    if (isNotInitialized(status)) {
      return notInitialized(tried);
    }
    if (isBrokenConnection(status)) {
      return broken(tried, status);
    }
    return Failure.passing(
        Code.CRI_ERROR, tried, "the runtime answered " + status.getCode() + ": " + text);
  }

  private static Failure unimplemented(String tried, String text) {
    return Failure.passing(
        Code.CRI_UNIMPLEMENTED, tried, "the server there does not offer runtime.v1 (" + text + ")");
  }

  private static Failure denied(String tried, String text) {
    return Failure.permanent(
        Code.CRI_PERMISSION_DENIED, tried, "the runtime refused this caller (" + text + ")");
  }

  private static Failure tooLarge(String tried, String text) {
    return text.contains("exceeds maximum")
        ? Failure.permanent(
            Code.CRI_ANSWER_TOO_LARGE,
            tried,
            "the answer is larger than is reasonable (" + text + ")")
        : Failure.passing(
            Code.CRI_ERROR,
            tried,
            "the runtime answered RESOURCE_EXHAUSTED: " + text,
            "free what it ran out of: journalctl -u containerd");
  }
}
