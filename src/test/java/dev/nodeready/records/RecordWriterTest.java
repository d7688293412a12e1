package dev.nodeready.records;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nodeready.catalogue.Code;
import dev.nodeready.failure.Cause;
import dev.nodeready.failure.Failure;
import dev.nodeready.host.ProcessId;
import dev.nodeready.host.Root;
import dev.nodeready.plan.Outcome;
import dev.nodeready.plan.Phase;
import dev.nodeready.plan.Progress;
import dev.nodeready.plan.Result;
import dev.nodeready.plan.Selection;
import dev.nodeready.plan.Sequencer;
import dev.nodeready.plan.Step;
import dev.nodeready.report.BootRecord;
import dev.nodeready.retry.ManualTime;
import dev.nodeready.systemd.ScriptedBus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class RecordWriterTest {
  private static final Step WELL =
      new Step("ready", "", progress -> new Outcome.Unchanged("it is"));

  private final ManualTime time = new ManualTime();
  @TempDir private Path folder;

  @Test
  void a_boot_is_told_from_its_record_alone() throws Exception {
    time.advance(Duration.ofSeconds(5));
    run("daemon", "boot", awaits(), fails());

    Story story = Records.one(root(), 0).orElseThrow();
    assertThat(story.number()).isEqualTo(1);
    assertThat(List.of(story.kind(), story.command(), story.bootId(), story.version()))
        .containsExactly("boot", "daemon", "boot-1", "9.9");
    assertThat(story.startedAt()).isEqualTo("2026-01-01T00:00:05Z");
    assertThat(story.began()).isEqualTo(Duration.ofSeconds(5));
    assertThat(story.state()).isEqualTo("failed");
    assertThat(story.verdict())
        .isEqualTo(
            new Story.Verdict(
                "failed",
                1,
                Duration.ofSeconds(10),
                "IMAGE_NOT_FOUND",
                "404",
                "push it",
                List.of(
                    new Story.Behind(
                        "JOIN_PROXY", "seen", "a proxy stands between", "ask its people"))));
    Story.StepSpan wait = story.steps().getFirst();
    assertThat(wait.words()).isEqualTo("runtime/await-cri");
    assertThat(wait.waits())
        .containsExactly(
            new Story.WaitSpan(
                "containerd", "no socket", Duration.ofSeconds(5), Duration.ofSeconds(8)));
    assertThat(story.took(wait)).isEqualTo(Duration.ofSeconds(3));
    Story.StepSpan image = story.steps().getLast();
    assertThat(image.attempts()).isEqualTo(2);
    assertThat(image.marks())
        .extracting(Story.Mark::kind)
        .containsExactly("attempt", "flap", "attempt", "note");
    assertThat(image.detail()).startsWith("IMAGE_NOT_FOUND");
    assertThat(story.slowest()).contains(wait);
  }

  @Test
  void a_record_is_for_root_alone_and_what_lies_beside_it_is_not() throws Exception {
    run("init", "boot", WELL);

    assertThat(mode("/var/lib/nodeready/boots/000001.jsonl")).isEqualTo("rw-------");
    assertThat(mode("/var/lib/nodeready/boots")).isEqualTo("rwx------");
    assertThat(mode("/var/lib/nodeready")).isEqualTo("rwxr-xr-x");
  }

  @Test
  void a_secret_does_not_reach_the_record() throws Exception {
    Failure failure =
        Failure.permanent(Code.KUBELET_UNIT_FAILED, "run hunter2", "hunter2", "mend hunter2")
            .saying("the key is swordfish");
    Step step =
        new Step(
            "a",
            "",
            progress -> {
              progress.note("with hunter2");
              progress.flapped("of hunter2");
              progress.waiting("hunter2", failure, Duration.ZERO, Duration.ofSeconds(1));
              return new Outcome.Failed(failure);
            });
    run("init", "boot", step);

    assertThat(text(1)).contains("with ***", "of ***").doesNotContain("hunter2", "swordfish");
  }

  @Test
  void whatever_was_said_is_read_as_it_was() throws Exception {
    String odd = "a \"b\" \\c\td\n\u0001 äß 漢 \ud83d\ude00 \ud83d";
    run(
        "init",
        "boot",
        new Step(
            "a",
            "",
            progress -> {
              progress.note(odd);
              return new Outcome.Unchanged("");
            }));

    assertThat(Records.one(root(), 1).orElseThrow().steps().getFirst().marks().getFirst().text())
        .isEqualTo(odd);
  }

  @Test
  void the_last_twenty_records_are_kept() throws Exception {
    for (int i = 0; i < 23; i++) {
      run("init", i % 2 == 0 ? "boot" : "reload", WELL);
    }

    List<Story> all = Records.all(root());
    assertThat(all)
        .extracting(Story::number)
        .containsExactlyElementsOf(IntStream.rangeClosed(4, 23).boxed().toList());
    assertThat(all.getLast().kind()).isEqualTo("boot");
    assertThat(Records.one(root(), 4)).isPresent();
    assertThat(Records.one(root(), 3)).isEmpty();
    assertThat(Records.one(root(), -1).orElseThrow().number()).isEqualTo(22);
  }

  @Test
  void a_boot_that_talks_without_end_fills_its_room_and_still_tells_its_end() throws Exception {
    Step talks =
        new Step(
            "await-cri",
            "",
            progress -> {
              for (int i = 0; i < 200; i++) {
                progress.note("word ".repeat(1000) + i);
              }
              return new Outcome.Unchanged("");
            });
    run("init", "boot", talks, WELL);

    assertThat(Files.size(file(1))).isBetween((long) RecordWriter.LONGEST / 2, 320L << 10);
    assertThat(Records.one(root(), 1).orElseThrow().state()).isEqualTo("succeeded");
  }

  @Test
  void large_records_give_way_before_they_are_twenty() throws Exception {
    Files.createDirectories(file(1).getParent());
    for (int i = 1; i <= 10; i++) {
      Files.write(file(i), new byte[300 << 10]);
    }
    run("init", "boot", WELL);

    assertThat(Records.all(root())).extracting(Story::number).contains(11).hasSizeBetween(2, 7);
  }

  @Test
  void a_wait_for_one_reason_is_not_told_each_second() throws Exception {
    Step waits =
        new Step(
            "await-cri",
            "",
            progress -> {
              for (int i = 0; i < 300; i++) {
                wait(progress, "no socket", 1);
              }
              wait(progress, "refused", 1);
              return new Outcome.Unchanged("");
            });
    run("init", "boot", waits);

    assertThat(text(1).lines().filter(line -> line.contains("\"wait\""))).hasSizeBetween(10, 12);
  }

  @Test
  void a_boot_goes_on_where_no_record_can_be_written() throws Exception {
    Files.createDirectories(folder.resolve("var/lib/nodeready"));
    Files.writeString(folder.resolve("var/lib/nodeready/boots"), "no folder");

    assertThat(run("init", "boot", awaits())).isEqualTo(new Result.Succeeded());

    assertThat(time.nanos()).as("it has waited").isEqualTo(Duration.ofSeconds(3).toNanos());
    assertThat(Records.all(root())).isEmpty();
  }

  @Test
  void what_systemd_knows_of_the_machine_stands_in_the_record() throws Exception {
    try (ScriptedBus _ =
        ScriptedBus.at(folder.resolve("run/systemd/private")).running("containerd.service")) {
      run("daemon", "boot", WELL);
    }

    Story story = Records.one(root(), 1).orElseThrow();
    Story.Machine machine = story.machine();
    assertThat(machine).isNotNull();
    assertThat(machine.ownKernel()).isTrue();
    assertThat(machine.stages())
        .containsEntry("firmware", Duration.ofMillis(2500))
        .containsEntry("loader", Duration.ofMillis(500))
        .containsEntry("userspace", Duration.ofMillis(1200))
        .doesNotContainKey("initrd");
    assertThat(machine.units())
        .containsExactly(
            new Story.UnitSpan(
                "containerd.service", Duration.ofMillis(1400), Duration.ofMillis(1500)));
    assertThat(story.origin()).isEqualTo(Duration.ofMillis(-2500));
    assertThat(story.state()).isEqualTo("succeeded");
  }

  @Test
  void every_event_and_field_of_a_record_is_documented() throws Exception {
    try (ScriptedBus _ =
        ScriptedBus.at(folder.resolve("run/systemd/private")).running("containerd.service")) {
      Step finds =
          new Step(
              "registered",
              "",
              progress -> {
                progress.found(Map.of("node", "n1"));
                return new Outcome.Changed("n1");
              });
      run("daemon", "boot", finds, awaits(), fails());
    }

    String document = Files.readString(Path.of(".github/RECORDS.md"));
    Set<String> written = new TreeSet<>();
    for (String names : List.of("\"(\\w+)\":", "\"event\":\"(\\w+)\"")) {
      Pattern.compile(names).matcher(text(1)).results().forEach(each -> written.add(each.group(1)));
    }
    written.remove("node");
    assertThat(written)
        .contains("wait", "flap", "firmware", "ownKernel", "failure")
        .allSatisfy(name -> assertThat(document).contains("`" + name + "`"));
    assertThat(text(1).lines().findFirst().orElseThrow()).contains("\"event\":\"run\"");
  }

  @Test
  void a_stopped_boot_has_its_verdict_in_the_record() throws Exception {
    run(
        "daemon",
        "boot",
        new Step(
            "await-cri",
            "",
            progress -> {
              throw new InterruptedException();
            }));

    assertThat(Thread.interrupted()).isTrue();
    assertThat(Records.one(root(), 0).orElseThrow().state()).isEqualTo("stopped");
  }

  private Step awaits() {
    return new Step(
        "await-cri",
        "",
        progress -> {
          wait(progress, "no socket", 3);
          progress.resumed();
          return new Outcome.Unchanged("containerd answers");
        });
  }

  private Step fails() {
    return new Step(
        "sandbox-image",
        "",
        progress -> {
          progress.attempt();
          progress.flapped("containerd went away");
          time.advance(Duration.ofSeconds(2));
          progress.attempt();
          progress.note("a word");
          throw Failure.permanent(Code.IMAGE_NOT_FOUND, "pull x", "404", "push it")
              .causedBy(
                  List.of(
                      new Cause(
                          Code.JOIN_PROXY,
                          "seen",
                          "a proxy stands between",
                          List.of(),
                          "ask its people")))
              .asException();
        });
  }

  private void wait(Progress progress, String because, int seconds) {
    progress.waiting(
        "containerd",
        Failure.passing(
            because.equals("refused") ? Code.CRI_REFUSED : Code.CRI_SOCKET_ABSENT, "look", because),
        Duration.ZERO,
        Duration.ofSeconds(60));
    time.advance(Duration.ofSeconds(seconds));
  }

  private Result run(String command, String kind, Step... steps) {
    BootRecord start = BootRecord.starting("boot-1", "9.9", ProcessId.own(), time.now());
    try (RecordWriter writer =
        new RecordWriter(
            root(), start, kind, command, time, text -> text.replace("hunter2", "***"))) {
      return new Sequencer(List.of(writer), time)
          .run(List.of(Phase.of("runtime", steps)), Selection.ALL);
    }
  }

  private Root root() {
    return new Root(folder);
  }

  private Path file(int number) {
    return folder.resolve("var/lib/nodeready/boots/%06d.jsonl".formatted(number));
  }

  private String text(int number) throws IOException {
    return Files.readString(file(number));
  }

  private String mode(String path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(root().at(path)));
  }
}
