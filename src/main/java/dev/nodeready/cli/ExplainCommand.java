package dev.nodeready.cli;

import dev.nodeready.catalogue.Code;
import dev.nodeready.config.Suggest;
import dev.nodeready.logging.Terminal;
import dev.nodeready.report.ExitCode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** {@code nodeready explain}: what a code of a failure means and what to do about it. */
final class ExplainCommand implements Command {
  private static final String LIST = "--list";
  private static final List<Code> ALL = List.of(Code.values());

  @Override
  public CommandSpec spec() {
    CommandSpec spec =
        Specs.command("explain", "Says what a code of a failure means, and what to do about it.");
    spec.addPositional(
        Specs.argument(
            "CODE",
            "A code such as CRI_SOCKET_ABSENT, or the area of some, such as CRI.",
            () -> ALL.stream().map(Code::name).iterator()));
    spec.addOption(Specs.flag("Every code with what it means, a line for each.", LIST));
    spec.addOption(Shared.output());
    return spec;
  }

  @Override
  public int run(ParseResult parsed, Streams streams) {
    boolean list = parsed.hasMatchedOption(LIST);
    String wanted = parsed.matchedPositionalValue(0, "").toUpperCase(Locale.ROOT);
    if (wanted.isEmpty() && !list) {
      throw wrong(parsed, "name a code, or see all of them with " + LIST);
    }
    List<Code> found = ALL.stream().filter(code -> isOf(code, wanted)).toList();
    if (found.isEmpty()) {
      String near = Suggest.closest(wanted, ALL.stream().map(Code::name).toList());
      String what = "there is no code " + Suggest.quote(wanted);
      throw wrong(parsed, near == null ? what : what + "; " + Suggest.question(near));
    }
    streams
        .out()
        .print(
            Shared.json(parsed)
                ? json(found)
                : Terminal.out().wrapped(list ? lines(found) : paragraphs(found)));
    return ExitCode.DONE;
  }

  private static boolean isOf(Code code, String wanted) {
    return wanted.isEmpty() || code.name().equals(wanted) || code.area().equals(wanted);
  }

  private static ParameterException wrong(ParseResult parsed, String what) {
    return new ParameterException(parsed.commandSpec().commandLine(), what);
  }

  private static String lines(List<Code> codes) {
    StringBuilder text = new StringBuilder();
    codes.forEach(code -> text.append("%-43s %s\n".formatted(code, code.meaning())));
    return text.toString();
  }

  private static String paragraphs(List<Code> codes) {
    StringBuilder text = new StringBuilder();
    for (Code code : codes) {
      text.append(code).append('\n');
      text.append("  means:  ").append(code.meaning()).append('\n');
      text.append("  remedy: ").append(code.remedy()).append('\n');
    }
    return text.toString();
  }

  private static String json(List<Code> codes) {
    List<Object> list =
        codes.stream()
            .<Object>map(code -> {
              Map<String, Object> members = new LinkedHashMap<>();
              members.put("code", code.name());
              members.put("meaning", code.meaning());
              members.put("remedy", code.remedy());
              return members;
            })
            .toList();
    return Shared.document(Map.of("codes", list));
  }
}
