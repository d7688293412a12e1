package dev.nodeready.platform;

import dev.nodeready.config.UserData;
import dev.nodeready.host.Root;
import org.jspecify.annotations.Nullable;

/** The user data of the instance that this machine is, unless it is none. */
public final class InstanceUserData implements UserData {
  private final Platform platform;
  private final String elsewhere;

  private InstanceUserData(Platform platform, String elsewhere) {
    this.platform = platform;
    this.elsewhere = elsewhere;
  }

  /** What {@code platform} is asked for, where the machine's firmware does not speak against it. */
  public static InstanceUserData of(Root root, Platform platform) {
    return new InstanceUserData(platform, Firmware.elsewhere(root, System.getenv()));
  }

  @Override
  public byte @Nullable [] fetch() throws InterruptedException {
    return platform.userData();
  }

  /** The id of that instance; empty where the machine is none. */
  public String instanceId() throws InterruptedException {
    return elsewhere.isEmpty() ? platform.instanceId() : "";
  }

  @Override
  public String elsewhere() {
    return elsewhere;
  }
}
