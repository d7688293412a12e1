package dev.nodeready.doctor;

import dev.nodeready.catalogue.Code;
import dev.nodeready.config.Bootstrap;
import dev.nodeready.cri.DumpedConfig;
import dev.nodeready.cri.ImageErrors;
import dev.nodeready.cri.ImageReference;
import dev.nodeready.cri.VerboseConfig;
import dev.nodeready.doctor.Check.Need;
import dev.nodeready.doctor.Finding.Weight;
import dev.nodeready.failure.Failure;
import dev.nodeready.host.Commands;
import dev.nodeready.host.ProgramVersion;
import dev.nodeready.supervise.Daemon;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Whether containerd has the sandbox image where CRI looks: under its literal name, in CRI's
 * namespace, unpacked for CRI's snapshotter, and kept from being collected; and where it is not
 * there, what the last pull of it met.
 */
final class ImageCheck {
  private static final String CRI = "k8s.io";
  private static final String PINNED = "io.cri-containerd.pinned=pinned";
  private static final String LOG = Logs.nameOf(Daemon.CONTAINERD);

  /** A machine has a handful; no more are looked into. */
  private static final int MOST_NAMESPACES = 8;

  private ImageCheck() {}

  static Check check() {
    Set<Code> codes = Code.ofArea("IMAGE");
    codes.removeAll(
        Set.of(
            Code.IMAGE_ARCHIVE_BROKEN,
            Code.IMAGE_ARCHIVE_NAMES,
            Code.IMAGE_NOT_BAKED,
            Code.IMAGE_SANDBOX_FAILED));
    return new Check("sandbox image", codes, Need.ROOT, patient -> look(patient, false));
  }

  /** The same in an image, whose machines should not have to ask a registry for it. */
  static Check baked() {
    Set<Code> codes = Code.ofArea("IMAGE");
    return new Check("sandbox image", codes, Need.ROOT, patient -> look(patient, true));
  }

  /**
   * What containerd has.
   *
   * @param wanted as configured
   * @param images of each namespace: name and labels
   */
  record Store(String wanted, Map<String, Map<String, String>> images) {
    /** Under which CRI looks for it. */
    String full() {
      return ImageReference.full(wanted);
    }

    Map<String, String> ofCri() {
      return images.getOrDefault(CRI, Map.of());
    }

    /** Where it is in a namespace that CRI does not look into. */
    Optional<String> otherNamespace() {
      return images.entrySet().stream()
          .filter(entry -> !entry.getKey().equals(CRI) && entry.getValue().containsKey(full()))
          .map(Map.Entry::getKey)
          .findFirst();
    }

    /** A name in CRI's namespace that differs in registry, tag's place or digest only. */
    Optional<String> otherName() {
      String base = ImageReference.bare(wanted);
      return ofCri().keySet().stream()
          .filter(name -> !name.startsWith("sha256:") && ImageReference.bare(name).equals(base))
          .sorted()
          .findFirst();
    }
  }

  private static Looked look(Patient patient, boolean baked) throws InterruptedException {
    Path socket = patient.installed().endpoint().socket();
    VerboseConfig config = DumpedConfig.parse(patient.installed().dump().text());
    if (config.sandboxImage().isEmpty()) {
      return Looked.not("nothing tells which image that is");
    }
    if (!Files.exists(socket)) {
      return Looked.not("the container runtime does not answer");
    }
    Ctr ctr = new Ctr(patient, socket);
    Store store = new Store(config.sandboxImage(), Map.of(CRI, ctr.images(CRI)));
    return Looked.found(
        store.ofCri().containsKey(store.full())
            ? there(patient, ctr, store, config.snapshotter())
            : baked
                ? notBaked(patient, everywhere(ctr, store))
                : absent(everywhere(ctr, store), patient.logs().of(Daemon.CONTAINERD.unit())));
  }

  /** An archive that gives it is as good, and is imported by each first boot. */
  private static List<Finding> notBaked(Patient patient, Store store) {
    List<Finding> found = new ArrayList<>();
    for (String archive : Bootstrap.DEFAULTS.archives()) {
      Optional<Finding> trouble = ArchiveCheck.trouble(patient, archive);
      if (trouble.isEmpty() && patient.has(archive)) {
        return List.of();
      }
      trouble.ifPresent(found::add);
    }
    List<Finding> absent = absent(store, List.of());
    found.addAll(absent);
    if (absent.isEmpty()) {
      found.add(
          Finding.warning(
                  Code.IMAGE_NOT_BAKED,
                  Confidence.SEEN,
                  store.wanted() + " is not in the image, so that each first boot pulls it",
                  Evidence.of(
                      "ctr -n k8s.io images ls",
                      store.ofCri().size() + " images, and not this one"))
              .mendedBy(Code.IMAGE_NOT_BAKED.remedy("IMAGE", store.wanted())));
    }
    return found;
  }

  /** With what is in other namespaces: each costs a process, and who finds the image needs none. */
  private static Store everywhere(Ctr ctr, Store store) throws InterruptedException {
    Map<String, Map<String, String>> images = new LinkedHashMap<>(store.images());
    for (String namespace : ctr.lines("namespaces", "ls", "-q")) {
      if (!images.containsKey(namespace) && images.size() < MOST_NAMESPACES) {
        images.put(namespace, ctr.images(namespace));
      }
    }
    return new Store(store.wanted(), images);
  }

  /** containerd's own program. */
  private record Ctr(Patient patient, Path socket) {
    /** Names and labels. */
    Map<String, String> images(String namespace) throws InterruptedException {
      return named(lines("-n", namespace, "images", "ls"));
    }

