/**
 * Texts read into trees in which each value knows where it stands. Read {@link
 * dev.nodeready.tree.Value} first.
 */
@NullMarked
package dev.nodeready.tree;

import org.jspecify.annotations.NullMarked;
