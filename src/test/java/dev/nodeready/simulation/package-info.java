/**
 * A fleet on paper: nodes that boot at once against servers of fixed capacity, on virtual time.
 * Read {@link dev.nodeready.simulation.Fleet} first.
 */
@NullMarked
package dev.nodeready.simulation;

import org.jspecify.annotations.NullMarked;
