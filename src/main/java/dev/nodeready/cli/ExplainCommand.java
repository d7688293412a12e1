package dev.nodeready.cli;

import dev.nodeready.catalogue.Code;
import dev.nodeready.catalogue.Explanation;
import dev.nodeready.config.Suggest;
import dev.nodeready.logging.Terminal;
import dev.nodeready.report.ExitCode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code nodeready explain}: what a code of a failure means and what to do about it. */
final class ExplainCommand implements Command {
  private static final String LIST = "--list";

  /** Where the packages put the documentation. */
  private static final String DOCUMENTS = "/usr/share/doc/nodeready/";

  private static final List<Code> ALL = List.of(Code.values());

  @Override
  public CommandSpec spec() {
    CommandSpec spec =
        Specs.command("explain", "Says what a code of a failure means, and what to do about it.");
    spec.addPositional(
        Specs.argument(
            "CODE",
            "A code such as CRI_SOCKET_ABSENT, or a part of some, such as the area CRI.",
            () -> ALL.stream().map(Code::name).iterator()));
    spec.addOption(Specs.flag("Every code with what it means, a line for each.", LIST));
    spec.addOption(Shared.output());
    return spec;
  }

  @Override
  public int run(ParseResult parsed, Streams streams) {
    boolean list = parsed.hasMatchedOption(LIST);
    String wanted = wanted(parsed);
    if (wanted.isEmpty() && !list) {
      throw Shared.wrong(parsed, "name a code, or see all of them with " + LIST);
    }
    List<Code> found = found(wanted);
    if (found.isEmpty()) {
      String near = Suggest.closest(wanted, ALL.stream().map(Code::name).toList());
      String what = "there is no code " + Suggest.quote(wanted);
      throw Shared.wrong(parsed, near == null ? what : what + "; " + Suggest.question(near));
    }
    streams
        .out()
        .print(
            Shared.json(parsed)
                ? json(found)
                : Terminal.out().wrapped(list ? lines(found) : paragraphs(found)));
    return ExitCode.DONE;
  }

  /** As it stands in a log, too: with what follows it there. */
  private static String wanted(ParseResult parsed) {
    return parsed
        .matchedPositionalValue(0, "")
        .toUpperCase(Locale.ROOT)
        .replaceFirst("[^A-Z0-9]+$", "");
  }

  /** The code itself, else those of the area, else those that have the word in their names. */
  private static List<Code> found(String wanted) {
    return Stream.<Predicate<Code>>of(
            code -> code.name().equals(wanted),
            code -> code.area().equals(wanted),
            code -> code.name().contains(wanted))
        .map(kind -> ALL.stream().filter(kind).toList())
        .filter(codes -> !codes.isEmpty())
        .findFirst()
        .orElse(List.of());
  }

  private static String lines(List<Code> codes) {
    StringBuilder text = new StringBuilder();
    codes.forEach(code -> text.append("%-43s %s\n".formatted(code, code.meaning())));
    return text.toString();
  }

  private static String paragraphs(List<Code> codes) {
    Map<Code, Explanation> explanations = Explanation.all();
    StringBuilder text = new StringBuilder();
    for (Code code : codes) {
      Explanation more = Objects.requireNonNull(explanations.get(code));
      text.append(code).append('\n');
      text.append("  means:    ").append(code.meaning()).append('\n');
      text.append("  detected: ").append(more.detected()).append('\n');
      text.append("  evidence: ").append(more.evidence()).append('\n');
      text.append("  remedy:   ").append(code.remedy()).append('\n');
      text.append("  kind:     ").append(more.kind().words()).append('\n');
      text.append("  exit:     ").append(more.exitCodes()).append('\n');
      text.append("  page:     ").append(DOCUMENTS).append(more.page()).append('\n');
    }
    return text.toString();
  }

  private static String json(List<Code> codes) {
    Map<Code, Explanation> explanations = Explanation.all();
    List<Object> list =
        codes.stream()
            .<Object>map(code -> {
              Map<String, Object> members = new LinkedHashMap<>();
              members.put("code", code.name());
              members.put("meaning", code.meaning());
              members.put("remedy", code.remedy());
              Explanation more = Objects.requireNonNull(explanations.get(code));
              members.put("detected", more.detected());
              members.put("evidence", more.evidence());
              members.put("kind", more.kind().name().toLowerCase(Locale.ROOT));
              members.put("exitCodes", more.exitCodes());
              members.put("page", DOCUMENTS + more.page());
              return members;
            })
            .toList();
    return Shared.document(Map.of("codes", list));
  }
}
