package dev.nodeready.disks;

import dev.nodeready.catalogue.Code;
import dev.nodeready.failure.Failure;
import dev.nodeready.failure.FailureException;
import dev.nodeready.host.Commands;
import dev.nodeready.host.Programs;
import dev.nodeready.retry.Deadline;
import dev.nodeready.retry.Waiting;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Runs the system's tools for disks. They die with us: a copy or mkfs that goes on while the next
 * run begins would be at work on what that one looks at.
 */
final class Tools {
  private static final List<String> WITH_US =
      Programs.find("setpriv").isPresent() ? List.of("setpriv", "--pdeathsig", "KILL") : List.of();

  private final Commands commands;

  Tools(Commands commands) {
    this.commands = commands;
  }

  /** What runs them. */
  Commands commands() {
    return commands;
  }

  /**
   * Runs a tool and says what it printed.
   *
   * @throws FailureException with code {@code HOST_DISKS_TOOL_FAILED}, {@code HOST_COMMAND_MISSING}
   *     or {@code HOST_COMMAND_TIMEOUT}
   */
  String run(Duration limit, String... words) throws InterruptedException {
    return run(limit, List.of(words));
  }

  /** The same. */
  String run(Duration limit, List<String> words) throws InterruptedException {
    Commands.Result result = attempt(limit, words);
    if (!result.ok()) {
      throw failed(words, result).asException();
    }
    return result.output();
  }

  /** Runs a tool that may well fail. */
  Commands.Result attempt(Duration limit, String... words) throws InterruptedException {
    return attempt(limit, List.of(words));
  }

  /** The same. */
  Commands.Result attempt(Duration limit, List<String> words) throws InterruptedException {
    String subject = words.getFirst() + " to end";
    return follow(limit, words, now -> Waiting.of(subject, String.join(" ", words), now));
  }

  /** Runs a tool that takes long, whose work is seen from outside. */
  Commands.Result follow(Duration limit, List<String> words, Function<Deadline, Waiting> standing)
      throws InterruptedException {
    return commands.follow(limit, withUs(words), standing);
  }

  static Failure failed(List<String> words, Commands.Result result) {
    String command = String.join(" ", words);
    return Failure.passing(
        Code.HOST_DISKS_TOOL_FAILED,
        "run " + command,
        "it ended with exit code " + result.exitCode() + ": " + result.lastWords(),
        Code.HOST_DISKS_TOOL_FAILED.remedy("COMMAND", command));
  }

  private static List<String> withUs(List<String> words) {
    // What is missing is told by its own name.
    if (WITH_US.isEmpty() || Programs.find(words.getFirst()).isEmpty()) {
      return words;
    }
    List<String> all = new ArrayList<>(WITH_US);
    all.addAll(words);
    return all;
  }
}
