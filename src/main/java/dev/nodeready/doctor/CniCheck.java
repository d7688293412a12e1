package dev.nodeready.doctor;

import dev.nodeready.catalogue.Code;
import dev.nodeready.doctor.Check.Need;
import dev.nodeready.tree.JsonObject;
import dev.nodeready.tree.TextException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The files of the pod network's configuration: containerd takes the first by name that ends with
 * {@code .conf}, {@code .conflist} or {@code .json} (go-cni). That none is there is told by the
 * check of the runtime, which knows whether it misses one.
 */
final class CniCheck {
  static final String FOLDER = "/etc/cni/net.d";
  private static final String READ = ".*\\.(conf|conflist|json)";
  private static final int MOST = 100;

  private CniCheck() {}

  static Check check() {
    return new Check(
        "pod network's configuration",
        Set.of(Code.HOST_CNI_BROKEN, Code.HOST_CNI_MISNAMED),
        Need.NOTHING,
        CniCheck::look);
  }

  /** Those that are read, in the order of their names. */
  static List<Path> files(Patient patient) throws IOException {
    if (!patient.has(FOLDER)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(patient.root().at(FOLDER))) {
      return files.filter(CniCheck::isRead).sorted().limit(MOST).toList();
    }
  }

  private static boolean isRead(Path file) {
    return file.getFileName().toString().matches(READ);
  }

  private static Looked look(Patient patient) throws IOException {
    List<Path> read = files(patient);
    if (!read.isEmpty()) {
      return first(patient, read.getFirst());
    }
    List<Finding> found = new ArrayList<>();
    for (Path file : others(patient)) {
      found.add(misnamed(patient.root().nameOf(file)));
    }
    return Looked.found(found);
  }

  private static List<Path> others(Patient patient) throws IOException {
    if (!patient.has(FOLDER)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(patient.root().at(FOLDER))) {
      return files
          .filter(file -> file.getFileName().toString().contains(".conf"))
          .sorted()
          .limit(MOST)
          .toList();
    }
  }

  private static Finding misnamed(String name) {
    return Finding.warning(
        Code.HOST_CNI_MISNAMED,
        Confidence.SEEN,
        "%s is the only configuration there, and its name is not read".formatted(name),
        Evidence.of("folder " + FOLDER, name));
  }

  private static Looked first(Patient patient, Path file) throws IOException {
    String name = patient.root().nameOf(file);
    try {
      var _ = JsonObject.read(Patient.text(file), name);
      return Looked.FINE;
    } catch (TextException e) {
      return Looked.found(
          Finding.warning(
              Code.HOST_CNI_BROKEN,
              Confidence.SEEN,
              name + " comes first in its folder and is no JSON",
              Evidence.of(name, String.valueOf(e.getMessage()))));
    } catch (AccessDeniedException e) {
      return Looked.not("only root may read " + name);
    }
  }
}
