/**
 * systemd: unit states, starts and restarts over its private D-Bus socket, journal lines, service
 * notification, and the gates that order other units behind a step of a boot. Read {@link
 * dev.nodeready.systemd.Units} first.
 */
@NullMarked
package dev.nodeready.systemd;

import org.jspecify.annotations.NullMarked;
