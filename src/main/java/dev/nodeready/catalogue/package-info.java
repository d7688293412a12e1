/**
 * Every code that a failure may have, with what it means and what to do. Read {@link
 * dev.nodeready.catalogue.Code} first.
 */
@NullMarked
package dev.nodeready.catalogue;

import org.jspecify.annotations.NullMarked;
