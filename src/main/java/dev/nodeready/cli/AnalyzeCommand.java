package dev.nodeready.cli;

import dev.nodeready.boot.BootRunner;
import dev.nodeready.host.Root;
import dev.nodeready.logging.Terminal;
import dev.nodeready.records.Analysis;
import dev.nodeready.records.Analysis.View;
import dev.nodeready.records.RuntimeLog;
import dev.nodeready.records.Span;
import dev.nodeready.records.Story;
import dev.nodeready.report.ExitCode;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code nodeready analyze}: where the time of a boot went. */
final class AnalyzeCommand implements Command {
  private static final List<String> VIEWS = Arrays.stream(View.values()).map(View::word).toList();

  @Override
  public CommandSpec spec() {
    CommandSpec spec =
        Specs.command(
            "analyze",
            "Shows where the time of a boot went, from the firmware to Ready: ours and others'.");
    spec.addPositional(
        Specs.argument(
            "VIEW",
            "timeline, blame (the longest first) or critical-path (default: timeline).",
            VIEWS));
    spec.addOption(
        Specs.value(
            "NUMBER",
            "Which boot, by its number in nodeready boots, or counted back: -1 is the one before the"
                + " newest (default: 0, the newest).",
            "--boot"));
    spec.addOption(Shared.root());
    spec.addOption(
        Specs.choice("text|json|svg", "Form of the result (default: text).", "-o", "--output"));
    return spec;
  }

  @Override
  public int run(ParseResult parsed, Streams streams) throws InterruptedException {
    View view = view(parsed);
    String form = parsed.matchedOptionValue("--output", "text");
    if (!List.of("text", "json", "svg").contains(form)) {
      throw Shared.wrong(parsed, "--output is text, json or svg, not " + form);
    }
    Root root = Shared.root(parsed);
    Story kept = Kept.one(root, number(parsed));
    boolean now = kept.bootId().equals(BootRunner.bootId());
    Analysis analysis =
        Analysis.of(
            now ? Analysis.asSystemdKnows(kept, root) : kept,
            view,
            RuntimeLog.of(root, kept.bootId()));
    streams
        .out()
        .print(
            switch (form) {
              case "json" -> json(analysis);
              case "svg" -> analysis.svg();
              default -> Terminal.out().wrapped(analysis.text());
            });
    return ExitCode.DONE;
  }

  private static View view(ParseResult parsed) {
    String word = parsed.matchedPositionalValue(0, View.TIMELINE.word());
    return Arrays.stream(View.values())
        .filter(each -> each.word().equals(word))
        .findFirst()
        .orElseThrow(() ->
            Shared.wrong(parsed, "VIEW is one of " + String.join(", ", VIEWS) + ", not " + word));
  }

  private static int number(ParseResult parsed) {
    String text = parsed.matchedOptionValue("--boot", "0");
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw Shared.wrong(parsed, "--boot is a number, not " + text);
    }
  }

  private static String json(Analysis analysis) {
    Story story = analysis.story();
    Map<String, @Nullable Object> members = new LinkedHashMap<>();
    members.put("view", analysis.view().word());
    members.put("boot", BootsCommand.json(story));
    members.put("originSeconds", seconds(story.origin()));
    members.put("endSeconds", seconds(story.end()));
    members.put("spans", analysis.spans().stream().map(AnalyzeCommand::json).toList());
    return Shared.document(members);
  }

  private static Map<String, @Nullable Object> json(Span span) {
    Map<String, @Nullable Object> members = new LinkedHashMap<>();
    members.put("owner", span.owner().word());
    members.put("kind", span.kind().word());
    members.put("name", span.name());
    members.put("fromSeconds", seconds(span.from()));
    members.put("toSeconds", seconds(span.to()));
    members.put("seconds", seconds(span.took()));
    members.put("waitedSeconds", seconds(span.waited()));
    members.put("ended", !span.open());
    members.put("detail", span.detail());
    members.put("because", span.because());
    members.put("waits", span.waits().stream().map(AnalyzeCommand::json).toList());
    members.put("marks", span.marks().stream().map(AnalyzeCommand::json).toList());
    return members;
  }

  private static Map<String, Object> json(Story.WaitSpan wait) {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("for", wait.subject());
    members.put("because", wait.because());
    members.put("fromSeconds", seconds(wait.from()));
    members.put("toSeconds", seconds(wait.to()));
    return members;
  }

  private static Map<String, Object> json(Story.Mark mark) {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("kind", mark.kind());
    members.put("atSeconds", seconds(mark.at()));
    members.put("text", mark.text());
    return members;
  }

  private static BigDecimal seconds(Duration time) {
    return BigDecimal.valueOf(time.toNanos() / 1000, 6);
  }
}
