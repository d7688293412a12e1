/**
 * The machine's network as far as the node looks after it: who manages which interface, what the
 * images' udev rule and boot hook call, and the addresses of an Outpost's API server. Read {@link
 * dev.nodeready.network.InterfaceHelper} first.
 */
@NullMarked
package dev.nodeready.network;

import org.jspecify.annotations.NullMarked;
