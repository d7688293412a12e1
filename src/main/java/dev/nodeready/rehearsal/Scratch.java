package dev.nodeready.rehearsal;

import dev.nodeready.catalogue.Code;
import dev.nodeready.failure.Failure;
import dev.nodeready.failure.Words;
import dev.nodeready.host.Folders;
import dev.nodeready.host.ProcessId;
import dev.nodeready.host.Root;
import dev.nodeready.host.Trees;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The folder that a rehearsal takes for the whole machine; gone afterwards, but for kept logs. */
public final class Scratch implements AutoCloseable {
  private static final String PREFIX = "nodeready-rehearsal-";
  private static final Pattern NAME = Pattern.compile(PREFIX + "(\\d{1,9})-(\\d+)-\\d+");
  private static final int MOST = 100;
  private static final Set<PosixFilePermission> PRIVATE =
      PosixFilePermissions.fromString("rwx------");

  private final Root root;
  private @Nullable Path kept;

  private Scratch(Root root) {
    this.root = root;
  }

  /**
   * Makes a new folder, and takes away those of rehearsals that were killed.
   *
   * @param parent an existing folder, with room for some megabytes and programs allowed to run from
   *     it; processes of other PID namespaces do not rehearse in it
   */
  public static Scratch in(Path parent) {
    removeLeftovers(parent);
    try {
      return new Scratch(new Root(make(parent)));
    } catch (IOException e) {
      throw Failure.permanent(
              Code.HOST_WRITE_FAILED,
              "make a scratch folder " + parent.resolve(PREFIX) + "…",
              Words.of(e),
              Code.HOST_WRITE_FAILED.remedy("FOLDER", parent.toString()))
          .asException(e);
    }
  }

  /** Whose it is stands in the name, so that a kill at any moment leaves none that nobody knows. */
  private static Path make(Path parent) throws IOException {
    ProcessId own = ProcessId.own();
    for (int number = 1; ; number++) {
      Path folder =
          parent.resolve("%s%d-%s-%d".formatted(PREFIX, own.pid(), own.started(), number));
      try {
        return Files.createDirectory(folder, PosixFilePermissions.asFileAttribute(PRIVATE));
      } catch (FileAlreadyExistsException e) {
        // Another one of this process, or somebody who wants to be in the way.
        if (number == MOST) {
          throw e;
        }
      }
    }
  }

  private static void removeLeftovers(Path parent) {
    for (Path folder : Folders.list(parent, PREFIX)) {
      Matcher name = NAME.matcher(String.valueOf(folder.getFileName()));
      if (name.matches()
          && !new ProcessId(Long.parseLong(name.group(1)), name.group(2)).lives()
          && isLeftover(folder)) {
        new Scratch(new Root(folder)).close();
      }
    }
  }

  /** Nobody else can have made one of this owner and mode. Kept logs lie alone. */
  private static boolean isLeftover(Path folder) {
    try {
      PosixFileAttributes is =
          Files.readAttributes(folder, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      boolean ours = is.isDirectory() && is.permissions().equals(PRIVATE);
      return ours
          && is.owner().equals(Files.getOwner(Path.of("/proc/self")))
          && !Folders.list(folder, "").equals(List.of(folder.resolve("var")));
    } catch (IOException e) {
      // Another run takes it away at this moment.
      return false;
    }
  }

  /** The scratch folder as a root. */
  public Root root() {
    return root;
  }

  /** The folder's name, unlike that of any other rehearsal. */
  public String name() {
    return String.valueOf(root.folder().getFileName());
  }

  /**
   * Keeps the daemons' logs when the rest goes: what happened has to be looked up in them.
   *
   * @return the folder that stays; empty where no daemon has begun a log
   */
  public Optional<Path> keepLogs() {
    Path logs = root.at("/var/log/nodeready");
    kept = Files.isDirectory(logs) ? logs : null;
    return Optional.ofNullable(kept);
  }

  /**
   * Ends every process that names the folder in its command line, takes away the control groups of
   * that name and then the folder. Tries all of it even where a part fails.
   */
  @Override
  public void close() {
    endProcesses();
    removeControlGroups();
    Trees.removeOwn(root.folder(), kept);
  }

  private void endProcesses() {
    String mark = root.folder().toString();
    List<ProcessHandle> left =
        ProcessHandle.allProcesses()
            .filter(process -> process.pid() != ProcessHandle.current().pid())
            .filter(process -> process.info().commandLine().orElse("").contains(mark))
            .filter(process -> !isAncestor(process))
            .toList();
    left.forEach(ProcessHandle::destroyForcibly);
    try {
      for (ProcessHandle process : left) {
        boolean _ = ProcessId.endsWithin(process.pid(), ProcessId.KILLED);
      }
    } catch (InterruptedException e) {
      // They are killed all the same.
      Thread.currentThread().interrupt();
    }
  }

  /** The shell that started a rehearsal may name the folder too. */
  private static boolean isAncestor(ProcessHandle process) {
    for (@Nullable ProcessHandle up = ProcessHandle.current();
        up != null;
        up = up.parent().orElse(null)) {
      if (up.pid() == process.pid()) {
        return true;
      }
    }
    return false;
  }

  private void removeControlGroups() {
    try {
      Files.walkFileTree(Path.of("/sys/fs/cgroup"), Set.of(), 8, new GroupRemover("/" + name()));
    } catch (IOException e) {
      // No control groups are mounted there.
      return;
    }
  }

  /** Takes away the groups with this in their path, those below first. */
  private static final class GroupRemover extends SimpleFileVisitor<Path> {
    private final String mark;

    GroupRemover(String mark) {
      this.mark = mark;
    }

    /** Others' groups come and go while one walks: that must not keep ours. */
    @Override
    public FileVisitResult visitFileFailed(Path file, IOException gone) {
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path group, @Nullable IOException gone) {
      // The file system takes away a group with all of its files, or refuses while it is in use.
      boolean _ = group.toString().contains(mark) && group.toFile().delete();
      return FileVisitResult.CONTINUE;
    }
  }
}
