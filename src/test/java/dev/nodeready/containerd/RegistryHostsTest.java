package dev.nodeready.containerd;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nodeready.catalogue.Code;
import dev.nodeready.failure.Failure;
import dev.nodeready.host.Root;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RegistryHostsTest {
  private static final String FOLDER = "/etc/containerd/certs.d";

  @TempDir Path folder;

  @Test
  void a_file_that_containerd_takes_is_no_problem() throws Exception {
    write("quay.example/ca.pem", "");
    write(
        "quay.example/hosts.toml",
        """
        server = "https://quay.example"
        [host."http://mirror.example:5000"]
          capabilities = ["pull", "resolve"]
          ca = "ca.pem"
          client = [["ca.pem", "ca.pem"]]
          skip_verify = true
          dial_timeout = "3s"
          [host."http://mirror.example:5000".header]
            x-team = ["blue"]
        """);

    assertThat(hosts().problems()).isEmpty();
    assertThat(hosts().problems("quay.example")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          '[host.a]\\n[host.a]'               | line 2
          'server = https://quay.example'     | line 1
          'server = ["https://a"]'            | server is not a text
          '[host.a]\\ncapabilities = ["get"]' | host."a".capabilities is not of
          'capabilities = "pull"'             | capabilities is no list
          'host = "https://mirror"'           | host is no table
          'host = {a = "https://mirror"}'     | host."a" is no table
          'skip_verify = "true"'              | skip_verify is not true or false
          'ca = "/etc/pki/mirror.pem"'        | which is not there
          'ca = 5'                            | no path
          'ca = "\\u0000"'                    | which is not there
          '[mirrors.a]'                       | knows no 'mirrors'
          """)
  void a_broken_file_is_told_with_its_full_path(String text, String words) throws Exception {
    write("quay.example:5000/hosts.toml", text.replace("\\n", "\n"));

    for (List<Failure> found : List.of(hosts().problems(), hosts().problems("quay.example:5000"))) {
      assertThat(found)
          .singleElement()
          .satisfies(failure -> {
            assertThat(failure.code()).isEqualTo(Code.CONTAINERD_HOSTS_BROKEN);
            assertThat(failure.toLine()).contains(FOLDER + "/quay.example:5000/hosts.toml", words);
          });
    }
    assertThat(hosts().problems("other.example")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"quay.example/host.toml", "quay.example/hosts.tml", "_default/Hosts.toml", "a.toml"})
  void a_file_under_another_name_is_never_read(String name) throws Exception {
    write(name, "server = 'https://quay.example'");

    assertThat(hosts().problems())
        .singleElement()
        .satisfies(failure -> {
          assertThat(failure.code()).isEqualTo(Code.CONTAINERD_HOSTS_MISNAMED);
          assertThat(failure.toLine()).contains(FOLDER + "/" + name);
        });
  }

  @Test
  void of_one_registry_only_the_folder_that_containerd_takes_counts() throws Exception {
    write("_default/hosts.toml", "server = ");
    assertThat(hosts().problems("quay.example:5000")).hasSize(1);

    write("quay.example_5000_/hosts.toml", "server = 'https://quay.example'");
    assertThat(hosts().problems("quay.example:5000")).isEmpty();
  }

  @Test
  void certificates_alone_are_no_problem() throws Exception {
    write("quay.example/ca.crt", "");

    assertThat(hosts().problems()).isEmpty();
  }

  private RegistryHosts hosts() {
    return new RegistryHosts(new Root(folder), List.of("/not/there", FOLDER));
  }

  private void write(String name, String text) throws IOException {
    Path file = new Root(folder).at(FOLDER).resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }
}
