package dev.nodeready.life;

import dev.nodeready.identity.Identity;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The keys of this host; somebody has to make others at the next boot. */
record SshHostKeys(Site site) implements Part {
  private static final List<String> UNITS =
      List.of("/usr/lib/systemd/system", "/lib/systemd/system", "/etc/systemd/system");

  @Override
  public Found look() {
    List<Removal> goes = new Traces(site, Identity.SSH_HOST_KEYS).look().goes();
    boolean told = !goes.isEmpty() && !areMadeAnew();
    return new Found(
        goes,
        told
            ? List.of(
                "neither cloud-init nor a unit makes SSH host keys at the next boot: ssh-keygen -A")
            : List.of(),
        List.of());
  }

  private boolean areMadeAnew() {
    return Files.exists(site.root().at("/usr/bin/cloud-init"))
        || UNITS.stream().anyMatch(this::hasMaker);
  }

  private boolean hasMaker(String folder) {
    try (DirectoryStream<Path> units =
        Files.newDirectoryStream(site.root().at(folder), "*{sshd-keygen,ssh-host-keys}*")) {
      return units.iterator().hasNext();
    } catch (IOException | DirectoryIteratorException e) {
      return false;
    }
  }
}
