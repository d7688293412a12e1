/**
 * Texts read into trees in which each value knows where it stands. Read {@link
 * dev.nodeready.config.tree.Value} first.
 */
@NullMarked
package dev.nodeready.config.tree;

import org.jspecify.annotations.NullMarked;
