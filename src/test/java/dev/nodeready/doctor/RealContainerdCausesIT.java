package dev.nodeready.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nodeready.Eventually;
import dev.nodeready.catalogue.Code;
import dev.nodeready.cri.Containerd;
import dev.nodeready.doctor.Causes.On;
import dev.nodeready.failure.Cause;
import dev.nodeready.failure.Failure;
import dev.nodeready.rehearsal.LoopbackRegistry;
import dev.nodeready.rehearsal.LoopbackRegistry.Fault;
import dev.nodeready.rehearsal.PauseImage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A real containerd is made to fail in each way that there is, and the cause is named. */
class RealContainerdCausesIT {
  private static final String SANDBOX = "localhost/berth/pause:3.10";

  private SickContainerd containerd;

  @BeforeEach
  void prepare() throws IOException {
    containerd = SickContainerd.prepare(Containerd.V1, SANDBOX);
  }

  @AfterEach
  void stop() throws Exception {
    containerd.close();
  }

  private Finding cause(Code code, String about, String how) throws Exception {
    return containerd.cause(code, about, On.CONTAINERD, how);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "CONTAINERD_CONFIG_CRI_DISABLED | [\"io.containerd.nri | [\"cri\", \"io.containerd.nri",
        "CONTAINERD_CONFIG_INVALID | version = 2 | version = = 2",
        "CONTAINERD_CONFIG_RUNTIME | snapshotter = \"native\" | default_runtime_name = \"crun\"",
        "CONTAINERD_CONFIG_DUMP_FAILED | restrict_oom_score_adj = true | restrict_oom_score_adj = 7",
      })
  void a_configuration_with_which_it_has_no_cri_is_named(Code code, String from, String to)
      throws Exception {
    containerd.change(from, to);

    cause(code, "CONTAINERD", "containerd's file was changed: " + to);
  }

  @Test
  void mirrors_beside_a_config_path_are_named_by_the_file_and_by_the_log() throws Exception {
    Files.writeString(
        containerd.real().config(),
        """
        [plugins."io.containerd.grpc.v1.cri".registry.mirrors."docker.io"]
        endpoint = ["https://m.example"]
        """,
        StandardOpenOption.APPEND);
    containerd.real().start();
    containerd.said("cannot be set when");

    Finding finding =
        cause(
            Code.CONTAINERD_CONFIG_REGISTRY, "CONTAINERD", "containerd ran with both in its file");
    assertThat(finding.evidence().toString())
        .contains("containerd config dump", "log of containerd");
    assertThat(containerd.machine().diagnosis("CRI_UNIMPLEMENTED").findings())
        .extracting(Finding::code)
        .contains(Code.CONTAINERD_CONFIG_REGISTRY, Code.CRI_UNIMPLEMENTED);
  }

  @Test
  void a_snapshotter_that_is_not_there_is_named() throws Exception {
    containerd.change("snapshotter = \"native\"", "snapshotter = \"soci\"");
    containerd.real().start();
    containerd.said("failed to find snapshotter");

    cause(Code.CONTAINERD_SNAPSHOTTER_UNUSABLE, "CRI", "containerd ran with a snapshotter soci");
  }

  @ParameterizedTest
  @CsvSource({"0, invalid database", "8192, bbolt.("})
  void a_broken_database_is_named(int from, String says) throws Exception {
    containerd.ready();
    containerd.real().kill();
    Path database = containerd.real().root().resolve("io.containerd.metadata.v1.bolt/meta.db");
    byte[] bytes = Files.readAllBytes(database);
    Arrays.fill(bytes, from, bytes.length, (byte) 0x5a);
    Files.write(database, bytes);
    containerd.real().start();
    containerd.said(says);

    cause(Code.CONTAINERD_METADATA_BROKEN, "CRI", "meta.db of a real containerd was overwritten");
  }

  @Test
  void a_port_that_is_taken_is_named_with_the_port() throws Exception {
    try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String address = "127.0.0.1:" + other.getLocalPort();
      containerd.change("[grpc]", "[metrics]\naddress = \"" + address + "\"\n[grpc]");
      containerd.real().start();
      containerd.said("address already in use");

      Finding finding =
          cause(
              Code.CONTAINERD_PORT_TAKEN, "CRI_SOCKET_ABSENT", "a listener had the metrics' port");
      assertThat(finding.what()).contains(address);
    }
  }

  @Test
  void a_full_disk_is_named_with_its_folder_and_number() throws Exception {
    Path full = containerd.mount("var/lib/containerd", "size=64k");
    Files.write(full.resolve("ballast"), new byte[64 << 10]);
    containerd.change("root = \"" + containerd.real().root() + "\"", "root = \"" + full + "\"");
    containerd.real().start();
    containerd.said("no space left on device");

    Finding finding =
        cause(Code.HOST_DISK_FULL, "HOST", "containerd's folder was a full file system of 64 KiB");
    assertThat(finding.what()).contains("/var/lib/containerd");
    assertThat(finding.evidence().toString()).contains("0 of 0 MiB", "log of containerd");
  }

  @Test
  void a_drop_in_of_another_schema_is_named() throws Exception {
    containerd.change("version = 2", "version = 2\nimports = [\"/etc/containerd/conf.d/*.toml\"]");
    containerd
        .machine()
        .with(
            "/etc/containerd/conf.d/99-gpu.toml",
            "version = 3\n[plugins.'io.containerd.cri.v1.runtime'.containerd.runtimes.gpu]\n");

    Finding finding =
        cause(
            Code.CONTAINERD_DROP_IN_WITHOUT_EFFECT,
            "CONTAINERD_DROP_IN_WITHOUT_EFFECT",
            "a drop-in of schema 3 beside a real containerd of schema 2");
    assertThat(finding.what()).contains("99-gpu.toml");
  }

  @Test
  void a_file_system_without_inodes_is_named() throws Exception {
    containerd.mount("var/lib/containerd", "size=1m,nr_inodes=1");

    cause(Code.HOST_INODES_SPENT, "HOST_INODES_SPENT", "a file system with no inodes left");
  }

  @Test
  void a_read_only_file_system_is_named_by_what_containerd_says() throws Exception {
    Path fixed = containerd.mount("var/lib/containerd", "ro");
    containerd.change("root = \"" + containerd.real().root() + "\"", "root = \"" + fixed + "\"");
    containerd.real().start();
    Eventually.until("it has ended", () -> !containerd.real().isRunning());

    cause(Code.HOST_READ_ONLY, "CRI_SOCKET_ABSENT", "containerd's folder was mounted read-only");
  }

  @Test
  void what_stands_in_the_place_of_the_socket_is_named() throws Exception {
    Path socket = containerd.real().endpoint().socket();
    Files.createDirectories(socket);
    cause(Code.CRI_SOCKET_IS_FOLDER, "CRI", "a folder in the socket's place");

    Files.delete(socket);
    Files.createFile(socket);
    cause(Code.CRI_NOT_A_SOCKET, "CRI", "a plain file in the socket's place");

    Files.delete(socket);
    Files.createSymbolicLink(socket, Path.of("/nonexistent"));
    cause(Code.CRI_SOCKET_DANGLING, "CRI", "a link to nothing in the socket's place");
  }

  @Test
  void a_runtime_that_is_well_accuses_nobody_and_one_that_is_stopped_or_killed_does()
      throws Exception {
    containerd.ready();
    assertThat(containerd.machine().diagnosis("CRI").findings())
        .filteredOn(f -> f.code() != Code.HOST_DISK_LOW)
        .isEmpty();

    containerd.real().signal("STOP");
    cause(Code.CRI_SILENT, "CRI", "a real containerd was sent SIGSTOP");
    containerd.real().signal("CONT");
    containerd.real().kill();
    cause(Code.CRI_REFUSED, "CRI", "a real containerd was killed");
  }

  @Test
  void a_pod_network_that_is_not_configured_or_not_seen_is_named() throws Exception {
    containerd.ready();
    containerd.machine().asNode();
    cause(
        Code.HOST_CNI_ABSENT, "HOST_CNI_ABSENT", "a real containerd without a configured network");

    containerd.machine().with("/etc/cni/net.d/10-aws.conflist", "{}");
    cause(
        Code.HOST_CNI_UNSEEN,
        "HOST_CNI_UNSEEN",
        "a configuration that a real containerd did not see");
  }

  @Test
  void a_cgroup_driver_that_differs_from_kubelets_is_named() throws Exception {
    containerd.machine().asNode().withSettings("{\"cgroupDriver\": \"systemd\"}");

    cause(
        Code.CONTAINERD_CGROUP_DRIVER_DIFFERS,
        "CONTAINERD_CGROUP_DRIVER_DIFFERS",
        "a real containerd with runc's default beside a kubelet with systemd");
  }

  /** Its state is read at the start, and one blob does not come to its end. */
  @Test
  void a_state_that_is_still_recovered_is_named_as_what_is_waited_for() throws Exception {
    PauseImage image = PauseImage.forThisMachine();
    containerd.ready();
    containerd.imported("k8s.io", SANDBOX, "--snapshotter", "native");
    containerd.real().kill();
    Files.delete(containerd.real().log());
    Path blob =
        containerd
            .real()
            .root()
            .resolve("io.containerd.content.v1.content/blobs/sha256")
            .resolve(PauseImage.digest(image.config()).replace("sha256:", ""));
    Files.delete(blob);
    containerd.run("mkfifo", blob.toString());
    containerd.real().start();
    containerd.said("Start recovering state");
    containerd.said("successfully booted");

    cause(Code.CRI_NOT_INITIALIZED, "CRI", "its state is held back by a FIFO");
    assertThat(behind(Code.CRI_NOT_INITIALIZED)).containsExactly(Code.CONTAINERD_RECOVERING);
    Causes.proved(
        Code.CONTAINERD_RECOVERING,
        On.CONTAINERD,
        "its state is held back by a FIFO",
        "behind CRI_NOT_INITIALIZED, as a boot names it");
  }

  @Test
  void a_name_that_a_sandbox_still_has_is_named() throws Exception {
    Thread first = Thread.ofPlatform().daemon().unstarted(() -> containerd.real().sandbox("etcd"));
    try (LoopbackRegistry registry = LoopbackRegistry.start()) {
      containerd.change(SANDBOX, registry.host() + "/berth/pause:3.10");
      containerd.real().using(registry);
      registry.failingAlways(new Fault.Hang("manifests"));
      containerd.ready();
      first.start();
      Eventually.until("it pulls", () -> !registry.requests().isEmpty());
      containerd.real().sandbox("etcd");
      containerd.said("is reserved for");

      Finding finding =
          cause(
              Code.CONTAINERD_NAME_RESERVED,
              "CONTAINERD_NAME_RESERVED",
              "a second sandbox of a name while the first one is made");
      assertThat(finding.what()).contains("etcd");
    }
    // It was held by the registry.
    first.join();
  }

  /** What a boot would name behind its failure. */
  private List<Code> behind(Code failure) throws IOException {
    return new BehindFailure(containerd.machine().patient(), UnaryOperator.identity())
        .of(Failure.passing(failure, "wait", "it is not there", "see why")).stream()
            .map(Cause::code)
            .toList();
  }
}
