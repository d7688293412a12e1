/**
 * The machine's own disks, and how folders come to lie on them without losing what they hold. What
 * a disk carries is looked at by {@link dev.nodeready.disks.ContentsProbe}, which counts as blank
 * only what certainly is. Read {@link dev.nodeready.disks.LocalDisks} first.
 */
@NullMarked
package dev.nodeready.disks;

import org.jspecify.annotations.NullMarked;
