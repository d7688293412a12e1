/**
 * Time: deadlines, retry policies, and the only clock and sleeper of the product. Read {@link
 * dev.nodeready.retry.RetryPolicy} first.
 */
@NullMarked
package dev.nodeready.retry;

import org.jspecify.annotations.NullMarked;
