/**
 * The one table of what a NodeConfig may hold; decoding, merging, suggestions, {@code config
 * explain} and {@code config schema} all go by it. Read {@link dev.nodeready.config.schema.Schema}
 * first.
 */
@NullMarked
package dev.nodeready.config.schema;

import org.jspecify.annotations.NullMarked;
