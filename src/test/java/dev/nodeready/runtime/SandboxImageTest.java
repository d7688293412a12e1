package dev.nodeready.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nodeready.catalogue.Code;
import dev.nodeready.cri.ImageInfo;
import dev.nodeready.cri.SandboxReference;
import dev.nodeready.cri.StoredImage;
import dev.nodeready.rehearsal.PauseImage;
import dev.nodeready.runtime.SandboxImage.Problem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SandboxImageTest {
  private static final PauseImage IMAGE = PauseImage.forThisMachine();
  private static final PauseImage OTHER =
      PauseImage.forMachine(System.getProperty("os.arch"), new byte[7]);
  private static final String NAME = "localhost/kubernetes/pause:latest";
  private static final String DIGEST = PauseImage.digest(IMAGE.manifest());
  private static final StoredImage STORED = new StoredImage("k8s.io", NAME, DIGEST, true);

  @TempDir private Path folder;

  @Test
  void one_that_is_stored_pinned_and_archived_has_nothing_wrong() {
    assertThat(codes(image(true, true, List.of(STORED), archive(IMAGE, NAME)))).isEmpty();
  }

  @Test
  void without_store_and_archive_no_pod_would_start() {
    SandboxImage image = image(false, false, List.of());

    assertThat(codes(image)).containsExactly(Code.IMAGE_NOT_STORED, Code.IMAGE_ARCHIVE_ABSENT);
    assertThat(image.problems(List.of()).getFirst().blocks()).isTrue();
  }

  @Test
  void an_archive_makes_up_for_a_store_without_it() {
    SandboxImage image = image(false, false, List.of(), archive(IMAGE, "localhost/other:1"));

    assertThat(codes(image)).containsExactly(Code.IMAGE_NOT_STORED);
    assertThat(image.problems(List.of()).getFirst().blocks()).isFalse();
  }

  @Test
  void one_that_is_stored_where_cri_does_not_look_is_told_with_where() {
    StoredImage elsewhere = new StoredImage("default", NAME, DIGEST, false);
    StoredImage named = new StoredImage("k8s.io", "registry.k8s.io/pause:latest", DIGEST, false);

    assertThat(codes(image(false, false, List.of(elsewhere))))
        .contains(Code.IMAGE_IN_OTHER_NAMESPACE);
    assertThat(codes(image(false, false, List.of(named)))).contains(Code.IMAGE_UNDER_OTHER_NAME);
  }

  @Test
  void one_for_another_snapshotter_or_without_a_pin_needs_a_look() {
    StoredImage loose = new StoredImage("k8s.io", NAME, DIGEST, false);

    assertThat(codes(image(true, false, List.of(loose), archive(IMAGE, NAME))))
        .containsExactly(Code.IMAGE_NOT_UNPACKED, Code.IMAGE_NOT_PINNED);
  }

  @Test
  void an_archive_with_another_image_of_the_name_is_not_taken_for_the_same() {
    SandboxImage image = image(true, true, List.of(STORED), archive(OTHER, NAME));

    assertThat(codes(image)).containsExactly(Code.IMAGE_ARCHIVE_DIFFERS);
    assertThat(image.matching()).isEmpty();
  }

  @Test
  void an_archive_that_was_named_has_to_bring_it() throws Exception {
    Path broken = Files.writeString(folder.resolve("broken.tar"), "no archive");
    SandboxImage image =
        image(true, true, List.of(STORED), archive(IMAGE, NAME), ArchiveFile.at(broken));

    assertThat(image.problems(List.of())).extracting(Problem::blocks).containsExactly(false);
    assertThat(image.problems(List.of(broken))).extracting(Problem::blocks).containsExactly(true);
    Path absent = folder.resolve("absent.tar");
    assertThat(image.problems(List.of(absent)).getFirst().failure().happened())
        .isEqualTo("there is no such file");
  }

  private static SandboxImage image(
      boolean known, boolean unpacked, List<StoredImage> stored, ArchiveFile... archives) {
    boolean pinned = stored.stream().anyMatch(StoredImage::pinned);
    return new SandboxImage(
        new SandboxReference(NAME, "overlayfs", "", "runtime"),
        known ? Optional.of(new ImageInfo("id", List.of(NAME), pinned)) : Optional.empty(),
        stored,
        unpacked,
        List.of(archives));
  }

  private ArchiveFile archive(PauseImage image, String name) {
    try {
      return ArchiveFile.at(Files.write(folder.resolve("pause.tar"), image.archive(name)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Code> codes(SandboxImage image) {
    return image.problems(List.of()).stream().map(problem -> problem.failure().code()).toList();
  }
}
