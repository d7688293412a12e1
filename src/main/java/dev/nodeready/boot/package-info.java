/**
 * The boot, from the node's configuration to a joined node: the one place that knows every feature
 * and wires them. Read {@link dev.nodeready.boot.BootPlan} first.
 */
@NullMarked
package dev.nodeready.boot;

import org.jspecify.annotations.NullMarked;
