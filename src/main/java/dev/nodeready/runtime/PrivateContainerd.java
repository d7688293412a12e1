package dev.nodeready.runtime;

import dev.nodeready.containerd.ContainerdFiles;
import dev.nodeready.containerd.ContainerdProgram;
import dev.nodeready.cri.CriEndpoint;
import dev.nodeready.cri.CtrTools;
import dev.nodeready.cri.CtrWords;
import dev.nodeready.cri.ReadyRuntime.FlapListener;
import dev.nodeready.cri.RuntimeInfo;
import dev.nodeready.host.Commands;
import dev.nodeready.host.Privileges;
import dev.nodeready.host.Root;
import dev.nodeready.host.Trees;
import dev.nodeready.retry.Deadline;
import dev.nodeready.retry.Time;
import dev.nodeready.supervise.Daemon;
import dev.nodeready.supervise.ProcessSupervisor;
import dev.nodeready.supervise.Supervisor;
import dev.nodeready.supervise.UnitAction;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The installed containerd, run by us for a while: on the configuration that the machine has, with
 * a socket of its own and its state where nobody else sees it. So it can be tried beside another
 * one that runs, and in a chroot. One that was left behind by a run that was cut off is ended by
 * the next.
 *
 * <p>Only one containerd at a time can have the same store: on the configured one it can be run
 * only where no other does.
 */
public final class PrivateContainerd implements AutoCloseable {
  /** Fixed in containerd's own code: where its shims listen, and its plugins. */
  private static final List<String> COVERED = List.of("/run/containerd", "/run/nri");

  private static final String COVER =
      """
      for folder in %s; do
        mkdir -p "$folder"
        mount -t tmpfs -o mode=711 tmpfs "$folder"
      done
      exec "$0" "$@"
      """
          .formatted(String.join(" ", COVERED));

  private final Root machine;
  private final Optional<Path> store;
  private final Commands commands;
  private final Root own;
  private final ProcessSupervisor supervisor;
  private final List<Path> made;

  /**
   * One that is not started yet.
   *
   * @param machine below which its configuration lies
   * @param name of its folder in {@code /run/nodeready}, which has its socket and its log
   * @param store where it keeps images, for one that is only tried; empty for the configured place
   */
  public PrivateContainerd(Root machine, String name, Optional<Path> store, Commands commands) {
    this.machine = machine;
    this.store = store;
    this.commands = commands;
    own = new Root(machine.at("/run/nodeready/" + name));
    supervisor = new ProcessSupervisor(own, _ -> commandLine(Privileges.own().mayMountUnseen()));
    made = COVERED.stream().map(Path::of).filter(Files::notExists).toList();
  }

  /** Where it listens while it runs. */
  public CriEndpoint endpoint() {
    return new CriEndpoint(own.at("/c.sock"));
  }

  /** Who runs it, for a plan of which its start is a step. */
  public Supervisor supervisor() {
    return supervisor;
  }

  /** Its {@code ctr}. */
  public CtrTools tools() {
    return new CtrTools(
        (limit, words) -> {
          Commands.Result result = commands.run(limit, words);
          return new CtrTools.Ended(result.exitCode(), result.output(), result.errors());
        },
        new CtrWords("ctr", endpoint()));
  }

  /**
   * Starts it and waits until it serves CRI.
   *
   * @throws dev.nodeready.failure.FailureException when it does not, with why: its own last words,
   *     or what is wrong with its configuration
   * @throws InterruptedException when stopped
   */
  public RuntimeInfo start(Deadline deadline) throws InterruptedException {
    supervisor.ensure(
        Daemon.CONTAINERD, run -> UnitAction.restart(run.isPresent() ? "left behind" : "to try"));
    try (RuntimeWatch watch =
        RuntimeWatch.begin(
            endpoint(),
            supervisor,
            new ContainerdProgram(machine, commands)::dump,
            Time.SYSTEM,
            FlapListener.NONE)) {
      return watch.runtime().await(deadline);
    }
  }

  /** Its last lines, oldest first. */
  public List<String> lastLines(int most) {
    return supervisor.lastLines(Daemon.CONTAINERD, most);
  }

  /**
   * How it is called.
   *
   * @param covers whether this process may mount unseen; else its state is in its own folder, and
   *     nothing is covered
   */
  private List<String> commandLine(boolean covers) {
    List<String> words = new ArrayList<>();
    if (covers) {
      words.addAll(List.of("unshare", "--mount", "--propagation", "private", "--"));
      words.addAll(List.of("sh", "-euc", COVER));
    }
    words.addAll(List.of("containerd", "--config", machine.at(ContainerdFiles.CONFIG).toString()));
    words.addAll(List.of("--address", endpoint().socket().toString()));
    words.addAll(List.of("--state", covers ? COVERED.getFirst() : own.at("/state").toString()));
    store.ifPresent(folder -> words.addAll(List.of("--root", folder.toString())));
    return words;
  }

  /** Ends it and takes away what only it needed. */
  @Override
  public void close() {
    try {
      supervisor.stopAll();
    } catch (InterruptedException e) {
      // It is killed then.
      Thread.currentThread().interrupt();
    }
    Trees.removeOwn(own.folder(), null);
    made.forEach(Trees::removeOwnIfEmpty);
  }
}
