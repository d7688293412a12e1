/**
 * Whom a boot tells of itself, beside those who ask: metrics, a program of the user's, the console
 * and the login message. Nothing here ends a boot or changes its verdict. Read {@link
 * dev.nodeready.fleet.Metrics} first.
 */
@NullMarked
package dev.nodeready.fleet;

import org.jspecify.annotations.NullMarked;
