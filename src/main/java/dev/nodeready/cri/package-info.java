/**
 * The container runtime by its own interface (CRI): is it ready, is the sandbox image there. The
 * only package that sees gRPC, protobuf and the socket library. Read {@link
 * dev.nodeready.cri.RuntimeProbe} first, then {@link dev.nodeready.cri.ImageLadder}.
 */
@NullMarked
package dev.nodeready.cri;

import org.jspecify.annotations.NullMarked;
