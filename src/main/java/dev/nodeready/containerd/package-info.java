/**
 * What is known about containerd: its configuration in every schema, and what in it keeps the CRI
 * plugin from starting. Pure; read {@link dev.nodeready.containerd.ContainerdFiles} first.
 */
@NullMarked
package dev.nodeready.containerd;

import org.jspecify.annotations.NullMarked;
