/**
 * Logging set up in code: to people on a terminal, to journald with priorities, never a secret.
 * Read {@link dev.nodeready.logging.LogSetup} first.
 */
@NullMarked
package dev.nodeready.logging;

import org.jspecify.annotations.NullMarked;
