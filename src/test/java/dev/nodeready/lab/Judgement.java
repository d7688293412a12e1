package dev.nodeready.lab;

import dev.nodeready.catalogue.Code;
import dev.nodeready.lab.FaultyMachine.End;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whether a boot took what it met as it should.
 *
 * @param happened the faults that it met
 */
record Judgement(Set<LabFault> happened) {
  /**
   * What may be asked for in a boot that meets nothing but trouble, and for each of its seconds:
   * nodeready's own questions have pauses that grow to seconds, and beside it containerd and
   * kubelet ask.
   */
  private static final Map<String, Pace> PACES =
      Map.of(
          "imds", new Pace(30, 4),
          "ec2", new Pace(6, 2),
          "pulls", new Pace(6, 1),
          "registry", new Pace(30, 6),
          "api", new Pace(30, 12),
          "names", new Pace(60, 12));

  private record Pace(int atFirst, int perSecond) {}

  /**
   * What is wrong with it.
   *
   * @param counts how often each service was asked
   */
  List<String> of(End end, @Nullable Code code, Map<String, Integer> counts, Duration took) {
    List<String> wrong = new ArrayList<>();
    switch (end) {
      case JOINED ->
          happened.stream()
              .filter(LabFault::isAlways)
              .forEach(fault -> wrong.add("it is called good in spite of " + fault));
      case DEGRADED, FAILED -> {
        if (code == null || happened.stream().noneMatch(fault -> fault.mayEndBootsBy(code))) {
          wrong.add("nothing that was done to it explains " + code);
        }
      }
      case STOPPED -> {
        if (happened.stream().noneMatch(fault -> fault.trouble() == LabTrouble.TERMINATED)) {
          wrong.add("it was stopped by nobody");
        }
      }
      case CUT -> {}
    }
    counts.forEach((service, count) -> {
      Pace pace = PACES.get(service);
      if (pace == null || count > pace.atFirst() + pace.perSecond() * took.toSeconds()) {
        wrong.add(service + " was asked " + count + " times");
      }
    });
    return wrong;
  }
}
