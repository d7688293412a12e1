package dev.nodeready.failure;

import dev.nodeready.catalogue.Code;

/**
 * This program's own memory, where it does not suffice: a failure with words like any other. What
 * was kept for the work is free again by the time that anybody tells of it.
 */
public final class OutOfMemory {
  private OutOfMemory() {}

  /**
   * What it means.
   *
   * @param tried what there was too little memory for
   */
  public static Failure failure(String tried, OutOfMemoryError e) {
    return Failure.passing(Code.BOOT_OUT_OF_MEMORY, tried, happened(Words.of(e)));
  }

  private static String happened(String message) {
    if (message.contains("native thread")) {
      return "the system gives it no other thread";
    }
    return message.contains("heap") || message.contains("GC overhead")
        ? "its heap of " + (Runtime.getRuntime().maxMemory() >> 20) + " MB is full"
        : "it has no memory left: " + message;
  }
}
