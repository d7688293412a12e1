/**
 * Where the node runs, and what a boot asks of that place, if need be before it begins. Read {@link
 * dev.nodeready.platform.Platform} first.
 */
@NullMarked
package dev.nodeready.platform;

import org.jspecify.annotations.NullMarked;
