package dev.nodeready.cri;

/**
 * A runtime that answered and is ready.
 *
 * @param name such as {@code containerd}
 * @param version its own version, such as {@code v2.1.4}
 * @param apiVersion of the interface, {@code v1}
 * @param networkReady whether it has a pod network; reported only, since the network comes later
 * @param networkReason why there is none; empty when there is
 * @param config what its verbose status tells of its configuration
 * @param socket which socket file answered: another one means another start of the runtime
 */
public record RuntimeInfo(
    String name,
    String version,
    String apiVersion,
    boolean networkReady,
    String networkReason,
    VerboseConfig config,
    String socket) {}
