/**
 * What each version of kubelet takes: fields, flags and feature gates by version, and the rules
 * between them. Read {@link dev.nodeready.config.kubelet.KubeletRules} first. The tables are made
 * by {@code src/test/kubelet/tables.go}.
 */
@NullMarked
package dev.nodeready.config.kubelet;

import org.jspecify.annotations.NullMarked;
