package dev.nodeready.crash;

import dev.nodeready.crash.Trip.How;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** Runs a command again and again, disturbed at a call each time, and holds against the whole. */
final class Crashes {
  private static final Pattern FAILURE = Pattern.compile("[A-Z]+_[A-Z_]+: tried to .*, but .*;");

  /** More than any budget that the commands are given. */
  private static final double LONGEST_SECONDS = 40;

  private final Trip trip;
  private final Victim victim;
  private final Map<String, String> before;
  private final Map<String, String> after;
  private final List<String> calls;
  private final List<String> wrong = new ArrayList<>();
  private final List<String> missed = new ArrayList<>();
  private final Map<Integer, Integer> ends = new TreeMap<>();
  private int cases;

  Crashes(Trip trip, Victim victim) throws IOException, InterruptedException {
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

  /** What the command does, a line for each call. */
  List<String> calls() {
    return calls;
  }

  /** Those of them that are about files. */
  List<String> fileCalls() {
    return calls.stream().filter(call -> !call.matches("(send|connect|exec|kill) .*")).toList();
  }

  /** Kills it at a call, and runs it again. */
  void kill(String call, boolean reboots) throws IOException, InterruptedException {
    victim.begin();
    Trip.Ran ran = disturbed(call, How.KILL);
    if (ran.tripped() && ran.exitCode() != 137) {
      wrong.add(call + ": it outlived its end\n" + ran.said());
    }
    nothingIsHalfWritten(call);
    if (reboots) {
      victim.reboot();
    }
    finishes(call + (reboots ? ", then a reboot" : ""));
  }

  /** Has a call fail, and runs it again without that. */
  void fail(String call, How how) throws IOException, InterruptedException {
    String at = how + " at " + call;
    victim.begin();
    Trip.Ran ran = disturbed(call, how);
    if (ran.seconds() > LONGEST_SECONDS) {
      wrong.add(at + ": it took " + ran.seconds() + " s");
    }
    told(at, ran);
    if (how.isOnce()) {
      named(at, call, ran);
    }
    if (ran.exitCode() == 0) {
      isDone(at + " is passed over");
    }
    nothingIsHalfWritten(at);
    finishes(at);
  }

  private Trip.Ran disturbed(String call, How how) throws IOException, InterruptedException {
    Trip.Ran ran = trip.at(call, how, victim.under(), victim.environment(), victim.words());
    cases++;
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
      wrong.add(at + ": exit code " + ran.exitCode() + "\n" + said);
    }
  }

  /** The file is named that could not be written, or its folder. */
  private void named(String at, String call, Trip.Ran ran) {
    String place = call.split(" ")[1].replaceFirst("/\\.(.*)\\.nodeready-new$", "/$1");
    if (ran.exitCode() != 0 && !ran.said().contains(place)) {
      wrong.add(at + ": does not name " + place + "\n" + ran.said());
    }
  }

  /** Where it says that all is well, all is there but what nobody needs. */
  private void isDone(String at) throws IOException, InterruptedException {
    differences(victim.state(), Declared::isBestEffort).forEach(one -> wrong.add(at + ": " + one));
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
            wrong.add(at + ": " + name + " is neither old nor new: " + is);
          }
        });
  }

  private void finishes(String at) throws IOException, InterruptedException {
    Trip.Ran next = trip.count(victim.under(), victim.environment(), victim.words());
    if (next.exitCode() != 0) {
      wrong.add(at + ": the next run ended with " + next.exitCode() + "\n" + next.said());
    }
    differences(victim.state(), _ -> false).forEach(one -> wrong.add(at + ": " + one));
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

  /** What was not as it has to be. */
  List<String> wrong() {
    return wrong;
  }

  /** What it came to since this was asked last. */
  String table() {
    String row =
        "%d cases of %d calls, %d of them not met %s, %d wrong; ends: %s"
            .formatted(cases, calls.size(), missed.size(), missed, wrong.size(), ends);
    cases = 0;
    missed.clear();
    ends.clear();
    return row;
  }
}
