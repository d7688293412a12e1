package dev.nodeready.cli;

import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/**
 * One command. Its spec is built in code, not from annotations: reflection over annotations is a
 * good part of the start-up of a small command.
 */
public interface Command {
  /** The command's name, options, parameters and sub-commands; a new spec at each call. */
  CommandSpec spec();

  /**
   * Begins what takes long and does not depend on how the command line is understood.
   *
   * @param words what follows the command's name, not yet parsed
   */
  default void expect(List<String> words) {
    // Most commands are over before that would pay.
  }

  /**
   * Runs the command.
   *
   * @param parsed what the user gave to this command
   * @return the exit code, see {@link dev.nodeready.report.ExitCode}
   * @throws dev.nodeready.failure.FailureException when it cannot be done; the caller prints it and
   *     picks the code
   * @throws InterruptedException when the process is being stopped
   */
  int run(ParseResult parsed, Streams streams) throws InterruptedException;
}
