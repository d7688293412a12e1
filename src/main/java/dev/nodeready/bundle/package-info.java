/**
 * One archive for a ticket: what is known of this node, without its secrets. Read {@link
 * dev.nodeready.bundle.Contents} first.
 */
@NullMarked
package dev.nodeready.bundle;

import org.jspecify.annotations.NullMarked;
