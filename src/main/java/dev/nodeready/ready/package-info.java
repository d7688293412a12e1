/**
 * Waiting for a thing to become true: a probe says whether, a trigger says when to look again, a
 * deadline says how long. Read {@link dev.nodeready.ready.Waiter} first.
 */
@NullMarked
package dev.nodeready.ready;

import org.jspecify.annotations.NullMarked;
