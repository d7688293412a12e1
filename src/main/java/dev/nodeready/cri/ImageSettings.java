package dev.nodeready.cri;

import dev.nodeready.retry.RetryPolicy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * How the sandbox image is got.
 *
 * @param archives looked for in this order, before any pull; those that are not there are skipped
 * @param retry pauses between pulls, and the budget for all of it
 * @param pullTimeout limit of one pull
 * @param pullStall how long one pull may show no progress; longer than the 30 s that containerd
 *     takes to give a dead mirror up
 * @param snapshotter where CRI keeps unpacked images; empty means the runtime's default
 * @param unpacked whether an image that is there has to be unpacked for that snapshotter already
 */
public record ImageSettings(
    List<Path> archives,
    RetryPolicy retry,
    Duration pullTimeout,
    Duration pullStall,
    String snapshotter,
    boolean unpacked) {
  /** Copies the list. */
  public ImageSettings {
    archives = List.copyOf(archives);
  }
}
