/**
 * Who runs the daemons of the node: systemd, this process, or somebody else. Read {@link
 * dev.nodeready.supervise.Supervisor} first.
 */
@NullMarked
package dev.nodeready.supervise;

import org.jspecify.annotations.NullMarked;
