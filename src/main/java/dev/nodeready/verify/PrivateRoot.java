package dev.nodeready.verify;

import dev.nodeready.catalogue.Code;
import dev.nodeready.failure.Failure;
import dev.nodeready.host.Child;
import dev.nodeready.host.Commands;
import dev.nodeready.host.ProcessId;
import dev.nodeready.host.Root;
import dev.nodeready.ready.PathTrigger;
import dev.nodeready.ready.Trigger;
import dev.nodeready.ready.Verdict;
import dev.nodeready.ready.Waiter;
import dev.nodeready.retry.Deadline;
import dev.nodeready.retry.Time;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The files of an image, as they are and yet free to be changed: what is written goes into memory.
 * Programs of the image run there, with processes, mounts and a network of their own that all end
 * with this, by the kernel's hand; nothing of them reaches the image or the machine.
 *
 * <p>The store of containerd's images is a copy of its lists and links to the rest, so that it
 * costs next to nothing, however many images it has.
 */
final class PrivateRoot implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofSeconds(10);

  /** Nothing tells of the moment when a process changes its root. */
  private static final Duration TICK = Duration.ofMillis(10);

  /** Where a process that is cut off lets go of it, whatever became of us. */
  private static final int SECONDS = 120;

  /** {@code $0} is the image, {@code $1} a scratch folder. */
  private static final String SCRIPT =
      """
      over() {
        mkdir -p "$1/over$2/up" "$1/over$2/work"
        mount -t overlay -o "lowerdir=$0${2:-/},upperdir=$1/over$2/up,workdir=$1/over$2/work" overlay "$1/root$2"
      }
      mkdir -p "$1/over" "$1/root" "$1/run"
      mount -t tmpfs -o mode=755 tmpfs "$1/over"
      over "$1" ""
      for folder in /etc /opt /usr /var /var/lib; do
        ! mountpoint -q "$0$folder" || over "$1" "$folder"
      done
      cd "$1/root"
      mkdir -p proc sys dev run var/lib/containerd
      mount -t proc proc proc
      mount --rbind /sys sys
      mount --rbind /dev dev
      mount --bind "$1/run" run
      for file in "$1"/proc/*; do
        place=proc/$(basename "$file" | tr , /)
        [ ! -e "$place" ] || mount --bind "$file" "$place"
      done
      if [ -d "$0/var/lib/containerd" ]; then
        mkdir -p run/store "$1/over/containerd"
        mount --bind "$0/var/lib/containerd" run/store
        mount -o remount,bind,ro run/store
        mount --bind "$1/over/containerd" var/lib/containerd
        cd run/store
        find . \\( -path '*/snapshots/*' -o -path './io.containerd.grpc*' -o -path './io.containerd.runtime*' -o -path '*/ingest/*' \\) -prune \
          -o -type f -print | while read -r file; do
          mkdir -p "../../var/lib/containerd/${file%/*}"
          case $file in
            */blobs/*) ln -s "/run/store/$file" "../../var/lib/containerd/$file" ;;
            *) cp "$file" "../../var/lib/containerd/$file" ;;
          esac
        done
        for one in */snapshots/*; do
          [ -e "$one" ] || continue
          mkdir -p "../../var/lib/containerd/${one%/*}"
          ln -s "/run/store/$one" "../../var/lib/containerd/$one"
        done
        cd ../..
      fi
      : >run/laid
      exec chroot . /bin/sleep SECONDS
      """
          .replace("SECONDS", "" + SECONDS);

  private final Child holder;
  private final ProcessHandle first;
  private final Root root;
  private final String folder;

  private PrivateRoot(Child holder, ProcessHandle first) {
    this.holder = holder;
    this.first = first;
    folder = "/proc/" + first.pid() + "/root";
    root = new Root(Path.of(folder));
  }

  /**
   * Lays it.
   *
   * @param scratch a folder for what it needs; what lies below {@code /proc} there, with commas in
   *     place of slashes, is seen in place of the kernel's own files
   * @throws dev.nodeready.failure.FailureException with code {@code HOST_ROOT_NOT_PRIVATE}
   */
  static PrivateRoot lay(Root image, Root scratch) throws InterruptedException {
    List<String> words =
        new ArrayList<>(List.of("unshare", "--mount", "--net", "--pid", "--fork", "--kill-child"));
    words.addAll(List.of("--propagation", "private", "--", "sh", "-euc", SCRIPT));
    String below = image.equals(Root.MACHINE) ? "" : image.folder().toString();
    words.addAll(List.of(below, scratch.folder().toString()));
    Child holder = Child.start(words, scratch.at("/laying.log"));
    try {
      return laid(holder, scratch.at("/run/laid"));
    } catch (RuntimeException | InterruptedException e) {
      holder.stop(Duration.ZERO);
      throw e;
    }
  }

  private static PrivateRoot laid(Child holder, Path sign) throws InterruptedException {
    try (Trigger trigger = PathTrigger.of(sign)) {
      ProcessHandle first =
          new Waiter("the image's files to be laid", TICK, TICK)
              .await(_ -> look(holder, sign), trigger, Deadline.after(LIMIT, Time.SYSTEM));
      return new PrivateRoot(holder, first);
    } catch (IOException e) {
      throw failed("the system gives no more watches on files").asException(e);
    }
  }

  /** Until the process that holds the files has gone into them, its root is the machine's own. */
  private static Verdict<ProcessHandle> look(Child holder, Path sign) {
    var first = ProcessHandle.of(holder.pid()).flatMap(process -> process.children().findFirst());
    if (first.isPresent() && isIn(first.get(), sign)) {
      return new Verdict.Ready<>(first.get());
    }
    return holder.isAlive()
        ? new Verdict.NotYet<>(failed("it takes too long"), true)
        : new Verdict.Never<>(failed(String.join("; ", holder.lastLines(3))));
  }

  private static boolean isIn(ProcessHandle first, Path sign) {
    try {
      return Files.isSameFile(sign, Path.of("/proc/" + first.pid() + "/root/run/laid"));
    } catch (IOException e) {
      return false;
    }
  }

  private static Failure failed(String why) {
    return Failure.permanent(
        Code.HOST_ROOT_NOT_PRIVATE,
        "run the image's programs where they change nothing",
        why,
        "run it as root where mounting is allowed (CAP_SYS_ADMIN), with overlay in the kernel");
  }

  /** Its files, as this process sees them. */
  Root root() {
    return root;
  }

  /** Runs programs of the image. */
  Commands commands() {
    return Commands.elsewhere(words -> inside(words, true));
  }

  /**
   * The words that run a program of the image.
   *
   * @param apart whether it has no network but its own
   */
  List<String> inside(List<String> words, boolean apart) {
    List<String> all = new ArrayList<>(List.of("nsenter", "--target", "" + first.pid()));
    all.addAll(List.of("--mount", "--pid", "--root"));
    if (apart) {
      all.add("--net");
    }
    all.add("--");
    // Whoever names its files names them from outside.
    words.forEach(word -> all.add(word.replace(folder, "")));
    return all;
  }

  /** Ends all that runs there; what was written is gone. */
  @Override
  public void close() {
    try {
      holder.stop(Duration.ZERO);
      // What the kernel is at after that is not waited for: nothing that follows needs it.
      boolean _ = ProcessId.endsWithin(first.pid(), ProcessId.KILLED);
    } catch (InterruptedException e) {
      // It is killed all the same.
      Thread.currentThread().interrupt();
    }
  }
}
