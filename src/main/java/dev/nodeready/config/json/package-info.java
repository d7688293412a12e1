/**
 * JSON as Go's encoder writes it, since people compare these files. Read {@link
 * dev.nodeready.config.json.Json} first.
 */
@NullMarked
package dev.nodeready.config.json;

import org.jspecify.annotations.NullMarked;
