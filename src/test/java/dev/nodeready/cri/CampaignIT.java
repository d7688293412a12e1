package dev.nodeready.cri;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Boots with faults that are drawn from seeds: each must end in time, joined or by what was done to
 * it, ask no more often than it may, and leave nothing that the next one stumbles over. {@code
 * -Dcampaign.boots=2000} makes as many, {@code -Dcampaign.seed=N -Dcampaign.boots=1} one of them
 * again.
 */
@Tag("real")
@Timeout(3600)
class CampaignIT {
  private static final int BOOTS = Integer.getInteger("campaign.boots", 200);
  private static final long FIRST = Long.getLong("campaign.seed", 1);

  @TempDir private Path folder;

  @Test
  void a_boot_ends_joined_or_by_what_was_done_to_it() throws Exception {
    Map<Trouble, Map<FaultyBoot.End, Integer>> table = new EnumMap<>(Trouble.class);
    List<String> wrong = new ArrayList<>();
    for (long seed = FIRST; seed < FIRST + BOOTS; seed++) {
      FaultyBoot boot = new FaultyBoot(seed);
      FaultyBoot.Verdict verdict = boot.run(folder.resolve("cri.sock"));
      if (!verdict.wrong().isEmpty()) {
        wrong.add(boot + ": " + verdict);
      }
      for (Fault fault : boot.faults()) {
        table
            .computeIfAbsent(fault.trouble(), _ -> new EnumMap<>(FaultyBoot.End.class))
            .merge(verdict.end(), 1, Integer::sum);
      }
    }
    table.forEach((trouble, ends) -> System.out.println(row(trouble, ends)));
    assertThat(wrong).isEmpty();
  }

  private static String row(Trouble trouble, Map<FaultyBoot.End, Integer> ends) {
    StringBuilder row = new StringBuilder("%-18s".formatted(trouble));
    for (FaultyBoot.End end : FaultyBoot.End.values()) {
      row.append(" %s %d".formatted(end, ends.getOrDefault(end, 0)));
    }
    return row.toString();
  }
}
