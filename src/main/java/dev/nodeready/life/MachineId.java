package dev.nodeready.life;

import dev.nodeready.host.FileStore;
import dev.nodeready.host.RenderedFile;
import dev.nodeready.identity.Identity;
import java.util.List;

/**
 * The id of the machine: its file is emptied, so that systemd makes another one, and can also where
 * the root file system is read-only that early. A copy of D-Bus goes, since it would be taken.
 */
record MachineId(Site site) implements Part {
  private static final String FILE = "/etc/machine-id";
  private static final int MODE = 0444;

  @Override
  public Found look() {
    List<Removal> goes =
        Identity.MACHINE_ID.leftIn(site.root()).stream()
            .map(left ->
                left.path().equals(FILE)
                    ? new Removal(Removal.How.EMPTY, FILE, this::empty)
                    : Traces.removal(site.root(), left.path()))
            .toList();
    return new Found(goes);
  }

  private void empty() {
    FileStore files = new FileStore(site.root());
    boolean _ = files.apply(new RenderedFile(FILE, files.modeOf(FILE, MODE), new byte[0]));
  }
}
