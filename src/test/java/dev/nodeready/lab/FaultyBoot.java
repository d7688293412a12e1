package dev.nodeready.lab;

import dev.nodeready.catalogue.Code;
import dev.nodeready.lab.FaultyMachine.End;
import dev.nodeready.lab.FaultyMachine.Slot;
import dev.nodeready.lab.FaultyMachine.Verdict;
import dev.nodeready.retry.Time;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A machine while it boots: what is done to it, and whether it takes that as it should. */
final class FaultyBoot {
  /** The budget of the whole boot, and what a busy machine needs to begin and end it. */
  private static final Duration LIMIT = Duration.ofSeconds(40 + 15);

  private static final Duration UNDISTURBED = Duration.ofSeconds(100);
  private static final Duration TICK = Duration.ofMillis(100);

  /** A line of shell that counts the pulls of this boot. */
  private static final String PULLS =
      "journalctl -b -q -o cat -u containerd.service | grep -c 'PullImage [^ ]*\\\\\"\"$'";

  private final Slot slot;
  private final Guest guest;
  private final List<LabFault> faults;
  private final Set<LabFault> happened = new HashSet<>();
  private final Set<LabFault> on = new HashSet<>();
  private final List<String> wrong = new ArrayList<>();
  private final StringBuilder told = new StringBuilder();
  private String story = "";
  private Path root;
  private long began;

  FaultyBoot(Slot slot, Guest guest, List<LabFault> faults) {
    this.slot = slot;
    this.guest = guest;
    this.faults = faults;
    this.root = guest.file("/");
  }

  /** A fault begins or passes. */
  private record Turn(Duration at, LabFault fault, boolean on) {}

  Verdict run() throws InterruptedException, IOException {
    slot.plane().attach(guest, slot.address());
    Map<String, String> before = Remains.files(guest);
    End end = disturbed();
    Answer status = end == End.CUT ? Answer.of("{}") : status();
    Code code = code(status);
    judge(end, status);
    if (end != End.CUT) {
      left(didHappen(LabTrouble.SLAIN));
      story = wrong.isEmpty() ? "" : guest.story();
    }
    Map<String, String> between = Remains.files(guest);
    undisturbed(end);
    Remains.compare(before, between, Remains.files(guest), wrong);
    return new Verdict(
        end, code, happened, wrong, told.toString(), wrong.isEmpty() ? "" : story + guest.story());
  }

  private End disturbed() throws InterruptedException {
    List<Turn> turns = turns();
    while (!turns.isEmpty() && turns.getFirst().at().isZero()) {
      turn(turns.removeFirst());
    }
    letGo();
    while (since().compareTo(LIMIT) < 0) {
      if (!turns.isEmpty() && since().compareTo(turns.getFirst().at()) >= 0) {
        turn(turns.removeFirst());
      } else {
        Optional<End> end = end().or(this::stopped);
        if (end.isPresent()) {
          return end.get();
        }
        Time.SYSTEM.sleep(TICK);
      }
      if (didHappen(LabTrouble.POWER_CUT)) {
        return End.CUT;
      }
    }
    wrong.add("it has not ended after " + LIMIT.toSeconds() + " s");
    return End.STOPPED;
  }

  private void letGo() {
    root = guest.file("/");
    began = Time.SYSTEM.nanos();
    guest.ok("touch /run/lab-go");
  }

  private List<Turn> turns() {
    List<Turn> turns = new ArrayList<>();
    for (LabFault fault : faults) {
      turns.add(new Turn(fault.from(), fault, true));
      if (!fault.lasts()) {
        turns.add(new Turn(fault.until(), fault, false));
      }
    }
    turns.sort(Comparator.comparing(Turn::at));
    return turns;
  }

  private void turn(Turn turn) {
    LabFault fault = turn.fault();
    if (turn.on() ? begins(fault.trouble()) : on.remove(fault) && passes(fault.trouble())) {
      happened.add(fault);
      if (turn.on()) {
        on.add(fault);
      }
    }
  }

