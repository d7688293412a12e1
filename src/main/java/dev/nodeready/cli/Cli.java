package dev.nodeready.cli;

import dev.nodeready.boot.PlanRun;
import dev.nodeready.catalogue.Code;
import dev.nodeready.failure.Failure;
import dev.nodeready.failure.FailureException;
import dev.nodeready.failure.OutOfMemory;
import dev.nodeready.failure.Words;
import dev.nodeready.logging.Terminal;
import dev.nodeready.report.ExitCode;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * The whole command line: finds the command, parses, runs it, and turns what it throws into a
 * message and a code.
 */
public final class Cli {
  private static final String NAME = "nodeready";

  private final Map<String, Supplier<Command>> commands;
  private final Streams streams;
  private final String name;

  /** The command line with every command of nodeready. */
  public Cli(Streams streams) {
    this(streams, NAME);
  }

  /**
   * The same under another name.
   *
   * @param name by which it was called, and answers
   */
  Cli(Streams streams, String name) {
    this.streams = streams;
    this.name = name;
    this.commands = allCommands();
  }

  private static Map<String, Supplier<Command>> allCommands() {
    Map<String, Supplier<Command>> all = new LinkedHashMap<>();
    all.put("init", InitCommand::new);
    all.put("daemon", DaemonCommand::new);
    all.put("watch", WatchCommand::new);
    all.put("plan", PlanCommand::new);
    all.put("rehearse", RehearseCommand::new);
    all.put("status", StatusCommand::new);
    all.put("boots", BootsCommand::new);
    all.put("analyze", AnalyzeCommand::new);
    all.put("doctor", DoctorCommand::new);
    all.put(VerifyImageCommand.NAME, VerifyImageCommand::new);
    all.put("bundle", BundleCommand::new);
    all.put("explain", ExplainCommand::new);
    all.put("disks", DisksCommand::new);
    all.put("bake", BakeCommand::new);
    all.put("unbake", UnbakeCommand::new);
    all.put("image", ImageCommand::new);
    all.put("reset", ResetCommand::new);
    all.put("clean", CleanCommand::new);
    all.put("config", () -> new ConfigCommand(PlanRun.userData()));
    all.put("version", VersionCommand::new);
    all.put("completion", CompletionCommand::new);
    all.put("man", ManCommand::new);
    all.put("network", NetworkCommand::new);
    all.put("udev-net-manager", InterfaceCommand::new);
    all.put("boot-hook", BootHookCommand::new);
    return all;
  }

  /** Whether there is a command of this name. */
  static boolean has(String name) {
    return allCommands().containsKey(name);
  }

  /** Every command, for completion scripts and man pages. */
  static CommandLine everything() {
    CommandSpec root = Specs.root(NAME);
    allCommands().forEach((name, maker) -> Specs.add(root, maker.get().spec()));
    return Specs.line(root);
  }

  /**
   * Runs one command line.
   *
   * @return the exit code
   */
  public int run(String... args) {
    int code = runOnce(args);
    streams.out().flush();
    IOException lost = streams.lost().get();
    return lost == null ? code : withoutResult(code, lost);
  }

  /** Whoever reads no further, as head does, has what it wants; any other loss is a failure. */
  private int withoutResult(int code, IOException lost) {
    Failure failure =
        Failure.passing(
            Code.HOST_OUTPUT_LOST, "write the result to standard output", Words.of(lost));
    boolean done = code == ExitCode.DONE || code == ExitCode.DEGRADED;
    if (!done || failure.happened().toLowerCase(Locale.ROOT).contains("broken pipe")) {
      return code;
    }
    return new Errors(streams, name, false).failure(failure);
  }

  private int runOnce(String... words) {
    Map<String, Command> made = new LinkedHashMap<>();
    String[] args = Aliases.resolved(words);
    try {
      InterfaceCall call = InterfaceCall.of(args);
      if (call != null) {
        return call.run(streams);
      }
      CommandLine root = Specs.line(rootSpec(args, made));
      return runParsed(root, root.parseArgs(args), made);
    } catch (ParameterException e) {
      return errors(args)
          .usage(Mistake.told(e), e.getCommandLine().getCommandSpec().qualifiedName());
    } catch (InvalidPathException e) {
      return errors(args).usage(List.of("not the path of a file: " + Words.of(e)), name);
    } catch (FailureException e) {
      return errors(args).failure(e.failure());
    } catch (OutOfMemoryError e) {
      return errors(args).failure(OutOfMemory.failure("do what the command says", e));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return errors(args).stopped();
    }
  }

  /**
   * Builds the one command that is asked for; all of them only where the user wants to see or
   * misspelt them.
   */
  private CommandSpec rootSpec(String[] args, Map<String, Command> made) {
    CommandSpec root = Specs.root(name);
    String wanted = args.length > 0 && commands.containsKey(args[0]) ? args[0] : null;
    commands.forEach((name, maker) -> {
      if (wanted == null || wanted.equals(name)) {
        Command command = maker.get();
        made.put(name, command);
        if (name.equals(wanted)) {
          command.expect(List.of(args).subList(1, args.length));
        }
        Specs.add(root, command.spec());
      }
    });
    return root;
  }

  private int runParsed(CommandLine root, ParseResult parsed, Map<String, Command> made)
      throws InterruptedException {
    ParseResult deepest = deepest(parsed);
    if (helpIsWanted(parsed)) {
      onlyOfCommands(deepest);
      streams.out().print(Usage.of(deepest.commandSpec().commandLine(), Terminal.out()));
      return ExitCode.DONE;
    }
    if (!parsed.hasSubcommand()) {
      streams.err().println(name + ": no command given");
      streams.err().print(Usage.of(root, Terminal.err()));
      return ExitCode.USAGE;
    }
    ParseResult sub = parsed.subcommand();
    Command command = made.get(sub.commandSpec().name());
    return command == null ? ExitCode.USAGE : command.run(sub, streams);
  }

  /** Behind the command, as most people write it, or before. */
  private static boolean helpIsWanted(ParseResult parsed) {
    return parsed.isUsageHelpRequested()
        || (parsed.hasSubcommand() && helpIsWanted(parsed.subcommand()));
  }

  /** There is no help of a command that there is not, and another's would pass for it. */
  private static void onlyOfCommands(ParseResult deepest) {
    CommandSpec command = deepest.commandSpec();
    List<String> words = deepest.unmatched();
    if (!command.subcommands().isEmpty() && !words.isEmpty()) {
      throw new UnmatchedArgumentException(command.commandLine(), words);
    }
  }

  private static ParseResult deepest(ParseResult parsed) {
    ParseResult result = parsed;
    while (result.hasSubcommand()) {
      result = result.subcommand();
    }
    return result;
  }

  private Errors errors(String[] args) {
    return new Errors(streams, name, Errors.asJson(List.of(args)));
  }
}
