package dev.nodeready.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nodeready.host.Root;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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
    helper.add(List.of("ens5"));

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
    helper.add(List.of("ens6"));

    assertThat(network("ens6"))
        .content()
        .contains("RouteMetric=615", "Table=10103", "From=172.16.40.9\n", "Gateway=_ipv6ra");
    assertThat(folder.resolve(NETWORKS + "80-ec2.network.d")).doesNotExist();
  }

  @Test
  void an_interface_without_an_address_gets_no_rule() throws Exception {
    metadata.remove(
        "/latest/meta-data/network/interfaces/macs/" + MetadataServer.SECONDARY + "/local-ipv4s");

    helper.add(List.of("ens6"));

    assertThat(network("ens6")).content().contains("Table=10103").doesNotContain("From=");
  }

  @Test
  void an_interface_that_comes_after_the_node_was_set_up_is_the_cni_plugins() throws Exception {
    write("run/nodeadm/init", "");

    helper.add(List.of("ens6"));

    assertThat(network("ens6")).doesNotExist();
    assertThat(folder.resolve(KEPT + "ens6")).hasContent("cni");
  }

  @Test
  void what_was_decided_once_holds_for_the_instance() throws Exception {
    helper.add(List.of("ens6"));
    write("run/nodeadm/init", "");
    helper.remove(List.of("ens6"));
    assertThat(network("ens6")).doesNotExist();

    helper.add(List.of("ens6"));

    assertThat(network("ens6")).exists();
  }

  @Test
  void after_a_reboot_with_other_names_each_interface_has_the_manager_that_it_had()
      throws Exception {
    helper.add(List.of("ens5"));
    write("run/nodeadm/init", "");
    helper.add(List.of("ens6"));

    reboot();
    link("ens6", MetadataServer.PRIMARY);
    link("ens5", MetadataServer.SECONDARY);
    helper.add(List.of("ens5"));
    helper.add(List.of("ens6"));

    assertThat(network("ens5")).doesNotExist();
    assertThat(network("ens6")).content().contains(MetadataServer.PRIMARY);
    assertThat(folder.resolve(KEPT + "ens5")).hasContent("cni");
    assertThat(folder.resolve(KEPT + "ens6")).hasContent("io.systemd.Network");
  }

  @Test
  void a_new_interface_does_not_inherit_what_was_decided_of_another_of_its_name() throws Exception {
    write("run/nodeadm/init", "");
    helper.add(List.of("ens6"));

    reboot();
    link("ens6", "0e:49:61:0f:c3:99");
    metadata.put(MetadataServer.MACS + "0e:49:61:0f:c3:99/device-number", "2");
    helper.add(List.of("ens6"));

    assertThat(folder.resolve(KEPT + "ens6")).hasContent("io.systemd.Network");
    assertThat(network("ens6")).content().contains("Table=10002").doesNotContain("From=");
  }

  @Test
  void what_nodeadm_has_kept_by_name_counts() throws Exception {
    write(KEPT + "ens6", "cni\n");
    helper.add(List.of("ens6"));
    assertThat(network("ens6")).doesNotExist();
  }

  @Test
  void without_the_instances_folder_all_is_decided_anew() throws Exception {
    helper.add(List.of("ens5"));
    helper.add(List.of("ens6"));
    write("run/nodeadm/init", "");
    Files.delete(folder.resolve(KEPT + "ens5"));
    Files.delete(folder.resolve(KEPT + "ens6"));
    Files.delete(folder.resolve(KEPT));

    helper.add(List.of("ens5"));
    helper.add(List.of("ens6"));

    assertThat(folder.resolve(KEPT + "ens5")).hasContent("cni");
    assertThat(folder.resolve(KEPT + "ens6")).hasContent("cni");
  }

  private void reboot() throws IOException {
    Files.deleteIfExists(folder.resolve("run/nodeadm/init"));
    Files.deleteIfExists(network("ens5"));
    Files.deleteIfExists(network("ens6"));
  }

  @Test
  void an_interface_that_goes_while_the_service_is_asked_leaves_nothing_behind() {
    metadata.when(
        MetadataServer.MACS + MetadataServer.SECONDARY + "/local-ipv4s",
        () -> delete("sys/class/net/ens6/address"));

    assertThatThrownBy(() -> helper.add(List.of("ens6")))
        .hasMessageContaining("HOST_INTERFACE_ABSENT")
        .hasMessageContaining("it has gone again");

    assertThat(network("ens6")).doesNotExist();
  }

  private void delete(String path) {
    try {
      Files.delete(folder.resolve(path));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void one_that_the_service_does_not_know_is_told_at_once_and_keeps_no_other_waiting() {
    metadata.remove(MetadataServer.MACS + MetadataServer.SECONDARY + "/device-number");
    assertThatThrownBy(() -> helper.add(List.of("ens6", "ens5")))
        .hasMessageContaining("AWS_IMDS_ABSENT")
        .hasMessageContaining(MetadataServer.SECONDARY);
    assertThat(network("ens5")).exists();
  }

  @Test
  void one_that_is_not_there_keeps_no_other_from_its_configuration() {
    assertThatThrownBy(() -> helper.add(List.of("ens9", "ens6", "ens5")))
        .hasMessageContaining("ens9");
    assertThat(network("ens5")).exists();
    assertThat(network("ens6")).exists();
  }

  @Test
  void an_interface_that_is_gone_already_is_no_trouble() throws Exception {
    helper.remove(List.of("ens9"));
    assertThat(network("ens9")).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "../x", "../../etc/x", "x/../../y", ".", "..", "a b", "far-too-long-a-name"})
  void a_name_that_would_leave_its_folder_is_refused(String name) {
    assertThatThrownBy(() -> helper.add(List.of(name))).hasMessageContaining("HOST_INTERFACE_NAME");
    assertThatThrownBy(() -> helper.remove(List.of(name)))
        .hasMessageContaining("HOST_INTERFACE_NAME");
  }

  @Test
  void an_interface_that_does_not_exist_is_told() {
    assertThatThrownBy(() -> helper.add(List.of("ens9")))
        .hasMessageContaining("HOST_INTERFACE_ABSENT");
  }
}
