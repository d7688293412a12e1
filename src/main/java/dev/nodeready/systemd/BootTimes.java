package dev.nodeready.systemd;

import dev.nodeready.host.Root;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

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
  private static final String KERNEL = "kernel";

  // The changes of a unit's state.
  private static final String EXIT = "InactiveExitTimestampMonotonic";
  private static final String UP = "ActiveEnterTimestampMonotonic";
  private static final String ENTER = "InactiveEnterTimestampMonotonic";

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
  static List<String> names(MessageReader units) throws IOException {
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
    Map<String, Call> first = new LinkedHashMap<>();
    STAGES.forEach(stage -> first.put(stage, ofStage(stage)));
    first.put(KERNEL, Call.property("KernelTimestamp"));
    for (String unit : units) {
      first.put(unit, isPoint(unit) ? active(unit) : Call.property(unit, "Unit", EXIT));
    }
    Map<String, Duration> starts = times(bus, first);
    boolean ownKernel = starts.remove(KERNEL) != null;
    Map<String, Duration> stages = new LinkedHashMap<>(starts);
    stages.keySet().retainAll(STAGES);
    starts.keySet().removeAll(STAGES);
    return new BootTimes(stages, ownKernel, started(bus, starts));
  }

  /** Each question costs a boot time, and of most units one or two tell all. */
  private static List<UnitTimes> started(Bus bus, Map<String, Duration> starts)
      throws IOException, InterruptedException {
    Map<String, Duration> ups = times(bus, open(starts, Map.of(), BootTimes::active));
    Map<String, Duration> ends =
        times(bus, open(starts, ups, unit -> Call.property(unit, "Unit", ENTER)));
    List<UnitTimes> started = new ArrayList<>();
    starts.forEach((unit, start) -> {
      Duration up = isPoint(unit) ? start : since(start, ups.get(unit));
      started.add(new UnitTimes(unit, start, up.isZero() ? since(start, ends.get(unit)) : up));
    });
    return List.copyOf(started);
  }

  /** What to ask about those of which it is not known yet when they were up. */
  private static Map<String, Call> open(
      Map<String, Duration> starts, Map<String, Duration> ups, Function<String, Call> question) {
    Map<String, Call> open = new LinkedHashMap<>();
    starts.forEach((unit, start) -> {
      if (!isPoint(unit) && since(start, ups.get(unit)).isZero()) {
        open.put(unit, question.apply(unit));
      }
    });
    return open;
  }

  /** The answers that tell a time, by the name of what was asked for, in that order. */
  private static Map<String, Duration> times(Bus bus, Map<String, Call> questions)
      throws IOException, InterruptedException {
    Iterator<Message> answers = bus.call(ANSWER, List.copyOf(questions.values())).iterator();
    Map<String, Duration> times = new LinkedHashMap<>();
    for (String name : questions.keySet()) {
      if (answers.next().body().variant() instanceof Number micros && micros.longValue() != 0) {
        times.put(name, Duration.ofNanos(1000 * micros.longValue()));
      }
    }
    return times;
  }

  private static Call ofStage(String stage) {
    String name =
        stage.equals("initrd")
            ? "InitRD"
            : Character.toUpperCase(stage.charAt(0)) + stage.substring(1);
    return Call.property(name + "TimestampMonotonic");
  }

  private static Call active(String unit) {
    return Call.property(unit, "Unit", UP);
  }

  /** A target is reached at once, when the last of what it wants is there. */
  private static boolean isPoint(String unit) {
    return unit.endsWith(".target");
  }

  /** What was before the last start is of an earlier one. */
  private static Duration since(Duration start, @Nullable Duration time) {
    return time == null || time.compareTo(start) < 0 ? Duration.ZERO : time;
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
