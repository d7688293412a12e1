package dev.nodeready.cri;

/** What {@code containerd config dump} prints. */
@FunctionalInterface
public interface ConfigDump {
  /**
   * The configuration as it takes effect, in TOML.
   *
   * @throws dev.nodeready.failure.FailureException when it cannot be had
   * @throws InterruptedException when the boot is being stopped
   */
  String text() throws InterruptedException;
}
