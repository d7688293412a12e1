package dev.nodeready.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nodeready.host.Root;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InterfaceHelperTest {
  private static final String NETWORKS = "run/systemd/network/";
  private static final String KEPT =
      "etc/eks/nodeadm/udev-net-manager/" + MetadataServer.INSTANCE + "/";

  @TempDir Path folder;
  private MetadataServer metadata;
  private InterfaceHelper helper;

  @BeforeEach
  void start() throws IOException {
    metadata = MetadataServer.start();
    helper = InterfaceHelper.of(new Root(folder), metadata.environment());
    link("ens5", MetadataServer.PRIMARY);
    link("ens6", MetadataServer.SECONDARY);
  }

  @AfterEach
  void stop() {
    metadata.close();
  }

  private void link(String name, String mac) throws IOException {
    write("sys/class/net/" + name + "/address", mac + "\n");
  }

  private void write(String path, String text) throws IOException {
    Path place = folder.resolve(path);
    Files.createDirectories(place.getParent());
    Files.writeString(place, text);
  }

  private Path network(String name) {
    return folder.resolve(NETWORKS + "70-eks-" + name + ".network");
  }

  @Test
  void the_primary_interface_is_systemds_and_later_ones_are_kept_from_its_defaults()
      throws Exception {
    helper.add("ens5");

    assertThat(network("ens5"))
        .content()
        .contains("PermanentMACAddress=" + MetadataServer.PRIMARY, "RouteMetric=512")
        .doesNotContain("Table=");
    assertThat(folder.resolve(NETWORKS + "80-ec2.network.d/10-eks-disable.conf"))
        .hasContent("[Match]\nName=none");
    assertThat(folder.resolve(KEPT + "ens5")).hasContent("io.systemd.Network");
  }

  @Test
  void a_second_interface_before_the_node_is_set_up_gets_a_table_of_its_own() throws Exception {
    helper.add("ens6");

    assertThat(network("ens6"))
        .content()
        .contains("RouteMetric=615", "Table=10103", "From=172.16.40.9\n", "Gateway=_ipv6ra");
    assertThat(folder.resolve(NETWORKS + "80-ec2.network.d")).doesNotExist();
  }

  @Test
  void an_interface_without_an_address_gets_no_rule() throws Exception {
    metadata.remove(
        "/latest/meta-data/network/interfaces/macs/" + MetadataServer.SECONDARY + "/local-ipv4s");

    helper.add("ens6");

    assertThat(network("ens6")).content().contains("Table=10103").doesNotContain("From=");
  }

  @Test
  void an_interface_that_comes_after_the_node_was_set_up_is_the_cni_plugins() throws Exception {
    write("run/nodeadm/init", "");

    helper.add("ens6");

    assertThat(network("ens6")).doesNotExist();
    assertThat(folder.resolve(KEPT + "ens6")).hasContent("cni");
  }

  @Test
  void what_was_decided_once_holds_for_the_instance() throws Exception {
    helper.add("ens6");
    write("run/nodeadm/init", "");
    helper.remove("ens6");
    assertThat(network("ens6")).doesNotExist();

    helper.add("ens6");

    assertThat(network("ens6")).exists();
  }

  @Test
  void an_interface_that_is_gone_already_is_no_trouble() {
    helper.remove("ens9");
    assertThat(network("ens9")).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "../../etc/x", ".", "..", "a b", "far-too-long-a-name"})
  void a_name_that_would_leave_its_folder_is_refused(String name) {
    assertThatThrownBy(() -> helper.add(name)).hasMessageContaining("HOST_INTERFACE_NAME");
    assertThatThrownBy(() -> helper.remove(name)).hasMessageContaining("HOST_INTERFACE_NAME");
  }

  @Test
  void an_interface_that_does_not_exist_is_told() {
    assertThatThrownBy(() -> helper.add("ens9")).hasMessageContaining("HOST_INTERFACE_ABSENT");
  }
}
