package dev.nodeready.doctor;

import dev.nodeready.catalogue.Code;
import dev.nodeready.containerd.ContainerdFiles;
import dev.nodeready.containerd.DropIns;
import dev.nodeready.containerd.EffectiveConfig;
import dev.nodeready.containerd.RegistryHosts;
import dev.nodeready.doctor.Check.Need;
import dev.nodeready.doctor.Finding.Weight;
import dev.nodeready.failure.Failure;
import dev.nodeready.failure.FailureException;
import dev.nodeready.host.ProgramVersion;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * containerd's configuration with all that it imports, by what containerd itself makes of it, and
 * the files that tell how to reach registries.
 */
final class ContainerdConfigCheck {
  private ContainerdConfigCheck() {}

  static Check check() {
    return new Check(
        "containerd's configuration",
        Set.of(
            Code.CONTAINERD_CONFIG_ADDRESS,
            Code.CONTAINERD_CONFIG_CRI_DISABLED,
            Code.CONTAINERD_CONFIG_DUMP_FAILED,
            Code.CONTAINERD_CONFIG_FOLDERS,
            Code.CONTAINERD_CONFIG_INVALID,
            Code.CONTAINERD_CONFIG_REGISTRY,
            Code.CONTAINERD_CONFIG_RUNTIME,
            Code.CONTAINERD_DROP_IN_INVALID,
            Code.CONTAINERD_DROP_IN_UNREAD,
            Code.CONTAINERD_DROP_IN_WITHOUT_EFFECT,
            Code.CONTAINERD_HOSTS_BROKEN,
            Code.CONTAINERD_HOSTS_MISNAMED),
        Need.NOTHING,
        ContainerdConfigCheck::look);
  }

  private static Looked look(Patient patient) throws IOException, InterruptedException {
    if (!patient.has(ContainerdFiles.CONFIG)) {
      return Looked.not("there is no " + ContainerdFiles.CONFIG);
    }
    EffectiveConfig own;
    try {
      own = EffectiveConfig.parse(patient.text(ContainerdFiles.CONFIG));
    } catch (FailureException e) {
      return Looked.found(Finding.of(e.failure(), Weight.FAILURE, ContainerdFiles.CONFIG));
    }
    List<Finding> found = new ArrayList<>();
    if (patient.asRoot()) {
      imported(patient, own, found);
    } else {
      // What it imports may be for root alone to read, and is no worse for that.
      killers(own.killers(patient.installed().containerd()), ContainerdFiles.CONFIG, found);
    }
    RegistryHosts.of(patient.root(), own)
        .problems()
        .forEach(f -> found.add(Finding.of(f, Weight.WARNING, f.tried())));
    return Looked.found(found);
  }

  /** What containerd makes of all its files, if it is there to be asked; else its own file. */
  private static void imported(Patient patient, EffectiveConfig own, List<Finding> found)
      throws InterruptedException {
    ProgramVersion version = patient.installed().containerd();
    DropIns.Found dropIns = new DropIns(patient.root(), version).look(own);
    dropIns.killers().forEach(f -> found.add(Finding.of(f, Weight.FAILURE, f.tried())));
    dropIns.warnings().forEach(f -> found.add(Finding.of(f, Weight.WARNING, f.tried())));
    Installed.Dump dump = patient.installed().dump();
    FailureException refused = dump.failure();
    if (refused == null) {
      killers(EffectiveConfig.parse(dump.text()).killers(version), "containerd config dump", found);
    } else {
      killers(own.killers(version), ContainerdFiles.CONFIG, found);
      boolean told = refused.failure().code() == Code.CONTAINERD_CONFIG_DUMP_FAILED;
      if (told && found.stream().noneMatch(f -> f.weight() == Weight.FAILURE)) {
        found.add(Finding.of(refused.failure(), Weight.FAILURE, "containerd config dump"));
      }
    }
  }

  private static void killers(List<Failure> killers, String source, List<Finding> found) {
    killers.forEach(f -> found.add(Finding.of(f, Weight.FAILURE, source)));
  }
}
