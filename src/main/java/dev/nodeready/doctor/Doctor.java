package dev.nodeready.doctor;

import dev.nodeready.failure.FailureException;
import dev.nodeready.failure.Words;
import dev.nodeready.retry.Deadline;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Makes checks beside each other; none waits for another, and none that breaks stops the rest. */
public final class Doctor {
  /** As many as wait for something else than the CPU at the same time. */
  private static final int AT_ONCE = 8;

  private final Patient patient;

  /** Who looks at a machine. */
  public Doctor(Patient patient) {
    this.patient = patient;
  }

  /**
   * Makes the checks.
   *
   * @param limit after which those that have not ended count as not looked at
   * @throws InterruptedException when nobody waits for it any more
   */
  public Diagnosis look(List<Check> checks, Duration limit) throws InterruptedException {
    ThreadFactory thread = Thread.ofPlatform().daemon().name("check").factory();
    ExecutorService beside = Executors.newFixedThreadPool(AT_ONCE, thread);
    try {
      Deadline deadline = Deadline.after(limit, patient.time());
      Map<Check, Future<Looked>> looks = new LinkedHashMap<>();
      checks.forEach(check -> looks.put(check, beside.submit(() -> look(check))));
      Sum sum = new Sum();
      for (Map.Entry<Check, Future<Looked>> look : looks.entrySet()) {
        sum.add(look.getKey(), ended(look.getValue(), deadline));
      }
      return sum.diagnosis();
    } finally {
      beside.shutdownNow();
    }
  }

  private Looked look(Check check) throws InterruptedException {
    if (check.needs() != Check.Need.NOTHING && !patient.asRoot()) {
      return Looked.not("only root may read it");
    }
    if (check.needs() == Check.Need.NODE && !patient.installed().isNode()) {
      return Looked.not("kubelet has no files here");
    }
    try {
      return check.look().at(patient);
    } catch (FailureException e) {
      return Looked.not(e.failure().happened());
    } catch (IOException e) {
      return Looked.not(Words.of(e));
    }
  }

  private static Looked ended(Future<Looked> look, Deadline deadline) throws InterruptedException {
    try {
      return look.get(Math.max(1, deadline.left().toNanos()), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      look.cancel(true);
      return Looked.not("it did not end within %d s".formatted(deadline.elapsed().toSeconds()));
    } catch (ExecutionException e) {
      // A fault of the check, which says nothing of the machine.
      Throwable cause = e.getCause();
      return Looked.not("the check itself failed: " + Words.of(cause == null ? e : cause));
    }
  }

  /** What comes together. */
  private static final class Sum {
    private final List<Finding> findings = new ArrayList<>();
    private final List<String> fine = new ArrayList<>();
    private final List<Diagnosis.NotLookedAt> notLookedAt = new ArrayList<>();

    void add(Check check, Looked looked) {
      switch (looked) {
        case Looked.Not(String because) ->
            notLookedAt.add(new Diagnosis.NotLookedAt(check.name(), because));
        case Looked.At(List<Finding> found) -> {
          List<Finding> others = List.copyOf(findings);
          found.forEach(finding -> add(finding, others));
          if (found.isEmpty()) {
            fine.add(check.name());
          }
        }
      }
    }

    /** What two checks see is one fault with more evidence. */
    private void add(Finding finding, List<Finding> others) {
      Optional<Finding> known = others.stream().filter(finding::isSameAs).findFirst();
      if (known.isEmpty()) {
        findings.add(finding);
        return;
      }
      int at = findings.indexOf(known.get());
      Finding more = known.get();
      for (Evidence evidence : finding.evidence()) {
        more = more.evidence().contains(evidence) ? more : more.and(evidence);
      }
      findings.set(at, more.weighing(finding.weight()));
    }

    Diagnosis diagnosis() {
      return new Diagnosis(findings, fine, notLookedAt);
    }
  }
}
