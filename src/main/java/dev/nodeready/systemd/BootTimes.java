package dev.nodeready.systemd;

import dev.nodeready.host.Root;
import java.io.IOException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * When the machine's boot got where, as systemd noted it ({@code org.freedesktop.systemd1(5)}).
 *
 * @param stages by name: {@code firmware} and {@code loader} as how long before the kernel they
 *     began, {@code initrd}, {@code userspace} and {@code finish} as how long after; without those
 *     that there were none of
 * @param ownKernel whether the kernel was started for this boot; a container has that of its host
 * @param units those that were started, since the kernel's start
 */
public record BootTimes(Map<String, Duration> stages, boolean ownKernel, List<UnitTimes> units) {
  private static final Duration ANSWER = Duration.ofSeconds(2);
  private static final List<String> STAGES =
      List.of("firmware", "loader", "initrd", "userspace", "finish");

  /**
   * A unit that was started.
   *
   * @param started when it left the inactive state
   * @param active when it became active, or had done its work where it never is; zero when it has
   *     neither
   */
  public record UnitTimes(String unit, Duration started, Duration active) {}

  /**
   * Asks systemd.
   *
   * @throws IOException when it does not answer
   * @throws InterruptedException when the boot is being stopped
   */
  public static BootTimes ask(Root root, List<String> units)
      throws IOException, InterruptedException {
    try (Bus bus = Bus.connect(root.at(Units.SOCKET), ANSWER, new NoEars())) {
      return ask(bus, units);
    }
  }

  /** The same of all services and mounts, and of {@code more}. */
  public static BootTimes all(Root root, List<String> more)
      throws IOException, InterruptedException {
    try (Bus bus = Bus.connect(root.at(Units.SOCKET), ANSWER, new NoEars())) {
      Set<String> units = new LinkedHashSet<>(more);
      Message answer = bus.call(ANSWER, List.of(Call.manager("ListUnits"))).getFirst();
      units.addAll(names(answer.body()));
      return ask(bus, List.copyOf(units));
    }
  }

  /** Of each unit the name, two words, three states, another unit, its path, a job of it. */
  private static List<String> names(MessageReader units) throws IOException {
    List<String> names = new ArrayList<>();
    int length = units.number();
    units.align(8);
    for (int end = units.position() + length; units.position() < end; ) {
      units.align(8);
      String name = units.text();
      for (int i = 0; i < 6; i++) {
        units.text();
      }
      units.number();
      units.text();
      units.text();
      if (name.endsWith(".service") || name.endsWith(".mount")) {
        names.add(name);
      }
    }
    return names;
  }

  private static BootTimes ask(Bus bus, List<String> units)
      throws IOException, InterruptedException {
    List<Call> calls = new ArrayList<>();
    for (String stage : STAGES) {
      calls.add(Call.property(property(stage)));
    }
    calls.add(Call.property("KernelTimestamp"));
    for (String unit : units) {
      calls.add(Call.property(unit, "Unit", "ActiveEnterTimestampMonotonic"));
      if (!isPoint(unit)) {
        calls.add(Call.property(unit, "Unit", "InactiveExitTimestampMonotonic"));
        calls.add(Call.property(unit, "Unit", "InactiveEnterTimestampMonotonic"));
      }
    }
    return of(units, bus.call(ANSWER, calls));
  }

  private static String property(String stage) {
    return switch (stage) {
      case "initrd" -> "InitRDTimestampMonotonic";
      default -> Character.toUpperCase(stage.charAt(0)) + stage.substring(1) + "TimestampMonotonic";
    };
  }

  private static BootTimes of(List<String> units, List<Message> answers) throws IOException {
    Map<String, Duration> stages = new LinkedHashMap<>();
    int at = 0;
    for (String stage : STAGES) {
      Duration time = time(answers.get(at++));
      if (!time.isZero()) {
        stages.put(stage, time);
      }
    }
    boolean ownKernel = !time(answers.get(at++)).isZero();
    List<UnitTimes> started = new ArrayList<>();
    for (String unit : units) {
      Duration active = time(answers.get(at++));
      Duration from = isPoint(unit) ? active : time(answers.get(at++));
      Duration done = isPoint(unit) ? active : time(answers.get(at++));
      if (!from.isZero()) {
        Duration up = since(from, active);
        started.add(new UnitTimes(unit, from, up.isZero() ? since(from, done) : up));
      }
    }
    return new BootTimes(stages, ownKernel, List.copyOf(started));
  }

  /** A target is reached at once, when the last of what it wants is there. */
  private static boolean isPoint(String unit) {
    return unit.endsWith(".target");
  }

  /** What was before the last start is of an earlier one. */
  private static Duration since(Duration start, Duration time) {
    return time.compareTo(start) < 0 ? Duration.ZERO : time;
  }

  private static Duration time(Message answer) throws IOException {
    return answer.body().variant() instanceof Number micros
        ? Duration.of(micros.longValue(), ChronoUnit.MICROS)
        : Duration.ZERO;
  }

  /** Nothing is waited for here. */
  private static final class NoEars implements Bus.Listener {
    @Override
    public void signal(Message signal) {
      // Of no use to a single question.
    }

    @Override
    public void lost() {
      // The call that waits fails by itself.
    }
  }
}
