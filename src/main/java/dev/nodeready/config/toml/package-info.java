/**
 * TOML as nodeadm reads, merges and writes it. Read {@link dev.nodeready.config.toml.TomlText}
 * first.
 */
@NullMarked
package dev.nodeready.config.toml;

import org.jspecify.annotations.NullMarked;