    List<String> lines(String... words) throws InterruptedException {
      List<String> all = new ArrayList<>(List.of("ctr", "-a", socket.toString()));
      all.addAll(List.of(words));
      Commands.Result result = patient.run(all.toArray(String[]::new));
      if (!result.ok()) {
        throw Failure.passing(
                Code.IMAGE_TOOL_FAILED, "run " + String.join(" ", all), result.lastWords())
            .asException();
      }
      return result.output().lines().map(String::strip).filter(l -> !l.isEmpty()).toList();
    }
  }

  /** Names and labels from a list of images with its heading. */
  static Map<String, String> named(List<String> lines) {
    Map<String, String> images = new LinkedHashMap<>();
    for (String line : lines) {
      String[] words = line.split("\\s+", -1);
      if (words.length > 1 && !words[0].equals("REF")) {
        images.put(words[0], words[words.length - 1]);
      }
    }
    return images;
  }

  private static List<Finding> there(Patient patient, Ctr ctr, Store store, String snapshotter)
      throws InterruptedException {
    List<Finding> found = new ArrayList<>();
    String name = store.full();
    ProgramVersion version = patient.installed().containerd();
    if (version.atLeast(1, 7) && !store.ofCri().getOrDefault(name, "").contains(PINNED)) {
      found.add(
          Finding.warning(
                  Code.IMAGE_NOT_PINNED,
                  Confidence.SEEN,
                  name + " is not pinned, so it may be collected when the disk fills up",
                  Evidence.of("ctr -n k8s.io images ls", name + " " + store.ofCri().get(name)))
              .mendedBy(Code.IMAGE_NOT_PINNED.remedy("IMAGE", name)));
    }
    if (!snapshotter.isEmpty()) {
      List<String> check =
          ctr.lines("-n", CRI, "images", "check", "--snapshotter", snapshotter, "name==" + name);
      check.stream()
          .filter(line -> line.startsWith(name + " ") && line.endsWith(" false"))
          .map(line ->
              Finding.warning(
                  Code.IMAGE_NOT_UNPACKED,
                  Confidence.SEEN,
                  "%s is not unpacked for the snapshotter %s".formatted(name, snapshotter),
                  Evidence.of("ctr images check --snapshotter " + snapshotter, line)))
          .forEach(found::add);
    }
    return found;
  }

  /** What is known of an image that CRI does not find. */
  static List<Finding> absent(Store store, List<LogLine> log) {
    List<Finding> found = new ArrayList<>();
    Weight weight = ImageReference.isLocal(store.wanted()) ? Weight.FAILURE : Weight.WARNING;
    Evidence list =
        Evidence.of(
            "ctr -n k8s.io images ls",
            "%d images, and none of them is %s".formatted(store.ofCri().size(), store.full()));
    store.otherName().ifPresent(name -> found.add(underOther(store, weight, name, list)));
    store.otherNamespace().ifPresent(space -> found.add(inOther(store, weight, space, list)));
    pull(store, log).ifPresent(found::add);
    collected(store, log).ifPresent(found::add);
    if (found.isEmpty() && ImageReference.isLocal(store.wanted())) {
      found.add(
          Finding.failure(
              Code.IMAGE_LOCAL_ABSENT,
              Confidence.SEEN,
              store.wanted() + " is not there, and no registry has it",
              list));
    }
    return found;
  }

  private static Finding underOther(Store store, Weight weight, String name, Evidence list) {
    return new Finding(
        Code.IMAGE_UNDER_OTHER_NAME,
        weight,
        Confidence.SEEN,
        "%s is stored as %s, and CRI looks for the literal name".formatted(store.wanted(), name),
        List.of(list),
        Code.IMAGE_UNDER_OTHER_NAME.remedy("STORED", name, "WANTED", store.full()));
  }

  private static Finding inOther(Store store, Weight weight, String namespace, Evidence list) {
    return new Finding(
        Code.IMAGE_IN_OTHER_NAMESPACE,
        weight,
        Confidence.SEEN,
        "%s lies in the namespace %s, and CRI looks into k8s.io".formatted(store.full(), namespace),
        List.of(list, Evidence.of("ctr -n " + namespace + " images ls", store.full())),
        Code.IMAGE_IN_OTHER_NAMESPACE.remedy("NAMESPACE", namespace, "IMAGE", store.full()));
  }

  /** What the last pull of it, or the last sandbox, met. */
  private static Optional<Finding> pull(Store store, List<LogLine> log) {
    for (LogLine line : log.reversed()) {
      String text = line.text();
      boolean about = text.contains(store.wanted()) || text.contains(store.full());
      if (about && text.contains("level=error") && text.contains("failed to")) {
        return ImageErrors.ofLine(text, store.wanted())
            .map(failure ->
                new Finding(
                    failure.code(),
                    Weight.FAILURE,
                    Confidence.SEEN,
                    "the last pull of %s failed".formatted(store.wanted()),
                    List.of(Evidence.of(LOG, line)),
                    failure.remedy()));
      }
    }
    return Optional.empty();
  }

  private static Optional<Finding> collected(Store store, List<LogLine> log) {
    return log.reversed().stream()
        .filter(l -> l.text().contains("ImageDelete") && l.text().contains(store.full()))
        .findFirst()
        .map(line ->
            Finding.warning(
                Code.IMAGE_COLLECTED,
                Confidence.LIKELY,
                store.full() + " was there in this boot and has been removed",
                Evidence.of(LOG, line)));
  }
}
