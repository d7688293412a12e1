package dev.nodeready.host;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A process of its own, whose variables are a test's: prints those of a program that it runs. */
final class ShowsEnvironment {
  private ShowsEnvironment() {}

  public static void main(String[] kind) throws InterruptedException {
    Commands commands =
        kind[0].equals("fetching") ? Commands.fetching(Map.of()) : new Commands(Map.of());
    System.out.print(commands.run(Duration.ofMinutes(1), List.of("env")).output());
  }
}
