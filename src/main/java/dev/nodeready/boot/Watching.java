package dev.nodeready.boot;

import dev.nodeready.catalogue.Code;
import dev.nodeready.failure.Failure;
import dev.nodeready.failure.FailureException;
import dev.nodeready.host.Privileges;
import dev.nodeready.host.Root;
import dev.nodeready.host.RunLock;
import dev.nodeready.join.Renewal;
import dev.nodeready.logging.Redaction;
import dev.nodeready.retry.Deadline;
import dev.nodeready.retry.Threads;
import dev.nodeready.retry.Time;
import dev.nodeready.retry.Timestamp;
import dev.nodeready.supervise.Daemon;
import dev.nodeready.watch.CertificateWatch;
import dev.nodeready.watch.FileWatch;
import dev.nodeready.watch.ImageWatch;
import dev.nodeready.watch.NodePlace;
import dev.nodeready.watch.NodeWatch;
import dev.nodeready.watch.Telling;
import dev.nodeready.watch.UnitWatch;
import dev.nodeready.watch.Watch;
import dev.nodeready.watch.Watched;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The watch over this machine, put together; one at a time. */
public final class Watching implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger("boot");
  private static final String LOCK = "/run/nodeready/watch.lock";
  private static final Duration END = Duration.ofSeconds(15);

  private final Thread thread;

  private Watching(Thread thread) {
    this.thread = thread;
  }

  /**
   * Watches until stopped.
   *
   * @throws FailureException when it could not begin: another watch is on
   * @throws InterruptedException when stopped
   */
  public static void run(BootOptions options) throws InterruptedException {
    Root root = options.root();
    if (!Privileges.own().root() && root.equals(Root.MACHINE)) {
      throw Failure.permanent(Code.HOST_NOT_ROOT, "watch this machine", "it does not run as root")
          .asException();
    }
    String holder =
        "nodeready %s, pid %d, since %s"
            .formatted(
                options.command(), ProcessHandle.current().pid(), Timestamp.of(Time.SYSTEM.now()));
    try (RunLock lock = new RunLock(root, LOCK, holder)) {
      boolean _ = lock.take(Deadline.after(Duration.ZERO, Time.SYSTEM), _ -> {});
      watch(options);
    }
  }

  private static void watch(BootOptions options) throws InterruptedException {
    NodePlace place = new MachineKubelet(options);
    NodeWatch node = new NodeWatch(place, Time.SYSTEM);
    try (Run run = Run.of(options, Time.SYSTEM, null);
        Telling telling =
            new Telling(options.root(), textfile(options), node, Redaction::redact, Time.SYSTEM);
        Watch watch = new Watch(things(options, run, place, node), telling, Time.SYSTEM)) {
      LOG.info("watching this node");
      watch.run();
    }
  }

  private static List<Watched> things(
      BootOptions options, Run run, NodePlace place, NodeWatch node) {
    Time time = run.time();
    return List.of(
        node,
        new ImageWatch(new MachineImage(options), time),
        new UnitWatch(Daemon.CONTAINERD, run.supervisor(), time),
        new UnitWatch(Daemon.KUBELET, run.supervisor(), time),
        new CertificateWatch(place, new Renewal(time), time),
        new FileWatch(options.root()));
  }

  private static String textfile(BootOptions options) throws InterruptedException {
    try (KnownNode node = KnownNode.of(options)) {
      return node.pass().inputs.config().bootstrap().fleet().textfile();
    } catch (FailureException e) {
      return "";
    }
  }

  /** Watches beside what this process does, until closed. */
  static Watching beside(BootOptions options) {
    return new Watching(
        Thread.ofPlatform().daemon().name("watch").start(() -> runQuietly(options.watching())));
  }

  private static void runQuietly(BootOptions options) {
    try {
      run(options);
    } catch (FailureException e) {
      LOG.warn("this process does not watch the node: {}", e.failure().toLine());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    if (!Threads.end(thread, END)) {
      LOG.debug("The watch did not end in time");
    }
  }
}
