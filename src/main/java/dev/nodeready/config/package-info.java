/**
 * What the user asked for: sources, parsing, merging, validation, and the model. Read {@link
 * dev.nodeready.config.NodeConfig} first.
 */
@NullMarked
package dev.nodeready.config;

import org.jspecify.annotations.NullMarked;
