package dev.nodeready;

import dev.nodeready.cli.Cli;
import dev.nodeready.cli.NodeadmCli;
import dev.nodeready.cli.Streams;
import dev.nodeready.disks.SetupScript;
import dev.nodeready.failure.Failure;
import dev.nodeready.failure.OutOfMemory;
import dev.nodeready.logging.LogProvider;
import java.nio.file.Path;
import java.util.Set;

/** Starts nodeready, or nodeadm where it is called so; the only place that ends the process. */
public final class Main {
  /** A stop waits this long for the command to write its last word. */
  private static final long STOP_MILLIS = 3_000;

  /** Stopped by a signal, or out of memory: the work is not done, starting again may do it. */
  private static final int PASSING = 75;

  /** What a service says that systemd has stopped: its unit is then inactive and not failed. */
  private static final int SERVICE_STOPPED = 128 + 15;

  /** Commands that systemd runs as services. */
  private static final Set<String> SERVICES = Set.of("daemon", "watch");

  private static volatile boolean stopping;

  private Main() {}

  /** Runs one command and exits with its code. */
  public static void main(String[] args) {
    LogProvider.use();
    stopOnSignal(Thread.currentThread(), args);
    Streams streams = Streams.standard();
    Thread.setDefaultUncaughtExceptionHandler((thread, e) -> lost(streams, thread, e));
    int code = afterStop(run(streams, args), args);
    streams.out().flush();
    streams.err().flush();
    // No shutdown hooks: everything is closed, and ending at once saves a good part of a short
    // command.
    Runtime.getRuntime().halt(code);
  }

  /** Under the names of nodeadm and of the images' script the command line is theirs. */
  private static int run(Streams streams, String[] args) {
    String name = System.getProperty("nodeready.name", "");
    if (name.startsWith("nodeadm")) {
      return new NodeadmCli(streams, name).run(args);
    }
    if (name.equals(SetupScript.NAME)) {
      return NodeadmCli.setupLocalDisks(streams, args);
    }
    Cli cli = new Cli(streams);
    String training = System.getProperty(Training.PROPERTY);
    return training == null ? cli.run(args) : Training.run(cli, Path.of(training));
  }

  /** SIGTERM and SIGINT interrupt the command, which then records that it was stopped. */
  private static void stopOnSignal(Thread command, String[] args) {
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  stopping = true;
                  command.interrupt();
                  try {
                    command.join(STOP_MILLIS);
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                  }
                  Runtime.getRuntime().halt(afterStop(PASSING, args));
                },
                "stop"));
  }

  /** A thread beside the command that is out of memory ends it: it may be waited for in vain. */
  private static void lost(Streams streams, Thread thread, Throwable e) {
    if (e instanceof OutOfMemoryError full) {
      Failure failure = OutOfMemory.failure("do the work of thread " + thread.getName(), full);
      streams.err().println("nodeready: " + failure.toLine() + failure.more());
      streams.err().flush();
      Runtime.getRuntime().halt(PASSING);
    }
    e.printStackTrace(streams.err());
    streams.err().flush();
  }

  private static int afterStop(int code, String[] args) {
    boolean service = args.length > 0 && SERVICES.contains(args[0]);
    return stopping && service && code == PASSING ? SERVICE_STOPPED : code;
  }
}
