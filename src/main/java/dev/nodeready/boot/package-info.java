/**
 * The boot, from the node's configuration to a joined node: the one place that sees the whole. Read
 * {@link dev.nodeready.boot.BootPlan} first, which says what is done, and then {@link
 * dev.nodeready.boot.Pass}, which gives each step what it takes.
 */
@NullMarked
package dev.nodeready.boot;

import org.jspecify.annotations.NullMarked;
