package dev.nodeready.runtime;

import dev.nodeready.catalogue.Code;
import dev.nodeready.cri.ArchivedImage;
import dev.nodeready.cri.ImageArchive;
import dev.nodeready.cri.ImageInfo;
import dev.nodeready.cri.ImageReference;
import dev.nodeready.cri.SandboxReference;
import dev.nodeready.cri.StoredImage;
import dev.nodeready.failure.Failure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What there is of the sandbox image: in the runtime's store, and in archives.
 *
 * @param reference exactly as the runtime is configured with it
 * @param known as CRI sees it under that name; empty where it does not
 * @param stored all that the store has
 * @param unpacked whether it is for CRI's snapshotter
 * @param archives that are there
 */
public record SandboxImage(
    SandboxReference reference,
    Optional<ImageInfo> known,
    List<StoredImage> stored,
    boolean unpacked,
    List<ArchiveFile> archives) {
  public SandboxImage {
    stored = List.copyOf(stored);
    archives = List.copyOf(archives);
  }

  /**
   * What is wrong with it.
   *
   * @param blocks whether a machine without a network would start no pod
   */
  public record Problem(Failure failure, boolean blocks) {}

  /** The configured name in full, as the store has it. */
  public String name() {
    return ImageReference.full(reference.image());
  }

  /** The names in the store that are of it: the configured one, and those like it. */
  public List<StoredImage> names() {
    Optional<String> digest = target().map(StoredImage::digest);
    return stored.stream()
        .filter(one -> !one.name().startsWith("sha256:"))
        .filter(one ->
            digest.equals(Optional.of(one.digest()))
                || ImageReference.bare(one.name()).equals(ImageReference.bare(reference.image())))
        .toList();
  }

  private Optional<StoredImage> target() {
    return stored.stream().filter(one -> one.isCris() && one.name().equals(name())).findFirst();
  }

  /** Whether it is there as pods need it. */
  public boolean isThere() {
    return known.isPresent() && unpacked;
  }

  /** Whether it is kept from being collected as garbage. */
  public boolean isPinned() {
    return known.map(ImageInfo::pinned).orElse(false)
        || target().map(StoredImage::pinned).orElse(false);
  }

  /** Archives that bring it. */
  public List<ArchiveFile> sound() {
    return archives.stream().filter(one -> one.trouble(name()).isEmpty()).toList();
  }

  /** Archives that bring the very image that the store has. */
  public List<ArchiveFile> matching() {
    return archives.stream().filter(one -> trouble(one).isEmpty()).toList();
  }

  /**
   * Everything that is wrong, what blocks first.
   *
   * @param named archives that have to bring it; of others one is enough
   */
  public List<Problem> problems(List<Path> named) {
    List<Problem> problems = new ArrayList<>();
    boolean comes = !sound().isEmpty();
    if (known.isEmpty()) {
      problems.add(new Problem(absent(), !comes));
    } else {
      stored(problems, comes);
    }
    for (ArchiveFile archive : archives) {
      trouble(archive)
          .ifPresent(failure -> problems.add(new Problem(failure, named.contains(archive.file()))));
    }
    named.stream()
        .filter(Files::notExists)
        .forEach(file -> problems.add(new Problem(missing(file), true)));
    if (!comes) {
      problems.add(
          new Problem(
              Failure.passing(
                  Code.IMAGE_ARCHIVE_ABSENT,
                  "find an archive of " + name(),
                  "none of those that a boot looks for brings it"),
              false));
    }
    return problems.stream()
        .sorted((one, other) -> Boolean.compare(other.blocks(), one.blocks()))
        .toList();
  }

  private void stored(List<Problem> problems, boolean comes) {
    if (!unpacked) {
      Failure failure =
          Failure.passing(
              Code.IMAGE_NOT_UNPACKED,
              "use " + name(),
              "it is not unpacked for the snapshotter " + reference.snapshotter());
      problems.add(new Problem(failure, !comes));
    }
    if (!isPinned()) {
      Failure failure =
          Failure.passing(
              Code.IMAGE_NOT_PINNED,
              "keep " + name(),
              "it is not pinned",
              Code.IMAGE_NOT_PINNED.remedy("IMAGE", name()));
      problems.add(new Problem(failure, false));
    }
  }

  private static Failure missing(Path file) {
    return Failure.permanent(
        Code.IMAGE_ARCHIVE_BROKEN, "use the archive " + file, "there is no such file");
  }

  private Optional<Failure> trouble(ArchiveFile archive) {
    return archive
        .failure(name())
        .or(() ->
            differs(archive)
                ? Optional.of(
                    Failure.permanent(
                        Code.IMAGE_ARCHIVE_DIFFERS,
                        "compare the archive " + archive.file() + " with the store",
                        "the store has another image of the name " + name()))
                : Optional.empty());
  }

  /** Whether the store has another image under its name; older Docker's archives do not tell. */
  boolean differs(ArchiveFile archive) {
    String digest = target().map(StoredImage::digest).orElse("");
    List<String> digests =
        archive.content().map(ImageArchive::images).orElse(List.of()).stream()
            .filter(image -> image.names().size() <= 1 || image.names().contains(name()))
            .map(ArchivedImage::digest)
            .filter(one -> !one.isEmpty())
            .toList();
    return !digest.isEmpty() && !digests.isEmpty() && !digests.contains(digest);
  }

  private Failure absent() {
    String tried = "find " + name() + " in the namespace k8s.io";
    for (StoredImage other : names()) {
      if (other.isCris()) {
        return Failure.permanent(
            Code.IMAGE_UNDER_OTHER_NAME,
            tried,
            "it is stored as " + other.name() + ", and CRI looks for the literal name",
            Code.IMAGE_UNDER_OTHER_NAME.remedy("STORED", other.name(), "WANTED", name()));
      }
      if (other.name().equals(name())) {
        return Failure.permanent(
            Code.IMAGE_IN_OTHER_NAMESPACE,
            tried,
            "it lies in the namespace " + other.namespace(),
            Code.IMAGE_IN_OTHER_NAMESPACE.remedy("NAMESPACE", other.namespace(), "IMAGE", name()));
      }
    }
    return Failure.permanent(Code.IMAGE_NOT_STORED, tried, "the store does not have it");
  }

  /** For programs. */
  public Map<String, @Nullable Object> members() {
    Map<String, @Nullable Object> members = new LinkedHashMap<>();
    members.put("image", reference.image());
    members.put("origin", reference.origin());
    members.put("snapshotter", reference.snapshotter());
    members.put("stored", known.isPresent());
    members.put("unpacked", unpacked);
    members.put("pinned", isPinned());
    members.put("names", names().stream().map(SandboxImage::members).toList());
    members.put("archives", archives.stream().map(this::members).toList());
    return members;
  }

  private static Map<String, Object> members(StoredImage one) {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("name", one.name());
    members.put("namespace", one.namespace());
    members.put("digest", one.digest());
    members.put("pinned", one.pinned());
    return members;
  }

  private Map<String, Object> members(ArchiveFile archive) {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("file", archive.file().toString());
    members.put("sha256", archive.sha256());
    members.put("names", archive.content().map(ImageArchive::names).orElse(List.of()));
    members.put("trouble", archive.trouble(name()));
    return members;
  }
}
