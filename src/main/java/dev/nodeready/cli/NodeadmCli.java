package dev.nodeready.cli;

import dev.nodeready.cli.NodeadmArgs.Line;
import dev.nodeready.cli.NodeadmArgs.UsageException;
import dev.nodeready.disks.SetupScript;
import dev.nodeready.failure.FailureException;
import dev.nodeready.host.FileStore;
import dev.nodeready.host.RenderedFile;
import dev.nodeready.host.Root;
import dev.nodeready.logging.Terminal;
import dev.nodeready.report.ExitCode;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine;

/**
 * nodeready under the names {@code nodeadm} and {@code nodeadm-internal}: the same commands in
 * nodeadm's words and codes.
 */
public final class NodeadmCli {
  private final Streams streams;
  private final String name;

  /**
   * nodeadm on these streams.
   *
   * @param name by which it was called: {@code nodeadm} or {@code nodeadm-internal}
   */
  public NodeadmCli(Streams streams, String name) {
    this.streams = streams;
    this.name = name;
  }

  /**
   * Runs one command line.
   *
   * @return 0 done, 1 failed, 2 wrong command line, as nodeadm has it
   */
  public int run(String... args) {
    Line line;
    try {
      line = NodeadmArgs.parse(args);
    } catch (UsageException e) {
      streams.err().println(name + ": " + e.getMessage());
      streams.err().println("Try '" + name + " --help'.");
      return ExitCode.USAGE;
    }
    return codeOf(run(line));
  }

  /**
   * The images' script {@code setup-local-disks}, which nodeadm calls: the command {@code disks} in
   * the script's words and codes.
   *
   * @return 0 done, 1 failed, 2 wrong command line
   */
  public static int setupLocalDisks(Streams streams, String... args) {
    String[] words = Stream.concat(Stream.of("disks"), Stream.of(args)).toArray(String[]::new);
    return codeOf(new Cli(streams, SetupScript.NAME).run(words));
  }

  /** What nodeadm ends with in place of our exit code. */
  static int codeOf(int ours) {
    return switch (ours) {
      case ExitCode.DONE -> 0;
      // nodeadm knows no such end, and its callers would take any code but 0 for a failure.
      case ExitCode.DEGRADED -> 0;
      case ExitCode.USAGE -> 2;
      default -> 1;
    };
  }

  private int run(Line line) {
    if (line.help()) {
      return help(line.line());
    }
    String[] args =
        line.line().stream()
            .map(word -> word.equals(CompletionCommand.NODEADM) ? "--" + name : word)
            .toArray(String[]::new);
    if (line.output().isEmpty()) {
      return new Cli(streams, name).run(args);
    }
    ByteArrayOutputStream result = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(result, false, StandardCharsets.UTF_8);
    int code = new Cli(new Streams(out, streams.err()), name).run(args);
    out.flush();
    return code == ExitCode.DONE ? write(line.output(), result.toByteArray()) : code;
  }

  /** Of the deepest command that the words lead to. */
  private int help(List<String> words) {
    CommandLine command = NodeadmSpecs.of(name);
    for (String word : words) {
      CommandLine below = command.getSubcommands().get(word);
      if (below == null) {
        break;
      }
      command = below;
    }
    streams.out().print(Usage.of(command, Terminal.out()));
    return ExitCode.DONE;
  }

  /** For root alone, since the configuration may hold secrets. */
  private int write(String file, byte[] result) {
    String path = Path.of(file).toAbsolutePath().normalize().toString();
    try {
      boolean _ = new FileStore(Root.MACHINE).apply(new RenderedFile(path, 0600, result));
      return ExitCode.DONE;
    } catch (FailureException e) {
      streams.err().println(name + ": " + e.failure().toLine() + e.failure().more());
      return ExitCode.FAILED;
    }
  }
}
