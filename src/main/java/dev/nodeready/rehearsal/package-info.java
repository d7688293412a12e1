/**
 * What a rehearsal needs beside the product: a scratch machine, a tiny image and a registry. Read
 * {@link dev.nodeready.rehearsal.Scratch} first.
 */
@NullMarked
package dev.nodeready.rehearsal;

import org.jspecify.annotations.NullMarked;
