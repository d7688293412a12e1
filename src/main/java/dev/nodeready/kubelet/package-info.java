/**
 * What is known about kubelet: the files it needs and how it tells its health. Read {@link
 * dev.nodeready.kubelet.KubeletHealth} for the wait.
 */
@NullMarked
package dev.nodeready.kubelet;

import org.jspecify.annotations.NullMarked;
