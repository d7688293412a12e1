package dev.nodeready.report;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.nodeready.catalogue.Code;
import dev.nodeready.failure.Failure;
import dev.nodeready.logging.LogSetup;
import dev.nodeready.plan.Event;
import dev.nodeready.plan.Outcome;
import dev.nodeready.plan.Result;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class NarratorTest {
  private final Logger root = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
  private final ListAppender<ILoggingEvent> told = new ListAppender<>();

  private final Narrator narrator = new Narrator();

  @BeforeEach
  void listen() {
    told.start();
    root.addAppender(told);
  }

  @AfterEach
  void leave() {
    root.detachAppender(told);
    LogSetup.everybody();
  }

  @Test
  void several_problems_stand_on_lines_of_their_own_and_the_verdict_is_the_last() {
    String found =
        "found 2 problems:\n  node.yaml:3:1: spec.a: is wrong\n  node.yaml:4:1: spec.b: too";
    end(new Result.Failed(Failure.permanent(Code.CONFIG_TYPE_WRONG, "read it", found, "mend it")));

    assertThat(lines())
        .containsExactly(
            "  node.yaml:3:1: spec.a: is wrong",
            "  node.yaml:4:1: spec.b: too",
            "verdict: failed, CONFIG_TYPE_WRONG: tried to read it, but found 2 problems; mend it"
                + " (trying again will not help); more: nodeready explain CONFIG_TYPE_WRONG");
  }

  @Test
  void a_daemons_last_words_stand_line_by_line_before_the_verdict() {
    Failure ended =
        Failure.permanent(Code.KUBELET_EXITED, "keep kubelet running", "it ended", "mend that");
    end(new Result.Failed(ended.saying("first line\nsecond line")));

    assertThat(lines())
        .containsExactly(
            "  first line",
            "  second line",
            "verdict: failed, KUBELET_EXITED: tried to keep kubelet running, but it ended; mend that"
                + " (trying again will not help); more: nodeready explain KUBELET_EXITED");
  }

  private static final Failure ABSENT =
      Failure.permanent(Code.IMAGE_LOCAL_ABSENT, "find it", "it is nowhere", "bring it");

  @Test
  void why_a_step_is_degraded_is_told_once_by_the_verdict() {
    degraded(ABSENT);
    end(new Result.Degraded(List.of(ABSENT)));

    assertThat(lines())
        .containsExactly(
            "runtime/sandbox-image: degraded, IMAGE_LOCAL_ABSENT (2.000 s)",
            "verdict: degraded, IMAGE_LOCAL_ABSENT: tried to find it, but it is nowhere; bring it;"
                + " more: nodeready explain IMAGE_LOCAL_ABSENT");
  }

  @Test
  void why_a_step_is_degraded_is_not_lost_where_the_boot_fails_or_is_stopped_later() {
    degraded(ABSENT);
    end(new Result.Failed(Failure.permanent(Code.KUBELET_EXITED, "run it", "it ended", "mend")));
    end(new Result.Stopped("stopped in kubelet/start-kubelet"));

    String before =
        "degraded before that: IMAGE_LOCAL_ABSENT: tried to find it, but it is nowhere; bring it; more:"
            + " nodeready explain IMAGE_LOCAL_ABSENT";
    assertThat(lines())
        .containsExactly(
            "runtime/sandbox-image: degraded, IMAGE_LOCAL_ABSENT (2.000 s)",
            before,
            "verdict: failed, KUBELET_EXITED: tried to run it, but it ended; mend (trying again will"
                + " not help); more: nodeready explain KUBELET_EXITED",
            before,
            "verdict: stopped in kubelet/start-kubelet");
  }

  private void degraded(Failure failure) {
    narrator.on(
        new Event.StepEnded(
            Instant.EPOCH,
            "runtime",
            "sandbox-image",
            new Outcome.Degraded(failure),
            Instant.EPOCH,
            Duration.ofSeconds(2),
            1,
            Duration.ZERO));
  }

  @Test
  void a_stop_is_told_once() {
    end(new Result.Stopped("stopped in runtime/await-cri"));

    assertThat(lines()).containsExactly("verdict: stopped in runtime/await-cri");
  }

  @Test
  void what_goes_on_beside_a_boot_says_nothing_behind_its_verdict() {
    Logger beside = (Logger) LoggerFactory.getLogger("dev.nodeready.aws.Attempts");
    beside.warn("once");
    LogSetup.onlyTheBoot();
    end(new Result.Succeeded());
    beside.warn("too late");

    assertThat(lines()).containsExactly("once", "verdict: succeeded");
    LogSetup.everybody();
    assertThat(beside.isEnabledFor(Level.WARN)).isTrue();
  }

  private void end(Result result) {
    narrator.on(new Event.PlanEnded(Instant.EPOCH, result));
  }

  private List<String> lines() {
    return told.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
  }
}
