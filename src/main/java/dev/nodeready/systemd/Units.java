package dev.nodeready.systemd;

import dev.nodeready.host.Commands;
import dev.nodeready.host.Root;
import dev.nodeready.ready.Trigger;
import java.util.List;

/**
 * The units of the system's service manager. Unit names carry their suffix, such as {@code
 * kubelet.service}.
 */
public interface Units extends AutoCloseable {
  /** Where systemd listens for root, with or without a D-Bus daemon. */
  String SOCKET = "/run/systemd/private";

  /**
   * The units of the machine below {@code root}; connects when first asked.
   *
   * @param commands runs {@code journalctl}
   */
  static Units of(Root root, Commands commands) {
    return new BusUnits(root, commands);
  }

  /**
   * How the unit is now.
   *
   * @throws dev.nodeready.failure.FailureException with code {@code SYSTEMD_UNREACHABLE}
   * @throws InterruptedException when the boot is being stopped
   */
  UnitState state(String unit) throws InterruptedException;

  /**
   * Asks for a start and returns at once; nothing happens to a unit that runs.
   *
   * @throws dev.nodeready.failure.FailureException with code {@code SYSTEMD_REFUSED} or {@code
   *     SYSTEMD_UNREACHABLE}
   * @throws InterruptedException when the boot is being stopped
   */
  Job start(String unit) throws InterruptedException;

  /** Asks for a restart, or for a start where it does not run; otherwise as {@link #start}. */
  Job restart(String unit) throws InterruptedException;

  /** Asks for a stop; nothing happens to a unit that does not run. Otherwise as {@link #start}. */
  Job stop(String unit) throws InterruptedException;

  /**
   * Makes systemd read its unit files again; returns when it has. Takes some 0.2 s, in which
   * systemd does nothing else.
   *
   * @throws dev.nodeready.failure.FailureException as {@link #start}
   * @throws InterruptedException when the boot is being stopped
   */
  void reload() throws InterruptedException;

  /**
   * The last lines of the unit's journal in this boot, oldest first; empty when they cannot be
   * read.
   *
   * @throws InterruptedException when the boot is being stopped
   */
  List<String> lastLines(String unit, int most) throws InterruptedException;

  /**
   * Wakes when a property of the unit changes, when one of its jobs ends, and when the connection
   * is lost.
   */
  Trigger watch(String unit);

  @Override
  void close();
}
