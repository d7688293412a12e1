package dev.nodeready.doctor;

import dev.nodeready.catalogue.Code;
import dev.nodeready.doctor.Check.Need;
import dev.nodeready.host.Root;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Room and inodes of the file systems that a node writes to, by {@code stat -f}. What kubelet keeps
 * free by default is its {@code evictionHard}: 10 % of its own file system, 15 % of the images'.
 */
final class FileSystemCheck {
  /** Folders with the hundredths that kubelet keeps free there; 0 where it does not look. */
  private record Place(String folder, int keptFree) {}

  private static final List<Place> PLACES =
      List.of(
          new Place("/var/lib/containerd", 15),
          new Place("/var/lib/kubelet", 10),
          new Place("/var/lib", 0),
          new Place("/var/log", 0),
          new Place("/etc", 0),
          new Place("/run", 0),
          new Place("/tmp", 0));

  /** What nobody can work with: less than one block of a file. */
  private static final long NOTHING = 1 << 20;

  private FileSystemCheck() {}

  static Check check() {
    return new Check(
        "room and inodes of the file systems",
        Set.of(Code.HOST_DISK_FULL, Code.HOST_DISK_LOW, Code.HOST_INODES_SPENT),
        Need.NOTHING,
        FileSystemCheck::look);
  }

  private static Looked look(Patient patient) throws InterruptedException {
    List<String> folders = PLACES.stream().map(Place::folder).filter(patient::has).toList();
    if (folders.isEmpty()) {
      return Looked.not("none of its folders is there");
    }
    List<String> words =
        Stream.concat(
                Stream.of("stat", "--file-system", "--format=%i %S %b %a %c %d %n"),
                folders.stream().map(folder -> patient.root().at(folder).toString()))
            .toList();
    String output = patient.run(words.toArray(String[]::new)).output();
    return Looked.found(judged(output, patient.root()));
  }

  /** One line of {@code stat}. */
  private record FileSystem(
      String id, long block, long blocks, long free, long inodes, long freeInodes, String folder) {
    static FileSystem of(String line, Root root) {
      String[] words = line.split(" ", 7);
      return new FileSystem(
          words[0],
          Long.parseLong(words[1]),
          Long.parseLong(words[2]),
          Long.parseLong(words[3]),
          Long.parseLong(words[4]),
          Long.parseLong(words[5]),
          root.nameOf(Path.of(words[6])));
    }

    Evidence room() {
      return Evidence.of(
          "stat -f " + folder,
          "%d of %d MiB are free".formatted((free * block) >> 20, (blocks * block) >> 20));
    }

    int percentFree() {
      return blocks == 0 ? 100 : (int) (100.0 * free / blocks);
    }
  }

  /** Judges what {@code stat} printed; each file system once. */
  static List<Finding> judged(String output, Root root) {
    List<Finding> found = new ArrayList<>();
    Set<String> full = new HashSet<>();
    for (String line : output.split("\n", -1)) {
      if (line.matches("[0-9a-f]+( [0-9]{1,18}){5} /\\P{Cntrl}*")) {
        FileSystem fs = FileSystem.of(line, root);
        if (full.add(fs.id())) {
          judge(fs, found);
        }
      }
    }
    return found;
  }

  private static void judge(FileSystem fs, List<Finding> found) {
    if (fs.blocks() > 0 && fs.free() * fs.block() < NOTHING) {
      found.add(
          Finding.failure(
              Code.HOST_DISK_FULL,
              Confidence.SEEN,
              "the file system of " + fs.folder() + " is full",
              fs.room()));
    } else if (fs.percentFree() < keptFree(fs.folder())) {
      found.add(
          Finding.warning(
              Code.HOST_DISK_LOW,
              Confidence.SEEN,
              "the file system of %s has %d %% left, and kubelet evicts pods below %d %%"
                  .formatted(fs.folder(), fs.percentFree(), keptFree(fs.folder())),
              fs.room()));
    }
    if (fs.inodes() > 0 && fs.freeInodes() == 0) {
      found.add(
          Finding.failure(
              Code.HOST_INODES_SPENT,
              Confidence.SEEN,
              "the file system of " + fs.folder() + " has no inodes left",
              Evidence.of("stat -f " + fs.folder(), "0 of " + fs.inodes() + " inodes are free")));
    }
  }

  private static int keptFree(String folder) {
    return PLACES.stream()
        .filter(place -> place.folder().equals(folder))
        .mapToInt(Place::keptFree)
        .findFirst()
        .orElse(0);
  }
}
