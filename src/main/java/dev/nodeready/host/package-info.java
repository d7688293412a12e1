/**
 * The machine: files below a root, commands, CPU, memory and devices. The only package that writes
 * files and starts processes. Read {@link dev.nodeready.host.Root} first.
 */
@NullMarked
package dev.nodeready.host;

import org.jspecify.annotations.NullMarked;
