package dev.nodeready.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nodeready.host.Root;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class IdentityTest {
  @TempDir private Path folder;

  @Test
  void a_machine_that_was_never_booted_has_none() throws IOException {
    write("/etc/machine-id", "uninitialized\n");
    write("/etc/ssh/sshd_config", "Port 22\n");
    write("/etc/kubernetes/kubelet/config.json", "{\"providerID\": \"\", \"maxPods\": 110}");
    write("/var/lib/kubelet/kubeconfig", "users: [{name: u, user: {exec: {args: [token, -i]}}}]");
    write("/var/lib/kubelet/config.json", "{}");
    Files.createDirectories(at("/var/lib/kubelet/pods"));
    link("/var/lib/dbus/machine-id", "/etc/machine-id");

    assertThat(Identity.allLeftIn(root())).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void each_kind_is_found_at_each_of_its_paths(Identity identity) throws IOException {
    for (String path : identity.paths()) {
      String there = path.replace("*", "x");
      write(there, "--node-ip=10.0.0.7 token: t");

      assertThat(identity.leftIn(root()))
          .as(path)
          .containsExactly(new Identity.Left(identity, there));
      Files.delete(at(there));
    }
  }

  @Test
  void an_empty_machine_id_is_none() throws IOException {
    write("/etc/machine-id", "");

    assertThat(Identity.MACHINE_ID.leftIn(root())).isEmpty();
  }

  @Test
  void a_dangling_link_of_a_certificate_is_identity() throws IOException {
    String current = "/var/lib/kubelet/pki/kubelet-client-current.pem";
    link(current, "/var/lib/kubelet/pki/kubelet-client-2026.pem");

    assertThat(Identity.CERTIFICATES.leftIn(root()))
        .containsExactly(new Identity.Left(Identity.CERTIFICATES, current));
  }

  @Test
  void a_kubeconfig_with_the_path_of_a_certificate_holds_credentials() throws IOException {
    write("/var/lib/kubelet/kubeconfig", "users:\n- user:\n    client-certificate: /x.pem\n");

    assertThat(Identity.KUBECONFIG.leftIn(root())).hasSize(1);
  }

  @Test
  void a_folder_of_an_image_that_is_a_link_leads_below_the_image() throws IOException {
    write("/mnt/disk/kubelet/pods/uid", "");
    link("/var/lib/kubelet/pods", "/mnt/disk/kubelet/pods");

    assertThat(Identity.KUBELET_STATE.leftIn(root()))
        .extracting(Identity.Left::path)
        .isEqualTo(List.of("/var/lib/kubelet/pods/uid"));
  }

  @Test
  void names_are_unique_and_are_words() {
    assertThat(List.of(Identity.values()))
        .extracting(Identity::word)
        .doesNotHaveDuplicates()
        .allMatch(word -> word.matches("[a-z-]+"));
  }

  private Root root() {
    return new Root(folder);
  }

  private Path at(String path) {
    return root().at(path);
  }

  private void write(String path, String text) throws IOException {
    Files.createDirectories(at(path).getParent());
    Files.writeString(at(path), text);
  }

  private void link(String path, String target) throws IOException {
    Files.createDirectories(at(path).getParent());
    Files.createSymbolicLink(at(path), Path.of(target));
  }
}
