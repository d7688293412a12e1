package dev.nodeready.config;

import static dev.nodeready.config.Samples.BASE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nodeready.failure.FailureException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whether anybody is asked for user data, and what wins. */
class AllSourcesTest {
  private static final String IMDS = "imds://user-data";
  private static final String QEMU = "sys_vendor is QEMU";

  @TempDir private Path folder;
  private int asked;

  @Test
  void a_node_that_its_files_put_outside_of_ec2_asks_nobody() throws Exception {
    String file = write(BASE + "  bootstrap: {platform: none}\n");

    ResolvedConfig resolved = resolve("", IMDS, file);

    assertThat(asked).isZero();
    assertThat(resolved.config().bootstrap().platform()).isEqualTo("none");
    assertThat(resolved.problems()).isEmpty();
  }

  @Test
  void a_machine_whose_firmware_is_of_another_vendor_asks_nobody() throws Exception {
    ResolvedConfig resolved = resolve(QEMU, IMDS, write(BASE));

    assertThat(asked).isZero();
    assertThat(resolved.config().bootstrap().platform()).isEqualTo("none");
    assertThat(resolved.problems())
        .extracting(Problem::toLine)
        .anyMatch(line -> line.contains("not asked") && line.contains(QEMU));
  }

  @Test
  void a_file_that_says_ec2_is_believed_more_than_the_firmware() throws Exception {
    String file = write(BASE + "  bootstrap: {platform: ec2}\n");

    assertThat(resolve(QEMU, IMDS, file).config().bootstrap().platform()).isEqualTo("ec2");
    assertThat(asked).isOne();
  }

  @Test
  void a_machine_whose_firmware_tells_nothing_is_asked_and_later_sources_win() throws Exception {
    String file = write(BASE.replace("my-cluster", "later"));

    assertThat(resolve("", IMDS, file).config().cluster().name()).isEqualTo("later");
    assertThat(resolve("", file, IMDS).config().cluster().name()).isEqualTo("my-cluster");
    assertThat(asked).isEqualTo(2);
  }

  @Test
  void a_machine_outside_of_ec2_without_any_file_is_told_why_nobody_was_asked() {
    assertThatThrownBy(() -> resolve(QEMU, IMDS))
        .isInstanceOf(FailureException.class)
        .hasMessageContainingAll("not asked", QEMU, "spec.bootstrap.platform");
    assertThat(asked).isZero();
  }

  private ResolvedConfig resolve(String elsewhere, String... sources) throws InterruptedException {
    UserData userData =
        new UserData() {
          @Override
          public byte @Nullable [] fetch() {
            asked++;
            return BASE.getBytes(StandardCharsets.UTF_8);
          }

          @Override
          public String elsewhere() {
            return elsewhere;
          }
        };
    return new ConfigResolver(userData).resolve(List.of(sources), null, false);
  }

  private String write(String text) throws IOException {
    return "file://" + Files.writeString(folder.resolve("node.yaml"), text);
  }
}
