package dev.nodeready.doctor;

import dev.nodeready.catalogue.Code;
import dev.nodeready.config.CacheFile;
import dev.nodeready.config.CachedConfig;
import dev.nodeready.cri.ArchiveLook;
import dev.nodeready.doctor.Check.Need;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The archives of images that the last boot went by, as its cache of the configuration has them.
 */
final class ArchiveCheck {
  private static final String CACHE = "/run/eks/nodeadm/config.json";

  private ArchiveCheck() {}

  static Check check() {
    return new Check(
        "archives of images", Set.of(Code.IMAGE_ARCHIVE_BROKEN), Need.ROOT, ArchiveCheck::look);
  }

  private static Looked look(Patient patient) {
    CachedConfig cached = CacheFile.read(patient.root().at(CACHE), problem -> {});
    if (cached == null) {
      return Looked.not("no configuration is kept at " + CACHE);
    }
    List<Finding> found = new ArrayList<>();
    for (String archive : cached.config().bootstrap().archives()) {
      // One that has gone since it was imported is missed by nobody.
      trouble(patient, archive).ifPresent(found::add);
    }
    return Looked.found(found);
  }

  /** What is wrong with an archive; empty where nothing is, or it is not there. */
  static Optional<Finding> trouble(Patient patient, String archive) {
    Path file = patient.root().at(archive);
    String trouble =
        Files.isRegularFile(file) ? ArchiveLook.trouble(file, System.getProperty("os.arch")) : "";
    return trouble.isEmpty()
        ? Optional.empty()
        : Optional.of(
            Finding.warning(
                Code.IMAGE_ARCHIVE_BROKEN,
                Confidence.SEEN,
                archive + " gives no image that can run here",
                Evidence.of(archive, trouble)));
  }
}
