package dev.nodeready.cli;

import dev.nodeready.report.ExitCode;
import dev.nodeready.report.Version;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code nodeready version}, which is {@code --version} too. */
final class VersionCommand implements Command {
  @Override
  public CommandSpec spec() {
    CommandSpec spec = Specs.command("version", "Prints version and build.");
    spec.addOption(Shared.output());
    return spec;
  }

  @Override
  public int run(ParseResult parsed, Streams streams) {
    boolean json = Shared.json(parsed);
    Map<String, String> build = new LinkedHashMap<>();
    build.put("version", Version.number());
    build.put("revision", Version.revision());
    streams.out().print(json ? Shared.document(build) : Version.line() + "\n");
    return ExitCode.DONE;
  }
}
