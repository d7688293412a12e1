package dev.nodeready.cli;

import dev.nodeready.catalogue.Code;
import dev.nodeready.config.json.Json;
import dev.nodeready.failure.Failure;
import dev.nodeready.failure.Words;
import dev.nodeready.host.Root;
import dev.nodeready.report.ExitCode;
import dev.nodeready.report.StatusFile;
import dev.nodeready.report.StatusReader;
import dev.nodeready.report.StatusView;
import dev.nodeready.retry.Time;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code nodeready status}: how the boot stands, for any user; loads nothing that a boot needs. */
final class StatusCommand implements Command {
  private static final Duration POLL = Duration.ofMillis(200);

  @Override
  public CommandSpec spec() {
    CommandSpec spec =
        Specs.command(
            "status", "Shows how the boot stands; exits with its exit code, 75 while it runs.");
    spec.addOption(Specs.flag("Wait until the boot has ended.", "--wait"));
    spec.addOption(Shared.root());
    spec.addOption(Shared.output());
    return spec;
  }

  @Override
  public int run(ParseResult parsed, Streams streams) throws InterruptedException {
    Root root = Shared.root(parsed);
    boolean wait = parsed.hasMatchedOption("--wait");
    for (; ; ) {
      String text = read(root);
      StatusView view = text == null ? null : view(text, root);
      if (!wait || (view != null && !view.running())) {
        return show(text, view, Shared.json(parsed), streams);
      }
      Time.SYSTEM.sleep(POLL);
    }
  }

  private static int show(
      @Nullable String text, @Nullable StatusView view, boolean json, Streams streams) {
    if (text == null || view == null) {
      streams.err().println("nodeready: no boot has been recorded since this machine started");
      return ExitCode.FAILED;
    }
    streams.out().print(json ? json(text, view) : view.text());
    return view.exitCode();
  }

  /** The file as it is, unless it says what is not so any more. */
  private static String json(String text, StatusView view) {
    return view.died() ? Json.pretty(view.fields(), 2) + "\n" : text;
  }

  private static @Nullable String read(Root root) {
    Path file = root.at(StatusFile.PATH);
    try {
      return StatusReader.text(file);
    } catch (IOException e) {
      throw unreadable(file, e).asException(e);
    }
  }

  private static StatusView view(String text, Root root) {
    try {
      return new StatusView(StatusReader.parse(text));
    } catch (IOException e) {
      throw unreadable(root.at(StatusFile.PATH), e).asException(e);
    }
  }

  private static Failure unreadable(Path file, IOException e) {
    return Failure.permanent(Code.HOST_STATUS_UNREADABLE, "read " + file, Words.of(e));
  }
}
