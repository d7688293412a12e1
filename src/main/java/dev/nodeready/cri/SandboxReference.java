package dev.nodeready.cri;

import dev.nodeready.catalogue.Code;
import dev.nodeready.failure.Failure;
import dev.nodeready.failure.FailureException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which image the runtime starts pods with, and where it keeps images.
 *
 * @param image the reference, exactly as configured; never empty
 * @param snapshotter empty means the runtime's default
 * @param root containerd's folder for what survives a restart; empty when not known
 * @param origin who said so: {@code configuration}, {@code runtime} or {@code config dump}
 */
public record SandboxReference(String image, String snapshotter, String root, String origin) {
  private static final Logger LOG = LoggerFactory.getLogger(SandboxReference.class);

  /**
   * Finds it out. The dump is asked for only where the runtime itself does not tell: containerd 2.x
   * leaves the sandbox image out of its status.
   *
   * @param configured what nodeready is configured with; empty means whatever the runtime uses
   * @throws FailureException with code {@code IMAGE_REFERENCE_UNKNOWN}
   * @throws InterruptedException when the boot is being stopped
   */
  public static SandboxReference resolve(String configured, RuntimeInfo runtime, ConfigDump dump)
      throws InterruptedException {
    VerboseConfig told = runtime.config();
    boolean enough =
        !(configured.isEmpty() && told.sandboxImage().isEmpty()) && !told.snapshotter().isEmpty();
    VerboseConfig dumped = enough ? VerboseConfig.NONE : read(dump);
    String snapshotter = either(told.snapshotter(), dumped.snapshotter());
    String root = either(told.root(), dumped.root());
    if (!configured.isEmpty()) {
      return new SandboxReference(configured, snapshotter, root, "configuration");
    }
    if (!told.sandboxImage().isEmpty()) {
      return new SandboxReference(told.sandboxImage(), snapshotter, root, "runtime");
    }
    if (!dumped.sandboxImage().isEmpty()) {
      return new SandboxReference(dumped.sandboxImage(), snapshotter, root, "config dump");
    }
    throw unknown().asException();
  }

  private static VerboseConfig read(ConfigDump dump) throws InterruptedException {
    try {
      return DumpedConfig.parse(dump.text());
    } catch (FailureException e) {
      LOG.warn("containerd's configuration is not known: {}", e.failure().happened());
      return VerboseConfig.NONE;
    }
  }

  private static String either(String one, String other) {
    return one.isEmpty() ? other : one;
  }

  private static Failure unknown() {
    return Failure.permanent(
        Code.IMAGE_REFERENCE_UNKNOWN,
        "find out which sandbox image the runtime uses",
        "neither its status nor its configuration tells");
  }
}
