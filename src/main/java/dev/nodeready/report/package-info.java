/**
 * What happened, for people and for machines: the boot record, the status file, the lines on the
 * console. Read {@link dev.nodeready.report.BootRecord} first.
 */
@NullMarked
package dev.nodeready.report;

import org.jspecify.annotations.NullMarked;
