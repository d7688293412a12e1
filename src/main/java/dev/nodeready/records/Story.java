package dev.nodeready.records;

import dev.nodeready.host.ProcessId;
import dev.nodeready.systemd.BootTimes;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a record tells of one run. All times but {@code startedAt} count from the kernel's start.
 *
 * @param number of the record
 * @param kind {@code boot} or {@code reload}
 * @param command the command that ran it, such as {@code daemon}
 * @param bootId the kernel's name of the machine's boot
 * @param process who ran it; null in a record that does not say
 * @param startedAt by the clock; null in a record that does not say
 * @param steps those that were begun, in order
 * @param verdict null where the run was cut off, or goes on
 * @param machine what systemd knew at its end; null where it was not asked
 * @param last when something was heard of it last
 * @param before the runs before it in the same boot of the machine, as far as they are kept
 */
public record Story(
    int number,
    String kind,
    String command,
    String bootId,
    String version,
    @Nullable ProcessId process,
    @Nullable Instant startedAt,
    Duration began,
    List<StepSpan> steps,
    @Nullable Verdict verdict,
    @Nullable Machine machine,
    Duration last,
    List<Story> before) {

  /**
   * A step.
   *
   * @param ended null where the run ended in it
   * @param outcome as in the status file; empty where the run ended in it
   */
  public record StepSpan(
      String phase,
      String name,
      Duration began,
      @Nullable Duration ended,
      String outcome,
      int attempts,
      String detail,
      List<WaitSpan> waits,
      List<Mark> marks) {
    /** Phase and name. */
    public String words() {
      return phase + "/" + name;
    }

    /** Whether it did something. */
    public boolean ran() {
      return !outcome.equals("skipped");
    }
  }

  /** A wait of a step for one reason. */
  public record WaitSpan(String subject, String because, Duration from, Duration to) {
    /** How long. */
    public Duration took() {
      return to.minus(from);
    }
  }

  /**
   * Something that happened in a step at once.
   *
   * @param kind {@code attempt}, {@code note} or {@code flap}
   */
  public record Mark(String kind, Duration at, String text) {}

  /**
   * How it ended.
   *
   * @param code of what failed or needs a look; empty where nothing does
   */
  public record Verdict(
      String state,
      int exitCode,
      Duration at,
      String code,
      String happened,
      String remedy,
      List<Behind> causes) {}

  /** A cause that was found behind a failure, what blocks first before the rest. */
  public record Behind(String code, String confidence, String what, String remedy) {}

  /**
   * The machine's own times.
   *
   * @param stages as in {@link dev.nodeready.systemd.BootTimes}
   */
  public record Machine(boolean ownKernel, Map<String, Duration> stages, List<UnitSpan> units) {
    static Machine of(BootTimes times) {
      return new Machine(
          times.ownKernel(),
          times.stages(),
          times.units().stream()
              .map(unit ->
                  new UnitSpan(
                      unit.unit(), unit.started(), unit.active().isZero() ? null : unit.active()))
              .toList());
    }
  }

  /**
   * A unit that was started.
   *
   * @param active null where it has not become active
   */
  public record UnitSpan(String name, Duration started, @Nullable Duration active) {
    /** Whether it is part of what nodeready takes to a node. */
    public boolean ours() {
      return name.startsWith("nodeready")
          || List.of("containerd.service", "kubelet.service", "soci-snapshotter.service")
              .contains(name);
    }
  }

  /** Whether it has no verdict and its process is still there. */
  public boolean running() {
    return verdict == null && process != null && process.lives();
  }

  /**
   * How it stands, in one word: as in the status file, or {@code died} where nobody wrote an end.
   */
  public String state() {
    if (verdict != null) {
      return verdict.state();
    }
    return running() ? "running" : "died";
  }

  /** The same with what came before it. */
  Story after(List<Story> earlier) {
    return new Story(
        number,
        kind,
        command,
        bootId,
        version,
        process,
        startedAt,
        began,
        steps,
        verdict,
        machine,
        last,
        List.copyOf(earlier));
  }

  /** The same with what systemd knows now. */
  Story on(Machine now) {
    return new Story(
        number, kind, command, bootId, version, process, startedAt, began, steps, verdict, now,
        last, before);
  }

  /** Whether the node has joined by it. */
  public boolean joined() {
    return verdict != null && List.of("succeeded", "degraded").contains(verdict.state());
  }

  /** Whether it is how the machine came up, which a later run on a joined node is not. */
  private boolean bringsUp() {
    return command.equals("daemon")
        && kind.equals("boot")
        && before.stream().noneMatch(Story::joined);
  }

  /** When the machine began to boot for it; the run's own beginning where that is not known. */
  public Duration origin() {
    if (machine == null || !bringsUp()) {
      return began;
    }
    Duration userspace = machine.stages().getOrDefault("userspace", began);
    return machine.ownKernel() ? beforeKernel().negated() : userspace;
  }

  /** How long firmware and loader took. */
  private Duration beforeKernel() {
    if (machine == null) {
      return Duration.ZERO;
    }
    Duration loader = machine.stages().getOrDefault("loader", Duration.ZERO);
    return machine.stages().getOrDefault("firmware", loader);
  }

  /** When it ended, or was heard of last. */
  public Duration end() {
    return verdict == null ? last : verdict.at();
  }

  /** How long the node took to be Ready, from the origin; empty where it did not get there. */
  public Optional<Duration> toReady() {
    return steps.stream()
        .filter(step -> step.name().equals("ready") && step.ended() != null)
        .filter(step -> List.of("changed", "unchanged").contains(step.outcome()))
        .map(step -> end(step).minus(origin()))
        .findFirst();
  }

  /** The step that took longest. */
  public Optional<StepSpan> slowest() {
    return steps.stream().filter(StepSpan::ran).max(Comparator.comparing(this::took));
  }

  /** How long a step took, or has taken by what is heard of it last. */
  public Duration took(StepSpan step) {
    return end(step).minus(step.began());
  }

  private Duration end(StepSpan step) {
    return step.ended() == null ? end() : step.ended();
  }
}
