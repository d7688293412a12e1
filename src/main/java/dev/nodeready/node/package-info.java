/**
 * The node as it has to be, and how a machine is brought there. {@link
 * dev.nodeready.node.DesiredNode} is pure; {@link dev.nodeready.node.Converge} writes what differs
 * and says which units have to be restarted. Read the former first.
 */
@NullMarked
package dev.nodeready.node;

import org.jspecify.annotations.NullMarked;
