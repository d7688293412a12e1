package dev.nodeready.disks;

import dev.nodeready.catalogue.Code;
import dev.nodeready.failure.Failure;
import dev.nodeready.failure.FailureException;
import dev.nodeready.failure.Words;
import dev.nodeready.host.FileStore;
import dev.nodeready.host.RenderedFile;
import dev.nodeready.host.Root;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The array of the instance-store disks, as mdadm makes and finds it. */
final class Array {
  private static final String DEVICE = "/dev/md/" + ArrayPlan.NAME;
  private static final Duration LIMIT = Duration.ofMinutes(2);

  /** Of mdadm, with the name of the array's device behind it. */
  private static final String CREATING = "/run/mdadm/creating-";

  /** The UUID of an array whose making has begun; gone once it has a file system. */
  private static final String MAKING = "/var/lib/nodeready/disks/making";

  private final Root root;
  private final Tools tools;
  private final DiskLook look;
  private final FileStore files;

  Array(Root root, Tools tools) {
    this.root = root;
    this.tools = tools;
    look = new DiskLook(root, tools);
    files = new FileStore(root);
  }

  /**
   * Has the array.
   *
   * @return its device
   * @throws FailureException when the disks carry what is not ours, or mdadm fails
   */
  String have(Strategy strategy, List<String> devices, Report report) throws InterruptedException {
    return switch (plan(strategy, devices)) {
      case ArrayPlan.Make make -> made(strategy, make, report);
      case ArrayPlan.Take take -> taken(take, report);
      case ArrayPlan.Refuse refuse -> throw refuse.failure().asException();
    };
  }

  /** What has to be done, by a look at the disks. */
  ArrayPlan plan(Strategy strategy, List<String> devices) throws InterruptedException {
    List<Disk> disks = new ArrayList<>();
    for (String device : devices) {
      disks.add(look.at(device));
    }
    return ArrayPlan.of(strategy, disks, making());
  }

  /** Whether what these disks are members of has never had a whole file system. */
  boolean isBeingMade(List<String> devices) throws InterruptedException {
    String making = making();
    for (String device : devices) {
      if (!making.isEmpty() && ArrayPlan.isMemberOf(look.at(device), making)) {
        return true;
      }
    }
    return false;
  }

  /** Says that the array holds something from now on. */
  void isWhole() {
    boolean _ = files.remove(MAKING);
  }

  private String made(Strategy strategy, ArrayPlan.Make make, Report report)
      throws InterruptedException {
    if (!make.interrupted().isEmpty()) {
      stopWhatHolds(make.interrupted());
      List<String> zero = new ArrayList<>(List.of("mdadm", "--zero-superblock"));
      zero.addAll(make.interrupted());
      tools.run(LIMIT, zero);
    }
    String uuid = mdadmForm(UUID.randomUUID());
    files.apply(RenderedFile.text(MAKING, uuid + "\n"));
    List<String> words =
        new ArrayList<>(
            List.of(
                "mdadm",
                "--create",
                "--force",
                DEVICE,
                "--level=" + strategy.word(),
                "--name=" + ArrayPlan.NAME,
                "--homehost=any",
                "--uuid=" + uuid,
                "--raid-devices=" + make.disks().size()));
    words.addAll(make.disks());
    // Anything that mdadm would ask is a doubt, and nobody answers: it ends without having written.
    tools.run(LIMIT, words);
    report.did("made an array (" + strategy.word() + ") of " + String.join(", ", make.disks()));
    return holderOf(make.disks()).orElseThrow(() -> absent(make.disks()).asException());
  }

  private static String mdadmForm(UUID uuid) {
    String hex = uuid.toString().replace("-", "");
    return String.join(
        ":", hex.substring(0, 8), hex.substring(8, 16), hex.substring(16, 24), hex.substring(24));
  }

  private String taken(ArrayPlan.Take take, Report report) throws InterruptedException {
    take.notes().forEach(report::is);
    if (take.degraded()) {
      report.needsALook(
          Failure.passing(
              Code.HOST_RAID_DEGRADED, "take the array again", take.notes().getFirst()));
    }
    Optional<String> holder = holderOf(take.members());
    if (holder.isPresent() && isActive(holder.get())) {
      announce(holder.get());
      return holder.get();
    }
    stopWhatHolds(take.members());
    List<String> words =
        new ArrayList<>(List.of("mdadm", "--assemble", DEVICE, "--uuid=" + take.uuid()));
    if (take.degraded()) {
      words.add("--run");
    }
    words.addAll(take.members());
    tools.run(LIMIT, words);
    report.did("took the array of " + String.join(", ", take.members()) + " again");
    return holderOf(take.members()).orElseThrow(() -> absent(take.members()).asException());
  }

  /**
   * A mdadm that was killed leaves the note by which udev keeps systemd from a device that is being
   * made: see Debian's 01-md-raid-creating.rules. What is mounted from it would wait in vain.
   */
  private void announce(String device) throws InterruptedException {
    if (files.remove(CREATING + Path.of(device).getFileName())) {
      tools.run(
          LIMIT, "udevadm", "trigger", "--settle", "--action=change", "--name-match=" + device);
    }
  }

  private static Failure absent(List<String> members) {
    return Failure.passing(
        Code.HOST_DISKS_TOOL_FAILED,
        "find the array of " + String.join(", ", members),
        "mdadm ended well, and the kernel has none",
        Code.HOST_DISKS_TOOL_FAILED.remedy("COMMAND", "cat /proc/mdstat"));
  }

  /** An array that udev began to put together, and that lacks members, keeps those that it has. */
  private void stopWhatHolds(List<String> members) throws InterruptedException {
    for (String member : members) {
      Optional<String> holder = holderOf(List.of(member));
      if (holder.isPresent()) {
        tools.run(LIMIT, "mdadm", "--stop", holder.get());
      }
    }
  }

  /** The array that the kernel has made of any of these disks; empty for none. */
  private Optional<String> holderOf(List<String> members) {
    return members.stream()
        .flatMap(member -> look.block(member).holders().stream())
        .filter(holder -> holder.startsWith("md"))
        .map(holder -> "/dev/" + holder)
        .findFirst();
  }

  private boolean isActive(String device) {
    Path state = root.at("/sys/class/block/" + Path.of(device).getFileName() + "/md/array_state");
    try {
      String word = Files.readString(state).strip();
      return !word.equals("inactive") && !word.equals("clear");
    } catch (IOException e) {
      return false;
    }
  }

  private String making() {
    Path file = root.at(MAKING);
    try {
      return Files.exists(file) ? Files.readString(file).strip() : "";
    } catch (IOException e) {
      throw Failure.passing(Code.HOST_READ_FAILED, "read " + file, Words.of(e)).asException(e);
    }
  }
}
