/**
 * The watch over a node that runs: what is looked at, when, what of it is mended, and whom it is
 * told to. Read {@link dev.nodeready.watch.Watch} first; each {@link dev.nodeready.watch.Watched}
 * is one thing that it looks at.
 */
@NullMarked
package dev.nodeready.watch;

import org.jspecify.annotations.NullMarked;
