package dev.nodeready.cli;

import dev.nodeready.host.Root;
import dev.nodeready.logging.Terminal;
import dev.nodeready.records.Story;
import dev.nodeready.report.ExitCode;
import dev.nodeready.report.Seconds;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code nodeready boots}: the kept records, one line for each. */
final class BootsCommand implements Command {
  @Override
  public CommandSpec spec() {
    CommandSpec spec =
        Specs.command("boots", "Lists the kept records of boots and reloads, the newest last.");
    spec.addOption(Shared.root());
    spec.addOption(Shared.output());
    return spec;
  }

  @Override
  public int run(ParseResult parsed, Streams streams) {
    Root root = Shared.root(parsed);
    List<Story> all = Kept.all(root);
    if (Shared.json(parsed)) {
      streams
          .out()
          .print(Shared.document(Map.of("boots", all.stream().map(BootsCommand::json).toList())));
      return ExitCode.DONE;
    }
    if (all.isEmpty()) {
      throw Kept.none(root).asException();
    }
    streams.out().print(Colours.boots(text(all), Terminal.out()));
    return ExitCode.DONE;
  }

  private static String text(List<Story> all) {
    StringBuilder out = new StringBuilder();
    out.append(
        "%6s  %-20s  %-6s  %9s  %-33s  %s\n"
            .formatted("number", "when", "kind", "to Ready", "slowest step", "verdict"));
    for (Story story : all) {
      out.append(
          "%6d  %-20s  %-6s  %9s  %-33s  %s\n"
              .formatted(
                  story.number(),
                  story.startedAt() == null
                      ? "?"
                      : story.startedAt().truncatedTo(ChronoUnit.SECONDS),
                  story.kind(),
                  story.toReady().map(BootsCommand::seconds).orElse("-"),
                  story.slowest().map(step -> slowest(story, step)).orElse("-"),
                  verdict(story)));
    }
    return out.toString();
  }

  private static String slowest(Story story, Story.StepSpan step) {
    return step.words() + " " + seconds(story.took(step));
  }

  private static String verdict(Story story) {
    Story.Verdict verdict = story.verdict();
    if (verdict != null) {
      return (verdict.state() + " " + verdict.code()).strip();
    }
    String at = story.steps().isEmpty() ? "" : " in " + story.steps().getLast().words();
    return story.state() + at;
  }

  private static String seconds(Duration time) {
    return Seconds.of(time) + " s";
  }

  /** What is known of a record in short. */
  static Map<String, @Nullable Object> json(Story story) {
    Story.Verdict verdict = story.verdict();
    Map<String, @Nullable Object> members = new LinkedHashMap<>();
    members.put("number", (long) story.number());
    members.put("kind", story.kind());
    members.put("command", story.command());
    members.put("bootId", story.bootId());
    members.put("version", story.version());
    members.put("startedAt", story.startedAt() == null ? null : story.startedAt().toString());
    members.put("state", story.state());
    members.put("exitCode", verdict == null ? null : (long) verdict.exitCode());
    members.put("code", verdict == null || verdict.code().isEmpty() ? null : verdict.code());
    members.put("readySeconds", story.toReady().map(BootsCommand::number).orElse(null));
    members.put("slowest", story.slowest().map(step -> slowestJson(story, step)).orElse(null));
    return members;
  }

  private static Map<String, Object> slowestJson(Story story, Story.StepSpan step) {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("phase", step.phase());
    members.put("name", step.name());
    members.put("seconds", number(story.took(step)));
    return members;
  }

  private static BigDecimal number(Duration time) {
    return BigDecimal.valueOf(time.toMillis(), 3);
  }
}
