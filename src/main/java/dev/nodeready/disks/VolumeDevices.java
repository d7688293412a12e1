package dev.nodeready.disks;

import dev.nodeready.catalogue.Code;
import dev.nodeready.failure.Failure;
import dev.nodeready.host.Root;
import dev.nodeready.ready.Verdict;
import dev.nodeready.ready.Waiter;
import dev.nodeready.retry.Deadline;
import dev.nodeready.retry.Time;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds the device of a volume by the name that the configuration has for it.
 *
 * <p>The path itself goes before all. EBS volumes are attached as {@code /dev/sdb} or {@code
 * /dev/xvdb}; where volumes are NVMe disks, the kernel calls that one {@code nvme1n1} or otherwise,
 * and another one at the next boot, and only the volume's controller knows the name. On Xen, {@code
 * sdb} and {@code xvdb} are one.
 */
final class VolumeDevices {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final Duration TICK = Duration.ofMillis(200);
  private static final Pattern ATTACHED =
      Pattern.compile("(?:/dev/)?(?:sd|xvd|hd)([a-z]{1,2}\\d*)");
  private static final Pattern BY_ID =
      Pattern.compile("/dev/disk/by-id/nvme-Amazon_Elastic_Block_Store_(vol[0-9a-f]+)(?:_\\d+)?");

  private final BlockDevices devices;
  private final Function<String, Optional<NvmeIdentity>> identities;
  private final Time time;

  VolumeDevices(Root root, Time time) {
    this(new BlockDevices(root), NvmeIdentity::of, time);
  }

  /** The same with controllers that somebody else asks. */
  VolumeDevices(
      BlockDevices devices, Function<String, Optional<NvmeIdentity>> identities, Time time) {
    this.devices = devices;
    this.identities = identities;
    this.time = time;
  }

  /**
   * The device of this name; one that is being attached is waited for.
   *
   * @throws dev.nodeready.failure.FailureException with code {@code HOST_VOLUME_MISSING} when it
   *     does not come within a minute
   */
  BlockDevice await(String name) throws InterruptedException {
    return new Waiter("the volume " + name, TICK, LIMIT)
        .await(_ -> look(name), time::sleep, Deadline.after(LIMIT, time));
  }

  private Verdict<BlockDevice> look(String name) {
    return find(name)
        .<Verdict<BlockDevice>>map(Verdict.Ready::new)
        .orElseGet(() ->
            new Verdict.NotYet<>(
                Failure.passing(
                    Code.HOST_VOLUME_MISSING, "find the volume " + name, "it is not there")));
  }

  private Optional<BlockDevice> find(String name) {
    return devices
        .at(name)
        .filter(device -> !device.isEmpty())
        .or(() -> attachedAs(name))
        .or(() -> withSerial(name));
  }

  /** What is attached under this name or the other one that EC2 has for it. */
  private Optional<BlockDevice> attachedAs(String name) {
    String letters = letters(name);
    if (letters.isEmpty()) {
      return Optional.empty();
    }
    return only(volumes().stream()
            .filter(device -> letters.equals(letters(attachedName(device))))
            .toList())
        .or(() -> devices.at("/dev/xvd" + letters))
        .or(() -> devices.at("/dev/sd" + letters));
  }

  private String attachedName(BlockDevice device) {
    return identities.apply(device.path()).map(NvmeIdentity::attachedAs).orElse("");
  }

  /** Where udev has no rule for EBS, its links have the serial all the same. */
  private Optional<BlockDevice> withSerial(String name) {
    Matcher matcher = BY_ID.matcher(name);
    return matcher.matches()
        ? only(
            volumes().stream()
                .filter(device -> device.serial().replace("-", "").equals(matcher.group(1)))
                .toList())
        : Optional.empty();
  }

  private List<BlockDevice> volumes() {
    return devices.all().stream()
        .filter(device -> !device.isPart() && device.model().equals(NvmeIdentity.EBS))
        .toList();
  }

  /** Of two that claim one name, neither is certain. */
  private static Optional<BlockDevice> only(List<BlockDevice> found) {
    return found.size() == 1 ? Optional.of(found.getFirst()) : Optional.empty();
  }

  private static String letters(String name) {
    Matcher matcher = ATTACHED.matcher(name);
    return matcher.matches() ? matcher.group(1) : "";
  }
}
