package dev.nodeready.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import dev.nodeready.catalogue.Code;
import dev.nodeready.config.Suggest;
import dev.nodeready.failure.Failure;
import dev.nodeready.failure.FailureException;
import dev.nodeready.retry.Deadline;
import dev.nodeready.retry.ManualTime;
import dev.nodeready.retry.Waiting;
import dev.nodeready.retry.Waits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SequencerTest {
  private static final Failure BROKEN =
      Failure.permanent(Code.HOST_WRITE_FAILED, "x", "it broke", "mend it");

  private final ManualTime time = new ManualTime();
  private final List<Event> events = new ArrayList<>();
  private final List<String> ran = new ArrayList<>();
  private final Sequencer sequencer = new Sequencer(List.of(events::add), time);

  @Test
  void steps_run_in_order_and_the_plan_succeeds() {
    Result result = sequencer.run(plan(step("a"), step("b")), Selection.ALL);

    assertThat(ran).containsExactly("a", "b");
    assertThat(result).isInstanceOf(Result.Succeeded.class);
    assertThat(events.getFirst()).isInstanceOf(Event.PlanStarted.class);
    assertThat(events.getLast()).isInstanceOf(Event.PlanEnded.class);
  }

  @Test
  void the_first_failure_ends_the_plan() {
    Step broken =
        new Step(
            "broken",
            "",
            progress -> {
              throw BROKEN.asException();
            });

    Result result = sequencer.run(plan(step("a"), broken, step("c")), Selection.ALL);

    assertThat(ran).containsExactly("a");
    assertThat(result).isEqualTo(new Result.Failed(BROKEN));
  }

  @Test
  void an_error_nobody_expected_becomes_a_failure_with_its_place() {
    Step buggy =
        new Step(
            "buggy",
            "",
            progress -> {
              throw new IllegalStateException("off by one");
            });

    Result result = sequencer.run(plan(buggy), Selection.ALL);

    assertThat(result)
        .isInstanceOfSatisfying(
            Result.Failed.class,
            failed -> {
              assertThat(failed.failure().code()).isEqualTo(Code.BOOT_UNEXPECTED);
              assertThat(failed.failure().happened()).contains("off by one", "SequencerTest");
            });
  }

  /** Seen by reading: it would have gone through the boot, which then had no verdict. */
  @Test
  void a_step_without_memory_fails_by_its_name_and_may_be_tried_again() {
    Step large =
        new Step(
            "large",
            "",
            progress -> {
              throw new OutOfMemoryError("Java heap space");
            });

    Result result = sequencer.run(plan(large), Selection.ALL);

    assertThat(result)
        .isInstanceOfSatisfying(
            Result.Failed.class,
            failed -> {
              assertThat(failed.failure().code()).isEqualTo(Code.BOOT_OUT_OF_MEMORY);
              assertThat(failed.failure().permanent()).isFalse();
              assertThat(failed.failure().toLine())
                  .contains("run step large", "its heap of ", " MB is full");
            });
  }

  @Test
  void a_wait_deep_inside_a_step_is_told_as_one_of_that_step() {
    Deadline deadline = Deadline.after(Duration.ofSeconds(9), time);
    Step waits =
        new Step(
            "waits",
            "",
            _ -> {
              boolean _ =
                  Waits.until(
                      atMost -> {
                        time.sleep(atMost);
                        return time.nanos() > Duration.ofSeconds(3).toNanos();
                      },
                      deadline,
                      now -> Waiting.of("EC2", "its packets vanish", now));
              return new Outcome.Unchanged("there");
            });

    sequencer.run(plan(waits), Selection.ALL);

    assertThat(events)
        .filteredOn(Event.StepWaiting.class::isInstance)
        .extracting(Object::toString)
        .hasSize(3)
        .allMatch(text -> text.contains("step=waits, subject=EC2, because=its packets vanish"))
        .last(STRING)
        .contains("left=PT6S");
    assertThat(events)
        .filteredOn(Event.StepEnded.class::isInstance)
        .singleElement()
        .extracting(event -> ((Event.StepEnded) event).waited())
        .isEqualTo(Duration.ofSeconds(3));
  }

  @Test
  void a_degraded_step_lets_the_plan_go_on_and_colours_the_result() {
    Step worse = new Step("worse", "", progress -> new Outcome.Degraded(BROKEN));

    Result result = sequencer.run(plan(worse, step("b")), Selection.ALL);

    assertThat(ran).containsExactly("b");
    assertThat(result).isEqualTo(new Result.Degraded(List.of(BROKEN)));
  }

  @Test
  void an_interrupt_stops_the_plan_before_the_next_step() {
    Step interrupting =
        new Step(
            "stop-here",
            "",
            progress -> {
              Thread.currentThread().interrupt();
              return new Outcome.Changed("");
            });

    Result result = sequencer.run(plan(interrupting, step("b")), Selection.ALL);

    assertThat(Thread.interrupted()).isTrue();
    assertThat(ran).isEmpty();
    assertThat(result).isEqualTo(new Result.Stopped("stopped in first/b"));
  }

  @Test
  void a_library_that_does_not_load_for_an_interrupted_thread_is_a_stop_and_no_failure() {
    Step interrupted =
        new Step(
            "loads",
            "",
            progress -> {
              Thread.currentThread().interrupt();
              throw new UnsatisfiedLinkError("could not load FFI provider");
            });

    Result result = sequencer.run(plan(interrupted, step("b")), Selection.ALL);

    assertThat(Thread.interrupted()).isTrue();
    assertThat(result).isEqualTo(new Result.Stopped("stopped in first/loads"));
  }

  @Test
  void only_and_skip_go_by_phase_and_by_step_and_skip_wins() {
    List<Phase> phases =
        List.of(Phase.of("first", step("a"), step("b")), Phase.of("second", step("c")));

    sequencer.run(phases, new Selection(Set.of("first", "c"), Set.of("b")));

    assertThat(ran).containsExactly("a", "c");
  }

  @Test
  void an_unknown_step_name_is_refused_with_the_names_there_are() {
    Selection selection = new Selection(Set.of(), Set.of("await-cir"));

    assertThatThrownBy(() -> selection.check(plan(step("await-cri")), Suggest::closest))
        .isInstanceOf(FailureException.class)
        .hasMessageContaining("await-cir")
        .hasMessageContaining("choose from first, await-cri");
  }

  @Test
  void waits_and_attempts_are_added_up_for_the_step() {
    Step waiting =
        new Step(
            "waiting",
            "",
            progress -> {
              progress.waiting("it", absent("not there"), Duration.ZERO, Duration.ofSeconds(9));
              time.advance(Duration.ofSeconds(3));
              progress.resumed();
              time.advance(Duration.ofSeconds(1));
              progress.attempt();
              progress.attempt();
              return new Outcome.Unchanged("");
            });

    sequencer.run(plan(waiting), Selection.ALL);

    assertThat(events)
        .filteredOn(Event.StepEnded.class::isInstance)
        .singleElement()
        .isInstanceOfSatisfying(
            Event.StepEnded.class,
            ended -> {
              assertThat(ended.waited()).isEqualTo(Duration.ofSeconds(3));
              assertThat(ended.took()).isEqualTo(Duration.ofSeconds(4));
              assertThat(ended.attempts()).isEqualTo(2);
            });
  }

  @Test
  void
      a_wait_that_looks_every_millisecond_is_told_at_most_once_a_second_and_at_each_new_kind_of_reason() {
    Step busy =
        new Step(
            "busy",
            "",
            progress -> {
              for (int look = 0; look < 3000; look++) {
                Failure because =
                    look < 1500
                        ? absent("not there, look " + look)
                        : Failure.passing(Code.CRI_REFUSED, "look", "nobody listens");
                progress.waiting("it", because, Duration.ofMillis(look), Duration.ofSeconds(9));
                time.advance(Duration.ofMillis(1));
              }
              return new Outcome.Unchanged("");
            });

    sequencer.run(plan(busy), Selection.ALL);

    assertThat(events).filteredOn(Event.StepWaiting.class::isInstance).hasSize(4);
  }

  private static Failure absent(String happened) {
    return Failure.passing(Code.CRI_SOCKET_ABSENT, "look", happened);
  }

  private Step step(String name) {
    return new Step(
        name,
        "",
        progress -> {
          ran.add(name);
          return new Outcome.Changed("");
        });
  }

  private static List<Phase> plan(Step... steps) {
    return List.of(Phase.of("first", steps));
  }
}
