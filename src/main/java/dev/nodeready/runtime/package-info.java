/**
 * The container runtime of this node, put together from what is known of it, how it is asked, and
 * who runs it: the wait for it, and its images. Read {@link dev.nodeready.runtime.RuntimeWait}
 * first.
 */
@NullMarked
package dev.nodeready.runtime;

import org.jspecify.annotations.NullMarked;
