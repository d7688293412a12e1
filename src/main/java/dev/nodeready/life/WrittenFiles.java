package dev.nodeready.life;

import dev.nodeready.node.Withdrawal;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * The files that nodeready has written, by its manifest.
 *
 * @param which of them go
 */
record WrittenFiles(Site site, Predicate<String> which) implements Part {
  /** What a program that runs on has read of them. */
  private static final String RESOLVED = "/run/systemd/resolved.conf.d/";

  @Override
  public Found look() {
    Withdrawal ours = new Withdrawal(site.root());
    List<Removal> goes = new ArrayList<>();
    List<String> stays = new ArrayList<>();
    for (String path : ours.asWritten().stream().filter(which).toList()) {
      goes.add(new Removal(Removal.How.REMOVE, path, () -> ours.remove(path)));
      if (path.startsWith(RESOLVED)) {
        stays.add("systemd-resolved goes by " + path + " until systemctl restart systemd-resolved");
      }
    }
    for (String path : ours.changed().stream().filter(which).toList()) {
      stays.add(path + " stays, since it was changed after nodeready had written it");
    }
    return new Found(goes, stays, List.of());
  }

  /** Has systemd read its files again where some of them went; the daemons run on. */
  static Part reload(Site site) {
    return () -> {
      Withdrawal ours = new Withdrawal(site.root());
      return site.supervisor().manages() && ours.reloadPending()
          ? new Found(
              List.of(
                  new Removal(
                      Removal.How.RELOAD,
                      "the unit files of systemd",
                      () -> {
                        site.supervisor().reload();
                        ours.reloaded();
                      })))
          : Found.NOTHING;
    };
  }

  /** The last of it: which files they were. */
  static Part manifest(Site site) {
    return () -> {
      Withdrawal ours = new Withdrawal(site.root());
      return ours.isKnown()
          ? new Found(
              List.of(
                  new Removal(Removal.How.REMOVE, "nodeready's list of its files", ours::forget)))
          : Found.NOTHING;
    };
  }
}
