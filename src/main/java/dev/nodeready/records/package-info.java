/**
 * The record of every boot: events as JSON lines, kept over reboots, and what is read from them.
 * Read {@link dev.nodeready.records.RecordWriter} first; the shape of the lines is documented in
 * {@code .github/RECORDS.md}.
 */
@NullMarked
package dev.nodeready.records;

import org.jspecify.annotations.NullMarked;
