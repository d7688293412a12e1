/**
 * The Kubernetes API as a node sees it: kubelet's kubeconfig and credentials, a few reads, a watch.
 * Read {@link dev.nodeready.api.ApiClient} first.
 */
@NullMarked
package dev.nodeready.api;

import org.jspecify.annotations.NullMarked;
