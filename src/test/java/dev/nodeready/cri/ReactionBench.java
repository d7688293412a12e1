package dev.nodeready.cri;

import dev.nodeready.ready.PathTrigger;
import dev.nodeready.ready.Probe;
import dev.nodeready.ready.Waiter;
import dev.nodeready.retry.Deadline;
import dev.nodeready.retry.Time;
import dev.nodeready.retry.WaitListener;
import io.grpc.Status;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How long the wait for the runtime takes to notice that it is over. See {@code
 * src/bench/reaction}.
 *
 * <p>Scripted: the server turns ready at a known moment; what counts is the time from there to the
 * last look begins, which is what the wait adds to the look itself. Real: from the moment that
 * containerd's log says "successfully booted", last look included.
 */
public final class ReactionBench {
  private static final Pattern BOOTED =
      Pattern.compile("time=\"([^\"]+)\"[^\n]*containerd successfully booted");

  private ReactionBench() {}

  /** Runs it: how many starts of each. */
  public static void main(String[] args) throws Exception {
    int starts = Integer.parseInt(args[0]);
    CriWarmup.run();
    Path folder = Files.createTempDirectory("nr");
    report("scripted, beyond the last look", scripted(folder.resolve("c.sock"), starts));
    Files.delete(folder);
    for (Containerd flavor : Containerd.values()) {
      report("containerd " + flavor + ", booted to known", real(flavor, starts));
    }
    System.exit(0);
  }

  private static List<Long> scripted(Path socket, int starts) throws Exception {
    List<Long> nanos = new ArrayList<>();
    for (int i = 0; i < starts; i++) {
      long[] good = {0};
      long comesUp = 20 + i * 7L % 100;
      long recovers = 50 + i * 13L % 400;
      try (ScriptedCri cri = ScriptedCri.down(socket).notInitialized(Status.Code.UNAVAILABLE)) {
        Thread runtime =
            Thread.ofPlatform()
                .start(() -> {
                  sleep(comesUp);
                  cri.comeUp();
                  sleep(recovers);
                  good[0] = System.nanoTime();
                  cri.ready();
                });
        Look look = await(new CriEndpoint(socket));
        runtime.join();
        // The last look may have begun before the server turned ready: then nothing was lost.
        nanos.add(Math.max(0, look.ended() - look.took() - good[0]));
      }
    }
    return nanos;
  }

  private static List<Long> real(Containerd flavor, int starts) throws Exception {
    List<Long> nanos = new ArrayList<>();
    for (int i = 0; i < starts; i++) {
      try (PrivateContainerd containerd = PrivateContainerd.prepare(flavor, "localhost/p:1")) {
        containerd.start();
        await(containerd.endpoint());
        Instant known = Instant.now();
        nanos.add(Duration.between(booted(containerd.log()), known).toNanos());
      }
    }
    return nanos;
  }

  private static Instant booted(Path log) throws Exception {
    for (; ; ) {
      Matcher matcher = BOOTED.matcher(Files.readString(log));
      if (matcher.find()) {
        return Instant.parse(matcher.group(1));
      }
      sleep(5);
    }
  }

  /** The look that ended a wait. */
  private record Look(long took, long ended) {}

  private static Look await(CriEndpoint endpoint) throws Exception {
    long[] took = {0};
    try (CriConnection connection = new CriConnection(endpoint);
        PathTrigger trigger = PathTrigger.of(endpoint.socket())) {
      RuntimeProbe probe = new RuntimeProbe(connection, Optional::empty, () -> "", Time.SYSTEM);
      Probe<RuntimeInfo> timed =
          atMost -> {
            long begin = System.nanoTime();
            var verdict = probe.look(atMost);
            took[0] = System.nanoTime() - begin;
            return verdict;
          };
      new Waiter("the runtime", Duration.ofSeconds(1), Duration.ofSeconds(5), WaitListener.none())
          .await(timed, trigger, Deadline.after(Duration.ofSeconds(60), Time.SYSTEM));
      return new Look(took[0], System.nanoTime());
    }
  }

  private static void report(String what, List<Long> nanos) {
    Collections.sort(nanos);
    System.out.printf(
        Locale.ROOT,
        "%-38s median %6.2f ms   p90 %6.2f ms   p99 %6.2f ms   max %6.2f ms   (%d starts)%n",
        what,
        at(nanos, 50),
        at(nanos, 90),
        at(nanos, 99),
        at(nanos, 100),
        nanos.size());
  }

  private static double at(List<Long> sorted, int percent) {
    return sorted.get((int) Math.ceil(sorted.size() * percent / 100.0) - 1) / 1e6;
  }

  private static void sleep(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
