package dev.nodeready.systemd;

import java.time.Duration;

/**
 * A unit as systemd sees it, in its own words ({@code org.freedesktop.systemd1(5)}).
 *
 * @param id its own name, which differs from the one asked for where that is an alias
 * @param load {@code loaded}, {@code not-found}, {@code masked}, {@code bad-setting}, {@code error}
 * @param active whether it runs, in one word such as {@code activating} or {@code failed}
 * @param sub the finer state, such as {@code running} or {@code auto-restart}
 * @param file {@code enabled}, {@code disabled}, {@code static}, …; empty where there is no file
 * @param queued whether a job of it waits or runs
 * @param conditionMet whether the conditions held when it was last started; true before
 * @param result why it ended last, such as {@code success}, {@code exit-code}, {@code
 *     start-limit-hit}
 * @param restarts how often it was started again by itself
 * @param exitStatus the last exit code or signal of its main process
 * @param mainPid its main process; 0 when it has none
 * @param mainSince when its main process was started, from the machine's start; zero when never
 */
public record UnitState(
    String id,
    String load,
    String active,
    String sub,
    String file,
    boolean queued,
    boolean conditionMet,
    String result,
    int restarts,
    int exitStatus,
    int mainPid,
    Duration mainSince) {

  /** Whether it runs, or has run and counts as active. */
  public boolean isActive() {
    return active.equals("active") || active.equals("reloading");
  }

  /** Whether it is on its way up: starting, waiting for its next start, or queued. */
  public boolean isComing() {
    return queued || active.equals("activating");
  }

  /** Whether it starts at boot by its own enablement. */
  public boolean isEnabled() {
    return file.equals("enabled") || file.equals("enabled-runtime");
  }

  /** The state as one would say it, such as {@code failed (exit-code 1)}. */
  public String words() {
    if (result.equals("success") || result.isEmpty()) {
      return active + " (" + sub + ")";
    }
    return active + " (" + result + (exitStatus == 0 ? "" : " " + exitStatus) + ")";
  }
}
