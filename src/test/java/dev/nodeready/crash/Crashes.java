package dev.nodeready.crash;

import dev.nodeready.crash.Trip.How;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** Runs a command again and again, disturbed at a call each time, and holds against the whole. */
public final class Crashes {
  /** Each so manieth call; 0 for a few that the seed draws. */
  private static final int STEP = Integer.getInteger("crash.step", 0);

  private static final long SEED = Long.getLong("crash.seed", 20);
  private static final Pattern FAILURE = Pattern.compile("[A-Z]+_[A-Z_]+: tried to .*, but .*;");

  private static final int PROGRESS = 20;
  private static final String NO_FILE = "(send|connect|exec|kill|mount|umount) .*";

  /** More than any budget that the commands are given. */
  private static final double LONGEST_SECONDS = 75;

  private final Trip trip;
  private final Victim victim;
  private final Map<String, String> before;
  private final Map<String, String> after;
  private final List<String> calls;
  private final List<String> wrong = new ArrayList<>();
  private final List<String> missed = new ArrayList<>();
  private final Map<Integer, Integer> ends = new TreeMap<>();
  private int cases;

  private Crashes(Trip trip, Victim victim) throws IOException, InterruptedException {
    this.trip = trip;
    this.victim = victim;
    victim.begin();
    before = victim.state();
    Trip.Ran whole = trip.count(victim.under(), victim.environment(), victim.words());
    if (whole.exitCode() != 0) {
      throw new AssertionError("it does not work at all: " + whole.said());
    }
    after = victim.state();
    calls = whole.calls();
  }

  /**
   * Kills a command at some of its calls, has some fail, and tells how many that were.
   *
   * @param drawn how many of each, where not all of them are asked for
   * @return what was not as it has to be
   */
  public static List<String> of(String name, Trip trip, Victim victim, int drawn)
      throws IOException, InterruptedException {
    Crashes crashes = new Crashes(trip, victim);
    long turn = SEED;
    for (String call : drawn(crashes.calls, drawn)) {
      crashes.kill(call, turn++ % 2 == 0);
    }
    crashes.tell(name + ", killed");
    for (String call : drawn(crashes.fileCalls(), drawn)) {
      crashes.fail(call, How.ERRORS.get((int) (turn++ % How.ERRORS.size())));
    }
    crashes.tell(name + ", with errors");
    return crashes.wrong;
  }

  private static List<String> drawn(List<String> calls, int most) {
    List<String> drawn = new ArrayList<>();
    if (STEP > 0) {
      for (int i = (int) (SEED % STEP); i < calls.size(); i += STEP) {
        drawn.add(calls.get(i));
      }
      return drawn;
    }
    drawn.addAll(calls);
    Collections.shuffle(drawn, new Random(SEED));
    return drawn.subList(0, most);
  }

  private List<String> fileCalls() {
    return calls.stream().filter(call -> !call.matches(NO_FILE)).toList();
  }

  /** Kills it at a call, and runs it again; every other time something else happens as well. */
  private void kill(String call, boolean harder) throws IOException, InterruptedException {
    victim.begin();
    How how = harder && victim.leavesChildren() ? How.ORPHAN : How.KILL;
    String at = "%s at %s%s".formatted(how, call, harder ? ", harder" : "");
    Trip.Ran ran = disturbed(call, how);
    if (ran.tripped() && ran.exitCode() != Trip.KILLED) {
      wrong(at + ": it outlived its end\n" + ran.said());
    }
    nothingIsHalfWritten(at);
    if (harder) {
      victim.reboot();
    }
    finishes(at);
  }

  /** Has a call fail, and runs it again without that. */
  private void fail(String call, How how) throws IOException, InterruptedException {
    String at = how + " at " + call;
    victim.begin();
    Trip.Ran ran = disturbed(call, how);
    if (ran.seconds() > LONGEST_SECONDS) {
      wrong(at + ": it took " + ran.seconds() + " s");
    }
    told(at, ran);
    if (how.isOnce()) {
      named(at, call, ran);
    }
    if (ran.exitCode() == 0) {
      isDone(at + " is passed over", how.isOnce());
    }
    nothingIsHalfWritten(at);
    finishes(at);
  }

