package dev.nodeready.network;

import dev.nodeready.aws.Imds;
import dev.nodeready.catalogue.Code;
import dev.nodeready.failure.Failure;
import dev.nodeready.failure.FailureException;
import dev.nodeready.failure.Words;
import dev.nodeready.host.Commands;
import dev.nodeready.host.Root;
import dev.nodeready.ready.Verdict;
import dev.nodeready.ready.Waiter;
import dev.nodeready.retry.Deadline;
import dev.nodeready.retry.Time;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the images' boot hook calls before anything needs the network: systemd has to be done with
 * its own interfaces, and must have left all others alone.
 */
public final class BootHook {
  private static final Duration LIMIT = Duration.ofMinutes(1);
  private static final Duration TICK = Duration.ofMillis(200);
  private static final Duration LOOK = Duration.ofSeconds(5);

  private final Root root;
  private final Imds imds;
  private final String networkctl;
  private final Commands commands;
  private final Time time;

  BootHook(Root root, Imds imds, String networkctl, Commands commands, Time time) {
    this.root = root;
    this.imds = imds;
    this.networkctl = networkctl;
    this.commands = commands;
    this.time = time;
  }

  /** A hook that asks the instance metadata service of this environment. */
  public static BootHook of(Root root, Map<String, String> environment) {
    return new BootHook(
        root, InterfaceHelper.imds(environment), "networkctl", new Commands(Map.of()), Time.SYSTEM);
  }

  /**
   * Waits until only those interfaces are configured that have to be.
   *
   * @return the state of each link
   * @throws FailureException with code {@code HOST_LINKS_PENDING} when they are not within a minute
   */
  public String await() throws InterruptedException {
    Set<String> required = required();
    Waiter waiter = new Waiter("the network of " + required, TICK, LOOK);
    // No event tells of it, so there is nothing but to look again.
    return waiter.await(_ -> look(required), time::sleep, Deadline.after(LIMIT, time));
  }

  private Set<String> required() throws InterruptedException {
    Links links = new Links(root);
    String primary = links.of(imds.mac());
    Set<String> required =
        new InterfaceManagers(root, imds.identity().instanceId())
            .bySystemd(links.all(), imds::isAttached);
    required.add(primary);
    return required;
  }

  /**
   * networkd may only be starting, so an answer that fails is no reason to give up. The last look
   * has the time of any other: its answer is the reason that people get to read.
   */
  private Verdict<String> look(Set<String> required) throws InterruptedException {
    try {
      Commands.Result result = commands.run(LOOK, List.of(networkctl, "list", "--json=pretty"));
      if (!result.ok()) {
        return notYet(
            "networkctl ended with exit code " + result.exitCode() + ": " + result.lastWords());
      }
      NetworkLinks links = NetworkLinks.parse(result.output());
      String trouble = links.trouble(required);
      return trouble.isEmpty()
          ? new Verdict.Ready<>(links.told())
          : notYet(trouble + " (all links: " + links.told() + ")");
    } catch (IOException e) {
      return notYet("networkctl's answer makes no sense: " + Words.of(e));
    } catch (FailureException e) {
      if (e.failure().permanent()) {
        throw e;
      }
      return notYet(e.failure().happened());
    }
  }

  private static Verdict<String> notYet(String happened) {
    return new Verdict.NotYet<>(
        Failure.passing(
            Code.HOST_LINKS_PENDING, "see only systemd's own interfaces configured", happened));
  }
}
