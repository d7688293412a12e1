/** The command line: thin commands over the rest. Read {@link dev.nodeready.cli.Cli} first. */
@NullMarked
package dev.nodeready.cli;

import org.jspecify.annotations.NullMarked;
