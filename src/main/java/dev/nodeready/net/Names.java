package dev.nodeready.net;

import dev.nodeready.net.CallException.Stage;
import dev.nodeready.retry.Deadline;
import dev.nodeready.retry.Time;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.Security;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Looks names up within a bound. The system's resolver takes 5 s for each name server that does not
 * answer, twice over, and heeds no interrupt. A question that is not answered in time stays asked,
 * and who asks the same again waits for its answer: so one that takes longer than each wait helps.
 * That there is no such name is asked for anew each time: Java would keep that answer for 10 s, in
 * which every further attempt asks nobody. An address is kept for 30 s as Java does, but no longer
 * than it leads to somebody.
 */
final class Names {
  private static final Duration KEPT = Duration.ofSeconds(30);

  private final Resolver resolver;
  private final Time time;
  private final Map<String, FutureTask<Known>> asked = new ConcurrentHashMap<>();

  Names(Resolver resolver, Time time) {
    this.resolver = resolver;
    this.time = time;
  }

  private record Known(List<InetAddress> addresses, Deadline until) {}

  /** Those that the system's resolver knows. */
  static Names ofSystem() {
    return new Names(
        host -> isAddress(host) ? InetAddress.getAllByName(host) : Forgetful.addresses(host),
        Time.SYSTEM);
  }

  /** Takes its time to load, which an address is not worth. */
  private static final class Forgetful {
    static {
      Security.setProperty("networkaddress.cache.negative.ttl", "0");
      Security.setProperty("networkaddress.cache.ttl", "0");
    }

    static InetAddress[] addresses(String host) throws UnknownHostException {
      return InetAddress.getAllByName(host);
    }
  }

  /** Takes as long as it takes. */
  @FunctionalInterface
  interface Resolver {
    InetAddress[] addresses(String host) throws UnknownHostException;
  }

  /**
   * The addresses of a host, which may be an address itself.
   *
   * @throws CallException when there is none, none within the bound, or the thread is interrupted,
   *     as it is then afterwards
   */
  List<InetAddress> addresses(String host, Duration atMost) throws CallException {
    try {
      return isAddress(host)
          ? List.of(resolver.addresses(host))
          : asked(host).get(atMost.toMillis(), TimeUnit.MILLISECONDS).addresses();
    } catch (UnknownHostException | ExecutionException e) {
      throw new CallException(Stage.RESOLVE, "the name " + host + " has no address", e);
    } catch (TimeoutException e) {
      String bound = atMost.toMillis() + " ms";
      String happened = "no name server said within " + bound + " where " + host + " is";
      throw new CallException(Stage.RESOLVE, happened, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CallException(Stage.RESOLVE, "the search for " + host + " was ended", e);
    }
  }

  /** No name of a host ends in a digit (RFC 3696), or has a colon. */
  private static boolean isAddress(String host) {
    return host.indexOf(':') >= 0
        || (!host.isEmpty() && Character.isDigit(host.charAt(host.length() - 1)));
  }

  /** Where its addresses led was nobody, or somebody else: the next who wants them asks anew. */
  void forget(String host) {
    asked.computeIfPresent(host, (_, earlier) -> earlier.isDone() ? null : earlier);
  }

  private FutureTask<Known> asked(String host) {
    return asked.compute(
        host, (name, earlier) -> earlier == null || isOver(earlier) ? ask(name) : earlier);
  }

  private static boolean isOver(FutureTask<Known> asked) {
    return asked.isDone()
        && (asked.state() != Future.State.SUCCESS || asked.resultNow().until().passed());
  }

  private FutureTask<Known> ask(String host) {
    FutureTask<Known> task =
        new FutureTask<>(
            () -> new Known(List.of(resolver.addresses(host)), Deadline.after(KEPT, time)));
    Thread.ofPlatform().daemon().name("names").start(task);
    return task;
  }
}
