/**
 * The end of a node's life on a machine, and the machine's readiness for another one: taking a node
 * out of its cluster, and taking identity out of a machine that an image is made of. Each part
 * looks for what is there now, so that a run that is cut off is finished by the next one. Read
 * {@link dev.nodeready.life.Reset} first.
 */
@NullMarked
package dev.nodeready.life;

import org.jspecify.annotations.NullMarked;
