/**
 * The boot lab: guests with a real systemd and containerd, with the Debian package installed. Read
 * {@link dev.nodeready.lab.Guest} first.
 */
@NullMarked
package dev.nodeready.lab;

import org.jspecify.annotations.NullMarked;
