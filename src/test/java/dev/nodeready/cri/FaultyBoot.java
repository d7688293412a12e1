package dev.nodeready.cri;

import dev.nodeready.catalogue.Code;
import dev.nodeready.failure.Failure;
import dev.nodeready.failure.FailureException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * One boot that faults are drawn for, from the first look at the runtime to its sandbox image. The
 * same seed draws the same.
 */
final class FaultyBoot {
  private static final Duration NEVER = Duration.ofDays(1);

  /**
   * Of the wait for the runtime, and of the image: a fault that has passed by then costs nothing.
   */
  private static final Duration BUDGET = Duration.ofMinutes(16);

  /** Twice those of {@link StormIT}: one that comes back is looked at as from the begin. */
  private static final int MOST_LOOKS = 4_400;

  private static final int MOST_PULLS = 60;
  private static final int MOST_FAULTS = 3;

  private final long seed;
  private final List<Fault> faults = new ArrayList<>();
  private final Duration clockStep;
  private final Duration stopAt;

  FaultyBoot(long seed) {
    this.seed = seed;
    Random random = new Random(seed);
    int count = 1 + random.nextInt(MOST_FAULTS);
    for (int i = 0; i < count; i++) {
      faults.add(Fault.draw(random));
    }
    clockStep = random.nextInt(4) == 0 ? Duration.ofHours(random.nextInt(-48, 48)) : Duration.ZERO;
    stopAt = random.nextInt(12) == 0 ? Duration.ofMillis(random.nextInt(60_000)) : NEVER;
  }

  /** What a boot came to. */
  enum End {
    JOINED,
    FAILED,
    STOPPED
  }

  /**
   * How it ended.
   *
   * @param code of its failure
   * @param wrong what should not be so; empty where all is well
   */
  record Verdict(End end, @Nullable Code code, List<String> wrong) {}

  List<Fault> faults() {
    return faults;
  }

  /** Boots, and once more without any fault. */
  Verdict run(Path socket) throws InterruptedException {
    List<String> wrong = new ArrayList<>();
    Verdict verdict;
    try (Playing playing = new Playing(socket)) {
      verdict = playing.boot(wrong);
      playing.bootUndisturbed(wrong);
    }
    return verdict;
  }

  @Override
  public String toString() {
    return "seed %d: %s, clock steps by %s%s"
        .formatted(seed, faults, clockStep, stopAt.equals(NEVER) ? "" : ", stopped at " + stopAt);
  }

  /** The machine while it boots. */
  private final class Playing implements AutoCloseable {
    private final FaultyTime time = new FaultyTime(clockStep, stopAt, this::at);
    private final Storm storm;

    private Playing(Path socket) {
      storm = new Storm(socket, time);
      at(Duration.ZERO);
    }

    /** Has the runtime be as the faults say for that moment. */
    private void at(Duration now) {
      ScriptedCri cri = storm.cri();
      cri.ready().working().forgetPulls();
      boolean up = true;
      for (Fault fault : faults) {
        up &= fault.isUp(now);
        if (fault.isOn(now)) {
          fault.trouble().play(cri, fault.error());
        }
      }
      listen(cri, up, now);
    }

    private void listen(ScriptedCri cri, boolean up, Duration now) {
      boolean away = faults.stream().anyMatch(f -> f.trouble() == Trouble.AWAY && f.isOn(now));
      if (up && !cri.isUp()) {
        cri.crash();
        cri.comeUp();
      } else if (!up && cri.isUp()) {
        cri.crash();
      }
      if (away) {
        cri.goDown();
      }
    }

    private Verdict boot(List<String> wrong) {
      End end = End.JOINED;
      Code code = null;
      try {
        storm.run();
      } catch (FailureException e) {
        end = End.FAILED;
        Failure failure = e.failure();
        code = failure.code();
      } catch (InterruptedException e) {
        end = End.STOPPED;
      }
      judge(end, code, wrong);
      return new Verdict(end, code, wrong);
    }

    private void judge(End end, @Nullable Code code, List<String> wrong) {
      switch (end) {
        case JOINED -> {
          if (!storm.cri().hasImage(Storm.IMAGE)) {
            wrong.add("it is called good without its image");
          }
          faults.stream()
              .filter(Fault::isAlways)
              .forEach(fault -> wrong.add("it is called good in spite of " + fault));
        }
        case FAILED -> {
          if (faults.stream().noneMatch(fault -> mayEndBy(fault, code))) {
            wrong.add("nothing that was done to it explains " + code);
          }
        }
        case STOPPED -> {
          if (time.since().compareTo(stopAt) < 0) {
            wrong.add("it was stopped by nobody");
          }
        }
      }
      if (time.since().compareTo(BUDGET) > 0) {
        wrong.add("it took " + time.since());
      }
      most("Version", MOST_LOOKS, wrong);
      most("Status", MOST_LOOKS, wrong);
      most("ImageStatus", MOST_LOOKS, wrong);
      most("PullImage", MOST_PULLS, wrong);
    }

    private boolean mayEndBy(Fault fault, @Nullable Code code) {
      return code != null && fault.mayEndBoots() && fault.trouble().explains(code);
    }

    private void most(String method, int most, List<String> wrong) {
      long calls = storm.cri().calls(method);
      if (calls > most) {
        wrong.add(calls + " calls of " + method);
      }
    }

    private void bootUndisturbed(List<String> wrong) throws InterruptedException {
      storm.cri().ready().working().forgetPulls();
      storm.cri().crash();
      storm.cri().comeUp();
      try (Storm next = storm.again()) {
        next.run();
      } catch (FailureException e) {
        wrong.add("the next boot, which nothing disturbs: " + e.failure().toLine());
      }
    }

    @Override
    public void close() {
      storm.close();
    }
  }
}
