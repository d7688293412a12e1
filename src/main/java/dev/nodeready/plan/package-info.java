/**
 * Phases, steps, outcomes and the sequencer that runs them; knows nothing of nodes. Read {@link
 * dev.nodeready.plan.Sequencer} first.
 */
@NullMarked
package dev.nodeready.plan;

import org.jspecify.annotations.NullMarked;
