package dev.nodeready.doctor;

import dev.nodeready.catalogue.Code;
import dev.nodeready.config.CacheFile;
import dev.nodeready.config.CachedConfig;
import dev.nodeready.config.NodeConfig.Instance;
import dev.nodeready.disks.MountTable;
import dev.nodeready.disks.VolumeOrder;
import dev.nodeready.doctor.Check.Need;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Whether folders that the last boot's configuration puts on volumes lie on the root file system
 * all the same: they fill it up, and what they hold goes with it.
 */
final class MovedFolderCheck {
  private static final String CACHE = "/run/eks/nodeadm/config.json";
  private static final String MOUNTS = MountTable.PATH;

  private MovedFolderCheck() {}

  static Check check() {
    return new Check(
        "folders on volumes",
        Set.of(Code.HOST_VOLUMES_NOT_SET_UP),
        Need.ROOT,
        MovedFolderCheck::look);
  }

  private static Looked look(Patient patient) throws IOException {
    CachedConfig cached = CacheFile.read(patient.root().at(CACHE), problem -> {});
    if (cached == null) {
      return Looked.not("no configuration is kept at " + CACHE);
    }
    if (!patient.has(MOUNTS)) {
      return Looked.not("there is no " + MOUNTS);
    }
    MountTable table = MountTable.of(patient.root());
    List<Finding> found = new ArrayList<>();
    wanted(cached.config().instance())
        .forEach((folder, order) -> {
          if (patient.has(folder)) {
            judged(folder, order, table).ifPresent(found::add);
          }
        });
    return Looked.found(found);
  }

  private static Map<String, VolumeOrder> wanted(Instance instance) {
    Map<String, VolumeOrder> wanted = new LinkedHashMap<>();
    for (var volume : instance.volumes()) {
      VolumeOrder order = VolumeOrder.of(volume);
      order.targets().forEach(target -> wanted.putIfAbsent(target, order));
    }
    return wanted;
  }

  /** Judges one folder by what is mounted. */
  static Optional<Finding> judged(String folder, VolumeOrder order, MountTable table) {
    Optional<MountTable.Entry> root = table.at("/");
    return table
        .under(folder)
        .filter(entry -> root.isPresent() && entry.device().equals(root.get().device()))
        .map(entry ->
            Finding.warning(
                    Code.HOST_VOLUMES_NOT_SET_UP,
                    Confidence.SEEN,
                    folder + " lies on the root file system, and not on " + order.device(),
                    Evidence.of(MOUNTS, entry.source() + " is mounted at " + entry.point()))
                .mendedBy(Code.HOST_VOLUMES_NOT_SET_UP.remedy("ORDER", order.word())));
  }
}
