package dev.nodeready.disks;

import dev.nodeready.catalogue.Code;
import dev.nodeready.failure.Failure;
import dev.nodeready.failure.FailureException;
import dev.nodeready.failure.Words;
import dev.nodeready.host.FileStore;
import dev.nodeready.host.Root;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Mount units of the machine: writes, enables, starts and reads them. */
final class MountUnits {
  private static final Duration LIMIT = Duration.ofMinutes(3);
  private static final String WANTS = "/etc/systemd/system/multi-user.target.wants";

  private final Root root;
  private final Tools tools;
  private final FileStore files;

  MountUnits(Root root, Tools tools) {
    this.root = root;
    this.tools = tools;
    files = new FileStore(root);
  }

  /** What the unit of a folder mounts by its file; empty where there is none. */
  String whatFor(String where) {
    Path file = root.at(MountUnit.pathFor(where));
    try {
      return Files.exists(file)
          ? MountUnit.whatOf(Files.readString(file, StandardCharsets.UTF_8))
          : "";
    } catch (IOException e) {
      throw Failure.passing(Code.HOST_READ_FAILED, "read " + file, Words.of(e)).asException(e);
    }
  }

  /** Has systemd know the unit and start it at each boot, and sees that on the disk. */
  void enable(MountUnit unit) throws InterruptedException {
    enable(List.of(unit));
  }

  /** The same with several, all at once: a reload takes systemd's whole attention. */
  void enable(List<MountUnit> all) throws InterruptedException {
    MountTable table = MountTable.read();
    List<String> waiting = new ArrayList<>();
    List<String> wanted = new ArrayList<>();
    boolean changed = false;
    for (MountUnit unit : all) {
      boolean written = files.apply(unit.file());
      boolean mounted = table.at(root.at(unit.where()).toString()).isPresent();
      // A run that wrote it may have been cut off before systemd read it.
      changed |= written || !mounted;
      if (written && !mounted) {
        waiting.add(unit.name());
      }
      if (!Files.exists(root.at(WANTS + "/" + unit.name()))) {
        wanted.add(unit.name());
      }
    }
    if (!waiting.isEmpty()) {
      // The old text may still be waited for, as for a disk that is gone. What is mounted stays so.
      tools.attempt(LIMIT, words(List.of("systemctl", "stop", "--no-block"), waiting));
    }
    if (changed) {
      tools.run(LIMIT, "systemctl", "daemon-reload");
    }
    if (!wanted.isEmpty()) {
      tools.run(LIMIT, List.of(words(List.of("systemctl", "enable"), wanted)));
      tools.run(LIMIT, "sync", root.at(WANTS).toString());
    }
  }

  private static String[] words(List<String> command, List<String> names) {
    return Stream.concat(command.stream(), names.stream()).toArray(String[]::new);
  }

  /**
   * Has it mounted.
   *
   * @throws FailureException with code {@code HOST_DISKS_MOUNT_FAILED}
   */
  void start(MountUnit unit) throws InterruptedException {
    try {
      tools.run(LIMIT, "systemctl", "start", unit.name());
    } catch (FailureException e) {
      throw Failure.passing(
              Code.HOST_DISKS_MOUNT_FAILED,
              "start " + unit.name(),
              e.failure().happened(),
              Code.HOST_DISKS_MOUNT_FAILED.remedy("UNIT", unit.name()))
          .asException(e);
    }
  }
}
