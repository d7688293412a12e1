package dev.nodeready.lab;

import dev.nodeready.crash.Tree;
import dev.nodeready.crash.Victim;
import dev.nodeready.node.RealPart;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A bake in a root file system with the package, a real containerd and kubelet, and nodeadm's unit.
 * All of it lies in memory, in namespaces of their own: nothing outlives them.
 */
final class BakedRoot implements Victim, AutoCloseable {
  private static final String MAKE =
      """
      lab=${BOOT_LAB:-${XDG_CACHE_HOME:-$HOME/.cache}/boot-lab}
      mount -t tmpfs tmpfs "$0"
      mkdir "$0/up" "$0/work" "$0/root" "$0/store"
      mount -t overlay overlay -o "lowerdir=$1:$lab/rootfs.base,upperdir=$0/up,workdir=$0/work" "$0/root"
      mkdir -p "$0/root/var/lib/containerd"
      mount --bind "$0/store" "$0/root/var/lib/containerd"
      mount -t proc proc "$0/root/proc"
      mount --rbind /sys "$0/root/sys"
      mount --rbind /dev "$0/root/dev"
      mount -t tmpfs -o mode=755 tmpfs "$0/root/run"
      echo ready
      # Until whoever started it closes the pipe, or ends. The shell stays behind it, which it would not for a last command:
      # somebody has to wait for orphans, else they seem to live.
      cat
      exit
      """;

  private final Path folder;
  private final String layers;
  private @Nullable Process holder;

  BakedRoot(Path parent) throws IOException {
    folder = Files.createDirectory(parent.resolve("image"));
    Layer parts = new Layer(Files.createDirectory(parent.resolve("parts")));
    Lab.script(
        """
        lab=${BOOT_LAB:-${XDG_CACHE_HOME:-$HOME/.cache}/boot-lab}
        mkdir -p "$0/usr/bin" "$0/var/tmp"
        cp "$1" "$0/usr/bin/kubelet"
        cp "$lab/pause.lab.tar" "$0/var/tmp/pause.tar"
        """,
        parts.folder().toString(),
        RealPart.KUBELET.program("kubelet"));
    parts.withUnit(
        "nodeadm-config.service",
        "[Service]\nExecStart=/bin/false\n[Install]\nWantedBy=multi-user.target\n");
    layers = Lab.get().member(List.of(parts));
  }

  @Override
  public void begin() throws IOException, InterruptedException {
    close();
    List<String> words =
        new ArrayList<>(List.of("unshare", "--mount", "--pid", "--fork", "--kill-child"));
    words.addAll(List.of("--propagation", "private", "--", "bash", "-euc", MAKE));
    words.addAll(List.of(folder.toString(), layers));
    ProcessBuilder make = new ProcessBuilder(words);
    make.redirectError(ProcessBuilder.Redirect.INHERIT);
    Process made = make.start();
    holder = made;
    if (!"ready".equals(made.inputReader().readLine())) {
      throw new IOException("no root to bake");
    }
  }

  private long inside() {
    return Objects.requireNonNull(holder).children().findFirst().orElseThrow().pid();
  }

  @Override
  public String under() {
    return "/etc:/var:/usr:/run/nodeready";
  }

  @Override
  public Map<String, String> environment() {
    return Map.of("PATH", "/usr/sbin:/usr/bin:/sbin:/bin");
  }

  @Override
  public List<String> words() {
    String line = "exec nodeready bake --archive /var/tmp/pause.tar";
    return List.of(
        "nsenter",
        "--mount",
        "--pid",
        "--target",
        "" + inside(),
        "--",
        "chroot",
        folder.resolve("root").toString(),
        "sh",
        "-c",
        line);
  }

  @Override
  public boolean leavesChildren() {
    return true;
  }

  @Override
  public Map<String, String> state() throws IOException {
    Path seen = Path.of("/proc/" + inside() + "/root" + folder);
    Map<String, String> state = new TreeMap<>();
    Tree.of(seen.resolve("up"), BakedRoot::counts).forEach(state::put);
    Tree.of(seen.resolve("root/run"), (path, text) -> counts("/run" + path, text))
        .forEach((path, is) -> state.put("/run" + path, is));
    state.put("processes", processes());
    return state;
  }

  private static @Nullable String counts(String path, String text) {
    // Where containerd's store is mounted, which has times in it: what it holds is looked at by the
    // last step but one of each bake.
    boolean store = path.startsWith("/var/lib/containerd");
    // Who had the lock last, and mount points in memory of a run that is over.
    boolean over = List.of("/run/nodeready/lock", "/run/containerd", "/run/nri").contains(path);
    // When the files were written.
    String known = path.endsWith(".stale") ? text.replaceFirst("written .*", "written") : text;
    return store || over ? null : known;
  }

  private String processes() throws IOException {
    Path own = Files.readSymbolicLink(Path.of("/proc/" + inside() + "/ns/pid"));
    try (Stream<ProcessHandle> all = ProcessHandle.allProcesses()) {
      return all.filter(one -> own.equals(space(one.pid())) && one.pid() != inside())
          // Nobody waits here for those that have ended.
          .flatMap(one -> one.info().command().stream())
          .sorted()
          .toList()
          .toString();
    }
  }

  private static @Nullable Path space(long pid) {
    try {
      return Files.readSymbolicLink(Path.of("/proc/" + pid + "/ns/pid"));
    } catch (IOException e) {
      // It has ended meanwhile.
      return null;
    }
  }

  @Override
  public void close() throws IOException {
    if (holder != null) {
      holder.descendants().forEach(ProcessHandle::destroyForcibly);
      holder.destroyForcibly();
      try {
        holder.waitFor(10, TimeUnit.SECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
