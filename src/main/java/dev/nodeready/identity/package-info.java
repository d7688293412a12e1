/**
 * What makes a machine this machine and this node: all that no image may carry to others. Read
 * {@link dev.nodeready.identity.Identity} first: the one table that cleaning, resetting and looking
 * at images go by.
 */
@NullMarked
package dev.nodeready.identity;

import org.jspecify.annotations.NullMarked;
