package dev.nodeready.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Boots of machines with the installed package, containerd 2, kubelet and a real control plane,
 * with faults that are drawn from seeds: each must end in time, joined or by what was done to it,
 * and the next boot of the same machine joins. {@code -Dlab.campaign.boots=300} makes as many,
 * {@code -Dlab.campaign.seed=N -Dlab.campaign.boots=1} one of them again.
 */
@Timeout(36_000)
@OnControlPlane(1)
class LabCampaignIT {
  private static final int BOOTS = Integer.getInteger("lab.campaign.boots", 0);
  private static final long FIRST = Long.getLong("lab.campaign.seed", 1);

  /** Seeds that are quick, each of another kind. */
  private static final List<Long> CHOSEN =
      List.of(38L, 106L, 17L, 59L, 85L, 6L, 66L, 131L, 8L, 13L, 51L, 79L);

  /** How many boot at a time. */
  private static final int MACHINES = Integer.getInteger("lab.campaign.machines", 2);

  @TempDir private Path folder;

  private final Queue<Long> seeds = new ConcurrentLinkedQueue<>();
  private final List<String> wrong = new ArrayList<>();
  private final Map<LabTrouble, Map<FaultyMachine.End, Integer>> table =
      new EnumMap<>(LabTrouble.class);

  @Test
  void a_machine_joins_or_ends_by_what_was_done_to_it(ControlPlane plane) throws Exception {
    seeds.addAll(BOOTS == 0 ? CHOSEN : LongStream.range(FIRST, FIRST + BOOTS).boxed().toList());
    try (Surroundings surroundings =
            Surroundings.start(
                plane, Files.createDirectory(folder.resolve("outside")), userData(plane));
        ExecutorService slots = Executors.newFixedThreadPool(MACHINES)) {
      List<Future<?>> running = new ArrayList<>();
      for (int at = 0; at < MACHINES; at++) {
        String address = "192.0.2." + (10 + at);
        Member member = Member.amid(Files.createDirectory(folder.resolve(address)), address);
        FaultyMachine.Slot slot = new FaultyMachine.Slot(plane, surroundings, member, address);
        running.add(slots.submit(() -> boot(slot)));
      }
      for (Future<?> one : running) {
        one.get();
      }
    }
    table.forEach((trouble, ends) -> System.out.println(row(trouble, ends)));
    assertThat(wrong).isEmpty();
  }

  private boolean boot(FaultyMachine.Slot slot) throws Exception {
    for (Long seed = seeds.poll(); seed != null; seed = seeds.poll()) {
      FaultyMachine machine = new FaultyMachine(seed);
      try {
        note(machine, machine.run(slot));
      } catch (AssertionError e) {
        // The lab's own trouble says which seed it was, and the others go on.
        wrong(machine + ": " + e.getMessage());
      }
    }
    return true;
  }

  private synchronized void wrong(String text) {
    System.out.println("WRONG " + text);
    wrong.add(text);
  }

  private synchronized void note(FaultyMachine machine, FaultyMachine.Verdict verdict) {
    String line = machine + ": " + verdict.told();
    System.out.println(line);
    if (!verdict.wrong().isEmpty()) {
      wrong(line + ": " + verdict.wrong() + "\n" + verdict.story());
    }
    for (LabFault fault : verdict.happened()) {
      table
          .computeIfAbsent(fault.trouble(), _ -> new EnumMap<>(FaultyMachine.End.class))
          .merge(verdict.end(), 1, Integer::sum);
    }
  }

  private static String row(LabTrouble trouble, Map<FaultyMachine.End, Integer> ends) {
    StringBuilder row = new StringBuilder("%-18s".formatted(trouble));
    for (FaultyMachine.End end : FaultyMachine.End.values()) {
      row.append(" %s %d".formatted(end, ends.getOrDefault(end, 0)));
    }
    return row.toString();
  }

  private static String userData(ControlPlane plane) {
    String authority =
        Base64.getEncoder().encodeToString(plane.authority().getBytes(StandardCharsets.UTF_8));
    return Layer.config(
        """
        cluster: {name: lab, apiServerEndpoint: '%s', cidr: 198.51.100.0/24, certificateAuthority: %s}
        bootstrap:
          sandboxImage: %s
          archives: []
          budgets: {total: 40s, runtime: 12s, image: 12s, kubelet: 15s, join: 18s}
          retry: {first: 250ms, longest: 3s}
        """
            .formatted(Surroundings.ENDPOINT, authority, Surroundings.IMAGE));
  }
}
