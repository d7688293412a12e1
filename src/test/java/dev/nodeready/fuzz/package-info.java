/**
 * Fuzzing of whatever reads what comes from outside, and the oracles that readings are compared
 * with. Read {@link dev.nodeready.fuzz.Target} first.
 */
@NullMarked
package dev.nodeready.fuzz;

import org.jspecify.annotations.NullMarked;
