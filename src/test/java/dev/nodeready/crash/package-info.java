/**
 * Runs that are killed, or whose calls fail, at each thing that they do to the world outside:
 * {@link dev.nodeready.crash.Trip} does that to a real process.
 */
@NullMarked
package dev.nodeready.crash;

import org.jspecify.annotations.NullMarked;
