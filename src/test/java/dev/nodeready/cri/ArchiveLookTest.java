package dev.nodeready.cri;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nodeready.host.Tar;
import dev.nodeready.rehearsal.PauseImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class ArchiveLookTest {
  private static final PauseImage IMAGE = PauseImage.forMachine("amd64", new byte[0]);

  @TempDir Path folder;

  @Test
  void an_archive_with_all_of_it_for_this_machine_has_no_trouble() throws Exception {
    assertThat(trouble(IMAGE.archive("r/p:1"), "amd64")).isEmpty();
  }

  @Test
  void one_that_lacks_a_layer_is_named_with_the_layer() throws Exception {
    assertThat(trouble(IMAGE.archive("r/p:1", IMAGE.manifest(), IMAGE.config()), "amd64"))
        .isEqualTo("it lacks the layer " + PauseImage.digest(IMAGE.layer()));
  }

  @Test
  void one_for_another_machine_is_named_with_both() throws Exception {
    assertThat(trouble(IMAGE.archive("r/p:1"), "aarch64"))
        .startsWith("it is for linux/amd64, and this machine is none of")
        .contains("linux/arm64");
  }

  @Test
  void what_docker_save_writes_is_looked_into_too() throws Exception {
    assertThat(trouble(saved("arm64", "l/layer.tar"), "amd64")).contains("linux/arm64");
    assertThat(trouble(saved("amd64", "other"), "amd64")).contains("lacks the layer l/layer.tar");
    assertThat(trouble(saved("amd64", "l/layer.tar"), "amd64")).isEmpty();
  }

  @Test
  void one_image_that_works_is_enough() throws Exception {
    byte[] index =
        """
        {"manifests":[{"digest":"sha256:a","platform":{"os":"linux","architecture":"arm64"}},
        {"digest":"sha256:b","platform":{"os":"linux","architecture":"amd64"}}]}\
        """
            .getBytes(StandardCharsets.UTF_8);
    byte[] manifest = "{\"layers\":[]}".getBytes(StandardCharsets.UTF_8);
    byte[] both =
        new Tar()
            .add("index.json", 0644, index)
            .add("blobs/sha256/a", 0644, manifest)
            .add("blobs/sha256/b", 0644, manifest)
            .bytes();
    assertThat(trouble(both, "amd64")).isEmpty();
    assertThat(trouble(both, "s390x")).contains("linux/arm64").contains("linux/amd64");
  }

  @Test
  void what_cannot_be_looked_into_is_left_to_the_import() throws Exception {
    byte[] whole = IMAGE.archive("r/p:1");
    assertThat(trouble(Arrays.copyOf(whole, 1200), "aarch64")).isEmpty();
    assertThat(trouble(zipped(whole), "aarch64")).isEmpty();
    assertThat(trouble(new byte[0], "aarch64")).isEmpty();
    assertThat(trouble(new Tar().add("index.json", 0644, new byte[] {'{'}).bytes(), "x")).isEmpty();
  }

  @Test
  void an_entry_of_negative_size_or_beyond_all_bounds_is_none_of_a_tar() throws Exception {
    byte[] whole = new Tar().add("index.json", 0644, bytes("{}")).bytes();
    for (String size : new String[] {"-0000001000", "-7777777777", "77777777777", "+0000000000"}) {
      byte[] broken = whole.clone();
      System.arraycopy(bytes(size), 0, broken, 124, 11);
      assertThat(trouble(broken, "amd64")).as(size).isEmpty();
    }
  }

  @Test
  @Timeout(20)
  void indexes_that_name_one_another_without_end_are_left_to_the_import() throws Exception {
    String each = "{\"digest\":\"sha256:a\"},";
    byte[] index = bytes("{\"manifests\":[" + each.repeat(2000) + "{}]}");
    byte[] whole =
        new Tar().add("index.json", 0644, index).add("blobs/sha256/a", 0644, index).bytes();

    assertThat(trouble(whole, "amd64")).isEmpty();
  }

  private static byte[] saved(String architecture, String layer) {
    return new Tar()
        .add("manifest.json", 0644, bytes("[{\"Config\":\"c.json\",\"Layers\":[\"l/layer.tar\"]}]"))
        .add("c.json", 0644, bytes("{\"os\":\"linux\",\"architecture\":\"" + architecture + "\"}"))
        .add(layer, 0644, new byte[0])
        .bytes();
  }

  private static byte[] zipped(byte[] plain) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream zip = new GZIPOutputStream(bytes)) {
      zip.write(plain);
    }
    return bytes.toByteArray();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private String trouble(byte[] archive, String architecture) throws IOException {
    return ArchiveLook.trouble(Files.write(folder.resolve("a.tar"), archive), architecture);
  }
}
