package dev.nodeready.cli;

import java.io.PrintStream;

/**
 * Where a command writes.
 *
 * @param out results
 * @param err progress and errors
 */
public record Streams(PrintStream out, PrintStream err) {}