  private Trip.Ran disturbed(String call, How how) throws IOException, InterruptedException {
    Trip.Ran ran = trip.at(call, how, victim.under(), victim.environment(), victim.words());
    if (++cases % PROGRESS == 0) {
      System.out.printf("crash: %d cases, %d wrong%n", cases, wrong.size());
    }
    ends.merge(ran.exitCode(), 1, Integer::sum);
    if (!ran.tripped()) {
      missed.add(call);
    }
    return ran;
  }

  /** By code, what was tried, why not, and a remedy, which all end in the same way. */
  private void told(String at, Trip.Ran ran) {
    String said = ran.said();
    boolean right =
        switch (ran.exitCode()) {
          case 0 -> true;
          case 1, 3, 75 -> FAILURE.matcher(said).find();
          default -> false;
        };
    if (!right || said.contains("Exception") || said.contains("\tat ")) {
      wrong(at + ": exit code " + ran.exitCode() + "\n" + said);
    }
  }

  /** The file is named that could not be written. */
  private void named(String at, String call, Trip.Ran ran) {
    String place = call.replaceAll("^[^ ]* | [^ ]*$", "");
    String file = place.replaceFirst("/\\.(.*)\\.nodeready-new$", "/$1");
    if (ran.exitCode() != 0 && !ran.said().contains(place) && !ran.said().contains(file)) {
      wrong(at + ": does not name " + file + "\n" + ran.said());
    }
  }

  /**
   * Where it says that all is well, all is there but what nobody needs. Where nothing could be
   * taken away any more, there may be more.
   */
  private void isDone(String at, boolean tidy) throws IOException, InterruptedException {
    differences(
            victim.state(),
            name -> Declared.isBestEffort(name) || !(tidy || after.containsKey(name)))
        .forEach(one -> wrong(at + ": " + one));
  }

  private void nothingIsHalfWritten(String at) throws IOException, InterruptedException {
    victim
        .state()
        .forEach((name, is) -> {
          boolean whole =
              is.equals(before.get(name))
                  || is.equals(after.get(name))
                  || name.endsWith("nodeready-new");
          if ((name.startsWith("/etc/") || name.startsWith("/var/lib/kubelet/")) && !whole) {
            wrong(at + ": " + name + " is neither old nor new: " + is);
          }
        });
  }

  private void finishes(String at) throws IOException, InterruptedException {
    Trip.Ran next = trip.count(victim.under(), victim.environment(), victim.words());
    if (next.exitCode() != 0) {
      wrong(at + ": the next run ended with " + next.exitCode() + "\n" + next.said());
    }
    differences(victim.state(), _ -> false).forEach(one -> wrong(at + ": " + one));
  }

  private List<String> differences(Map<String, String> state, Predicate<String> but) {
    TreeSet<String> names = new TreeSet<>(after.keySet());
    names.addAll(state.keySet());
    return names.stream()
        .filter(name -> !but.test(name) && !Objects.equals(state.get(name), after.get(name)))
        .map(name ->
            "%s is%n  %s%nand has to be%n  %s%n".formatted(name, state.get(name), after.get(name)))
        .toList();
  }

  /** A run of hours is looked at meanwhile. */
  private void wrong(String what) {
    wrong.add(what);
    System.out.println("crash: " + what);
  }

  private void tell(String what) {
    System.out.printf(
        "crash: %s: %d cases of %d calls, %d of them not met %s, %d wrong so far; ends %s; crash.seed=%d%n",
        what, cases, calls.size(), missed.size(), missed, wrong.size(), ends, SEED);
    cases = 0;
    missed.clear();
    ends.clear();
  }
}
