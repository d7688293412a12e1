package dev.nodeready.cli;

import dev.nodeready.catalogue.Code;
import dev.nodeready.config.json.Json;
import dev.nodeready.failure.Failure;
import dev.nodeready.failure.Words;
import dev.nodeready.host.Root;
import dev.nodeready.logging.Terminal;
import dev.nodeready.report.StatusFile;
import dev.nodeready.report.StatusReader;
import dev.nodeready.report.StatusView;
import dev.nodeready.retry.Time;
import dev.nodeready.watch.WatchFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code nodeready status}: how the boot stands, for any user; loads nothing that a boot needs. */
final class StatusCommand implements Command {
  /** The cursor at the top of an empty page. */
  private static final String CLEARED = "\u001b[H\u001b[2J";

  private static final Duration POLL = Duration.ofMillis(200);

  @Override
  public CommandSpec spec() {
    CommandSpec spec =
        Specs.command(
            "status", "Shows how the boot stands; exits with its exit code, 75 while it runs.");
    spec.addOption(Specs.flag("Wait until the boot has ended.", "--wait"));
    spec.addOption(Specs.flag("Show each change until the boot has ended.", "--watch"));
    spec.addOption(Shared.root());
    spec.addOption(Shared.output());
    return spec;
  }

  /**
   * A status file, and how it reads.
   *
   * @param whole whether all that is told stands in the file
   */
  private record Seen(String text, StatusView view, boolean whole) {
    boolean running() {
      return view.running();
    }

    /** As JSON the file as it is, unless it says what is not so any more, or a watch says more. */
    String told(boolean json) {
      if (!json) {
        return view.text();
      }
      return view.died() || !whole ? Json.pretty(view.fields(), 2) + "\n" : text;
    }
  }

  @Override
  public int run(ParseResult parsed, Streams streams) throws InterruptedException {
    Root root = Shared.root(parsed);
    boolean json = Shared.json(parsed);
    if (parsed.hasMatchedOption("--watch")) {
      return watch(root, json, streams);
    }
    Seen seen = look(root);
    if (parsed.hasMatchedOption("--wait") && seen == null) {
      streams
          .err()
          .println("nodeready: " + Code.BOOT_NONE.meaning() + "; waiting for one to begin");
    }
    while (parsed.hasMatchedOption("--wait") && (seen == null || seen.running())) {
      Time.SYSTEM.sleep(POLL);
      seen = look(root);
    }
    if (seen == null) {
      throw none(root).asException();
    }
    String told = seen.told(json);
    streams.out().print(json ? told : Colours.status(told, Terminal.out()));
    return seen.view().exitCode();
  }

  private static int watch(Root root, boolean json, Streams streams) throws InterruptedException {
    String shown = "";
    for (; ; ) {
      Seen seen = look(root);
      String now = seen == null ? "" : seen.told(json);
      if (!now.equals(shown)) {
        redraw(now, json, streams);
        shown = now;
      }
      if (seen != null && !seen.running()) {
        return seen.view().exitCode();
      }
      Time.SYSTEM.sleep(POLL);
    }
  }

  /** On a terminal in the place of what was shown before. */
  private static void redraw(String now, boolean json, Streams streams) {
    Terminal terminal = Terminal.out();
    boolean page = terminal.width() > 0 && !json;
    streams.out().print((page ? CLEARED : "") + (json ? now : Colours.status(now, terminal)));
    streams.out().flush();
  }

  private static Failure none(Root root) {
    return Failure.permanent(
        Code.BOOT_NONE,
        "read " + root.at(StatusFile.PATH),
        Code.BOOT_NONE.meaning(),
        Shared.below(root, Code.BOOT_NONE.remedy()));
  }

  private static @Nullable Seen look(Root root) {
    Path file = root.at(StatusFile.PATH);
    try {
      String text = StatusReader.text(file);
      return text == null ? null : seen(root, text);
    } catch (IOException e) {
      throw unreadable(root, e).asException(e);
    }
  }

  private static Seen seen(Root root, String text) throws IOException {
    Map<String, @Nullable Object> status = new LinkedHashMap<>(StatusReader.parse(text));
    Optional<Map<String, @Nullable Object>> watch = WatchFile.read(root);
    watch.ifPresent(found -> status.put("watch", found));
    return new Seen(text, new StatusView(status), watch.isEmpty());
  }

  private static Failure unreadable(Root root, IOException e) {
    Path file = root.at(StatusFile.PATH);
    String init = Shared.below(root, "nodeready init");
    String remedy =
        Files.isDirectory(file)
            ? "take that folder away (rmdir %s), and begin anew: %s".formatted(file, init)
            : "see the file and its folder: ls -l %s; the next run writes it anew: %s"
                .formatted(file.getParent(), init);
    return Failure.permanent(Code.HOST_STATUS_UNREADABLE, "read " + file, Words.of(e), remedy);
  }
}
