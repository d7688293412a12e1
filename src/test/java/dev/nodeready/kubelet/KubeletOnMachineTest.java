package dev.nodeready.kubelet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nodeready.config.kubelet.KubeletSettings;
import dev.nodeready.host.Root;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What kubelet goes by, of its files and flags together. */
class KubeletOnMachineTest {
  @TempDir private Path folder;

  private void file(String path, String text) throws Exception {
    Path place = new Root(folder).at(path);
    Files.createDirectories(place.getParent());
    Files.writeString(place, text);
  }

  @Test
  void a_flag_wins_over_what_a_file_says_of_the_same_field_far_down() throws Exception {
    file(KubeletPaths.CONFIG, "{\"authentication\": {\"webhook\": {\"enabled\": true}}}");
    file(
        KubeletArguments.FILE,
        KubeletArguments.file(List.of("--authentication-token-webhook=false")));

    KubeletSettings settings = KubeletOnMachine.settings(new Root(folder), "v1.34.4");

    assertThat(settings.is("authentication.webhook.enabled")).isFalse();
  }
}
