/**
 * The join: kubelet's certificate, the Node object, its Ready condition, and what stands in the way
 * while one waits for them. Read {@link dev.nodeready.join.ApiWatch} first.
 */
@NullMarked
package dev.nodeready.join;

import org.jspecify.annotations.NullMarked;
