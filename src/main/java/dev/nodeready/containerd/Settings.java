package dev.nodeready.containerd;

import dev.nodeready.host.HostFacts;

/**
 * What the generated configuration is made of.
 *
 * @param sandboxImage that it names
 * @param nvidia whether the NVIDIA runtime is the default one
 * @param keepRunc whether {@code runc} is there beside the NVIDIA runtime
 * @param runc the program behind the runtime {@code runc}
 * @param cdi whether the container device interface is turned on
 * @param soci whether images are pulled through the SOCI snapshotter
 */
record Settings(
    Schema schema,
    String sandboxImage,
    boolean nvidia,
    boolean keepRunc,
    String runc,
    boolean cdi,
    boolean soci) {
  /** The name of the default runtime. */
  String defaultRuntime() {
    return nvidia ? "nvidia" : "runc";
  }

  /** The program behind a runtime. */
  String binary(String runtime) {
    return runtime.equals("nvidia") ? HostFacts.NVIDIA_RUNTIME : runc;
  }
}