  private boolean begins(LabTrouble trouble) {
    if (trouble == LabTrouble.POWER_CUT) {
      guest.powerCut();
      slot.plane().attach(guest, slot.address());
      return true;
    }
    return trouble.isOutside() ? outside(trouble, trouble.mode()) : inside("on", trouble);
  }

  private boolean passes(LabTrouble trouble) {
    return trouble == LabTrouble.POWER_CUT
        || (trouble.isOutside() ? outside(trouble, "well") : inside("off", trouble));
  }

  private boolean outside(LabTrouble trouble, String mode) {
    slot.surroundings().set(slot.address(), trouble.place(), mode);
    return true;
  }

  /** Whether there was something that it could be done to. */
  private boolean inside(String turn, LabTrouble trouble) {
    Shell.Said said = guest.sh("lab-fault " + turn + " " + trouble.what());
    if (said.code() > 1) {
      throw new AssertionError(trouble + ": " + said.text());
    }
    return said.code() == 0;
  }

  private boolean didHappen(LabTrouble trouble) {
    return happened.stream().anyMatch(fault -> fault.trouble() == trouble);
  }

  private Duration since() {
    return Duration.ofNanos(Time.SYSTEM.nanos() - began);
  }

  private Answer status() {
    try {
      return Answer.of(Files.readString(root.resolve("run/nodeready/status.json")));
    } catch (IOException e) {
      return Answer.of("{}");
    }
  }

  private Optional<End> end() {
    return switch (status().text("state")) {
      case "succeeded" -> Optional.of(End.JOINED);
      case "degraded" -> Optional.of(End.DEGRADED);
      case "failed" -> Optional.of(End.FAILED);
      case "stopped" -> Optional.of(End.STOPPED);
      default -> Optional.empty();
    };
  }

  /** Before it could say anything. */
  private Optional<End> stopped() {
    return didHappen(LabTrouble.TERMINATED)
            && guest.sh("systemctl is-active nodeready.service").text().equals("inactive")
        ? Optional.of(End.STOPPED)
        : Optional.empty();
  }

  private static @Nullable Code code(Answer status) {
    String code = status.text("failure.code");
    return code.isEmpty() ? null : Code.valueOf(code);
  }

  private void judge(End end, Answer status) {
    Map<String, Integer> counts = slot.surroundings().counts(slot.address());
    counts.put("pulls", Integer.parseInt(guest.sh(PULLS).text()));
    String happenedToIt = status.text("failure.happened");
    told.append(
        "%s %s after %d ms, asked %s".formatted(end, code(status), since().toMillis(), counts));
    told.append(happenedToIt.isEmpty() ? "" : " (" + happenedToIt + ")");
    if (end == End.JOINED
        && !slot.plane().node(slot.member().node()).condition("Ready").equals("True")) {
      wrong.add("it is called good, and the cluster does not say so");
    }
    wrong.addAll(new Judgement(happened).of(end, code(status), counts, since()));
  }

  private void left(boolean killed) {
    guest
        .ok("lab-left")
        .lines()
        .filter(line -> !(killed && line.startsWith("temporary file ")))
        .forEach(line -> wrong.add("it has left a " + line));
  }

  private void undisturbed(End end) throws InterruptedException {
    slot.surroundings().forget(slot.address());
    if (end != End.CUT) {
      guest.rebootAtOnce();
      slot.plane().attach(guest, slot.address());
    }
    // A Node that it cannot know to be its own is waited for.
    Member.respec(guest, Remains.LATER, "bootstrap: {budgets: {total: 90s, join: 60s}}");
    letGo();
    Optional<End> next = end();
    while (next.isEmpty() && since().compareTo(UNDISTURBED) < 0) {
      Time.SYSTEM.sleep(TICK);
      next = end();
    }
    told.append(", then %s after %d ms".formatted(next.orElse(null), since().toMillis()));
    if (!next.equals(Optional.of(End.JOINED))) {
      wrong.add("the next boot, which nothing disturbs: " + next + " " + code(status()));
    }
    left(false);
  }
}
