/**
 * One HTTP exchange on one connection, with TLS, proxies and bounds: how everything is asked that
 * answers over HTTP. Read {@link dev.nodeready.net.Http} first.
 */
@NullMarked
package dev.nodeready.net;

import org.jspecify.annotations.NullMarked;
