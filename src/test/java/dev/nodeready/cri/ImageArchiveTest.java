package dev.nodeready.cri;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nodeready.host.Tar;
import dev.nodeready.rehearsal.PauseImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageArchiveTest {
  private static final PauseImage IMAGE = PauseImage.forMachine("amd64", new byte[0]);
  private static final String NAME = "localhost/kubernetes/pause:latest";

  @TempDir private Path folder;

  @Test
  void a_sound_archive_tells_name_digest_and_platform_of_its_image() throws Exception {
    ImageArchive archive = read(IMAGE.archive(NAME));

    assertThat(archive.trouble("amd64")).isEmpty();
    assertThat(archive.has(NAME)).isTrue();
    assertThat(archive.has("localhost/kubernetes/pause:3.10")).isFalse();
    assertThat(archive.images().getFirst().digest()).isEqualTo(PauseImage.digest(IMAGE.manifest()));
    assertThat(archive.images().getFirst().platform()).isEqualTo("linux/amd64");
  }

  @Test
  void a_byte_that_was_changed_on_the_way_is_found_and_its_blob_named() throws Exception {
    byte[] whole = IMAGE.archive(NAME);
    int layer = indexOf(whole, IMAGE.layer());
    whole[layer + 600] ^= 1;

    assertThat(read(whole).trouble("amd64"))
        .startsWith("its content is not what it was when it was saved")
        .contains(PauseImage.digest(IMAGE.layer()).substring("sha256:".length()));
  }

  @Test
  void one_that_is_cut_off_cannot_be_looked_into() {
    byte[] whole = IMAGE.archive(NAME);

    assertThatThrownBy(() -> read(Arrays.copyOf(whole, whole.length - 3000)).trouble("amd64"))
        .isInstanceOf(IOException.class);
  }

  @Test
  void an_archive_without_an_image_brings_none() throws Exception {
    byte[] none = new Tar().add("oci-layout", 0644, new byte[] {'{', '}'}).bytes();

    assertThat(read(none).trouble("amd64")).isEqualTo("there is no image in it");
  }

  @Test
  void a_list_of_images_is_read_with_digests_and_pins_and_without_its_heading() {
    Stream<String> lines =
        Stream.of(
            "REF TYPE DIGEST SIZE PLATFORMS LABELS",
            NAME + " application/x sha256:aa 667.6 KiB linux/amd64 a=b," + CtrWords.PINNED,
            "other:1 application/x sha256:bb 1.0 MiB linux/amd64 -",
            "");

    assertThat(StoredImage.parse("k8s.io", lines))
        .containsExactly(
            new StoredImage("k8s.io", NAME, "sha256:aa", true),
            new StoredImage("k8s.io", "other:1", "sha256:bb", false));
  }

  private ImageArchive read(byte[] bytes) throws IOException {
    Path file = folder.resolve("archive.tar");
    Files.write(file, bytes);
    return ArchiveLook.read(file);
  }

  private static int indexOf(byte[] whole, byte[] part) {
    String text = new String(whole, StandardCharsets.ISO_8859_1);
    return text.indexOf(new String(part, StandardCharsets.ISO_8859_1));
  }
}
