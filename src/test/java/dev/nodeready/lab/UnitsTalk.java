package dev.nodeready.lab;

import dev.nodeready.failure.FailureException;
import dev.nodeready.host.Commands;
import dev.nodeready.host.Root;
import dev.nodeready.ready.Trigger;
import dev.nodeready.retry.Deadline;
import dev.nodeready.retry.Time;
import dev.nodeready.systemd.Job;
import dev.nodeready.systemd.Units;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/** Asks a guest's systemd a few things and prints what it says; run by {@link UnitsIT}. */
final class UnitsTalk {
  private static final String UNIT = "containerd.service";

  private UnitsTalk() {}

  public static void main(String[] args) throws InterruptedException {
    try (Units units = Units.of(new Root(Path.of(args[0])), new Commands(Map.of()))) {
      System.out.println(UNIT + " " + units.state(UNIT).words());
      Job start = units.start(UNIT);
      System.out.println(
          "start " + start.await(soon()).orElseThrow() + " " + units.state(UNIT).words());
      restart(units);
      System.out.println("absent.service " + units.state("absent.service").load());
      refused(units);
      System.out.println("target " + units.state("basic.target").words());
      System.out.println("lines " + units.lastLines(UNIT, 2).size());
    }
  }

  private static void restart(Units units) throws InterruptedException {
    int before = units.state(UNIT).mainPid();
    try (Trigger trigger = units.watch(UNIT)) {
      Job job = units.restart(UNIT);
      long start = Time.SYSTEM.nanos();
      trigger.await(Duration.ofSeconds(20));
      boolean woken = Time.SYSTEM.nanos() - start < Duration.ofSeconds(20).toNanos();
      var result = job.await(soon()).orElseThrow();
      int after = units.state(UNIT).mainPid();
      System.out.println(
          "restart "
              + result
              + " other process: "
              + (after != before && after != 0)
              + ", woken: "
              + woken);
    }
  }

  private static void refused(Units units) throws InterruptedException {
    try {
      units.start("absent.service");
    } catch (FailureException e) {
      System.out.println("refused " + e.failure().code());
    }
  }

  private static Deadline soon() {
    return Deadline.after(Duration.ofSeconds(20), Time.SYSTEM);
  }
}
