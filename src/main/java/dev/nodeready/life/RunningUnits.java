package dev.nodeready.life;

import java.util.ArrayList;
import java.util.List;

/** Units that run, or are on their way to. */
record RunningUnits(Site site, List<String> units) implements Part {
  private static final String KUBELET = "kubelet.service";

  /** Ours: what has run a boot, and what waits for one; in the order in which they stop. */
  static RunningUnits ours(Site site) {
    return new RunningUnits(
        site,
        List.of(
            "nodeready-watch.service",
            "nodeready.service",
            "nodeready-cloud-final.service",
            "nodeready-config.service",
            "nodeready-runtime-config.service"));
  }

  static RunningUnits kubelet(Site site) {
    return new RunningUnits(site, List.of(KUBELET));
  }

  @Override
  public Found look() throws InterruptedException {
    List<Removal> stops = new ArrayList<>();
    for (String unit : units) {
      if (site.supervisor().run(unit).isPresent() || site.supervisor().comes(unit)) {
        Removal.Act stop = () -> site.supervisor().stop(unit);
        stops.add(new Removal(Removal.How.STOP, unit, stop, Removal.Weight.VITAL));
      }
    }
    return new Found(stops);
  }
}
