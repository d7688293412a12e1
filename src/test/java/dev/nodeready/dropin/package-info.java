/**
 * Random NodeConfigs, and what has to become of them by the rules of nodeadm, kubelet, containerd
 * and systemd: a small model that shares nothing with the renderers. Read {@link
 * dev.nodeready.dropin.DropInModelTest} first.
 */
@NullMarked
package dev.nodeready.dropin;

import org.jspecify.annotations.NullMarked;
