/**
 * The process: {@link dev.nodeready.Main} alone. Read {@code boot.BootPlan} to see what a boot
 * does.
 */
@NullMarked
package dev.nodeready;

import org.jspecify.annotations.NullMarked;
