/**
 * What can be known of a machine image before it ships: its files, and its own containerd and
 * kubelet, run for a moment on a copy that goes with them. Read {@link
 * dev.nodeready.verify.Verification} first, then {@link dev.nodeready.verify.ImageChecks}, which
 * lists what is looked at.
 */
@NullMarked
package dev.nodeready.verify;

import org.jspecify.annotations.NullMarked;
