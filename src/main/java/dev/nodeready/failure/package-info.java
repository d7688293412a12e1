/**
 * What went wrong, in the terms of whoever has to mend it. Read {@link
 * dev.nodeready.failure.Failure} first.
 */
@NullMarked
package dev.nodeready.failure;

import org.jspecify.annotations.NullMarked;
