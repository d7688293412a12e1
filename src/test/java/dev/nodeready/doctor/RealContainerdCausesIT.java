package dev.nodeready.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nodeready.Eventually;
import dev.nodeready.Needs;
import dev.nodeready.catalogue.Code;
import dev.nodeready.cri.Containerd;
import dev.nodeready.cri.PrivateContainerd;
import dev.nodeready.doctor.Causes.On;
import dev.nodeready.host.Commands;
import dev.nodeready.host.Privileges;
import dev.nodeready.rehearsal.LoopbackRegistry;
import dev.nodeready.rehearsal.LoopbackRegistry.Fault;
import dev.nodeready.rehearsal.PauseImage;
import dev.nodeready.retry.Time;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A real containerd is made to fail in each way that there is, and the cause is named. */
class RealContainerdCausesIT {
  private static final String SANDBOX = "localhost/berth/pause:3.10";
  private static final Commands COMMANDS = new Commands(Map.of());

  private final List<Path> mounts = new ArrayList<>();
  private PrivateContainerd containerd;

  @BeforeEach
  void prepare() throws IOException {
    containerd = PrivateContainerd.prepare(Containerd.V1, SANDBOX);
  }

  @AfterEach
  void stop() throws Exception {
    try {
      containerd.kill();
      for (Path mount : mounts) {
        run("umount", "--lazy", mount.toString());
      }
    } finally {
      containerd.close();
    }
  }

  /** In place of the one that is there. */
  private void prepare(String sandbox) throws IOException {
    containerd.close();
    containerd = PrivateContainerd.prepare(Containerd.V1, sandbox);
  }

  private static void run(String... words) throws InterruptedException {
    Commands.Result result = COMMANDS.run(Duration.ofSeconds(20), List.of(words));
    assertThat(result.ok()).as("%s: %s", List.of(words), result.errors()).isTrue();
  }

  /** The machine whose containerd this is. */
  private Ill ill() throws IOException {
    Ill ill = new Ill(containerd.folder());
    ill.with("/etc/containerd/config.toml", Files.readString(containerd.config()));
    if (Files.exists(containerd.log())) {
      ill.said("containerd.service", Files.readString(containerd.log()).split("\n"));
    }
    return ill;
  }

  private void change(String from, String to) throws IOException {
    String before = Files.readString(containerd.config());
    assertThat(before).contains(from);
    Files.writeString(containerd.config(), before.replace(from, to));
  }

  private void ready() throws Exception {
    containerd.start();
    Eventually.until("containerd is ready", containerd::isReady);
  }

  private void said(String words) throws Exception {
    Eventually.until(
        "containerd says " + words,
        () -> {
          try {
            return Files.exists(containerd.log())
                && Files.readString(containerd.log()).contains(words);
          } catch (IOException e) {
            return false;
          }
        });
  }

  /** The first finding is the cause, within ten seconds. */
  private Finding cause(Code code, String about, String how) throws Exception {
    long begun = Time.SYSTEM.nanos();
    Diagnosis diagnosis = ill().diagnosis(about);
    Duration took = Duration.ofNanos(Time.SYSTEM.nanos() - begun);
    assertThat(took).isLessThan(Duration.ofSeconds(10));
    List<Finding> found =
        diagnosis.findings().stream().filter(f -> f.code() != Code.HOST_DISK_LOW).toList();
    assertThat(found).as("%s", diagnosis).isNotEmpty();
    assertThat(found.getFirst().code()).as("%s", found).isEqualTo(code);
    assertThat(found.getFirst().isSure()).isTrue();
    String what = found.getFirst().what().replace(containerd.folder().toString(), "");
    Causes.proved(code, about.startsWith("IMAGE") ? On.REGISTRY : On.CONTAINERD, how, took, what);
    return found.getFirst();
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
    change(from, to);

    cause(code, "CONTAINERD", "containerd's file was changed: " + to);
  }

  @Test
  void mirrors_beside_a_config_path_are_named_by_the_file_and_by_the_log() throws Exception {
    Files.writeString(
        containerd.config(),
        """
        [plugins."io.containerd.grpc.v1.cri".registry.mirrors."docker.io"]
        endpoint = ["https://m.example"]
        """,
        StandardOpenOption.APPEND);
    containerd.start();
    said("cannot be set when");

    Finding finding =
        cause(
            Code.CONTAINERD_CONFIG_REGISTRY, "CONTAINERD", "containerd ran with both in its file");
    assertThat(finding.evidence().toString())
        .contains("containerd config dump", "log of containerd");
    assertThat(ill().diagnosis("CRI_UNIMPLEMENTED").findings())
        .extracting(Finding::code)
        .contains(Code.CONTAINERD_CONFIG_REGISTRY, Code.CRI_UNIMPLEMENTED);
  }

  @Test
  void a_snapshotter_that_is_not_there_is_named() throws Exception {
    change("snapshotter = \"native\"", "snapshotter = \"soci\"");
    containerd.start();
    said("failed to find snapshotter");

    cause(Code.CONTAINERD_SNAPSHOTTER_UNUSABLE, "CRI", "containerd ran with a snapshotter soci");
  }

  @ParameterizedTest
  @CsvSource({"0, invalid database", "8192, bbolt.("})
  void a_broken_database_is_named(int from, String says) throws Exception {
    ready();
    containerd.kill();
    Path database = containerd.root().resolve("io.containerd.metadata.v1.bolt/meta.db");
    byte[] bytes = Files.readAllBytes(database);
    Arrays.fill(bytes, from, bytes.length, (byte) 0x5a);
    Files.write(database, bytes);
    containerd.start();
    said(says);

    cause(Code.CONTAINERD_METADATA_BROKEN, "CRI", "meta.db of a real containerd was overwritten");
  }

  @Test
  void a_port_that_is_taken_is_named_with_the_port() throws Exception {
    try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String address = "127.0.0.1:" + other.getLocalPort();
      change("[grpc]", "[metrics]\naddress = \"" + address + "\"\n[grpc]");
      containerd.start();
      said("address already in use");

      Finding finding =
          cause(
              Code.CONTAINERD_PORT_TAKEN, "CRI_SOCKET_ABSENT", "a listener had the metrics' port");
      assertThat(finding.what()).contains(address);
    }
  }

  private Path mount(String folder, String options) throws Exception {
    Needs.that(Privileges.own().mayMount(), "this needs to mount: run it as root");
    Path place = Files.createDirectories(containerd.folder().resolve(folder));
    run("mount", "-t", "tmpfs", "-o", options, "tmpfs", place.toString());
    mounts.add(place);
    return place;
  }

  @Test
  void a_full_disk_is_named_with_its_folder_and_number() throws Exception {
    Path full = mount("var/lib/containerd", "size=64k");
    Files.write(full.resolve("ballast"), new byte[64 << 10]);
    change("root = \"" + containerd.root() + "\"", "root = \"" + full + "\"");
    containerd.start();
    said("no space left on device");

    Finding finding =
        cause(Code.HOST_DISK_FULL, "HOST", "containerd's folder was a full file system of 64 KiB");
    assertThat(finding.what()).contains("/var/lib/containerd");
    assertThat(finding.evidence().toString()).contains("0 of 0 MiB", "log of containerd");
  }

  @Test
  void of_two_faults_at_once_the_one_that_blocks_first_stands_first() throws Exception {
    Path full = mount("var/lib/containerd", "size=64k");
    Files.write(full.resolve("ballast"), new byte[64 << 10]);
    Files.createDirectories(containerd.endpoint().socket());

    assertThat(ill().diagnosis(Checks.fitting(Code.CRI_SOCKET_ABSENT)).findings())
        .filteredOn(finding -> finding.weight() == Finding.Weight.FAILURE)
        .extracting(Finding::code)
        .containsExactly(Code.HOST_DISK_FULL, Code.CRI_SOCKET_IS_FOLDER);
  }

  @Test
  void a_drop_in_of_another_schema_is_named() throws Exception {
    change("version = 2", "version = 2\nimports = [\"/etc/containerd/conf.d/*.toml\"]");
    ill()
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
    mount("var/lib/containerd", "size=1m,nr_inodes=1");

    cause(Code.HOST_INODES_SPENT, "HOST_INODES_SPENT", "a file system with no inodes left");
  }

  @Test
  void a_read_only_file_system_is_named_by_what_containerd_says() throws Exception {
    Path fixed = mount("var/lib/containerd", "ro");
    change("root = \"" + containerd.root() + "\"", "root = \"" + fixed + "\"");
    containerd.start();
    Eventually.until("it has ended", () -> !containerd.isRunning());

    cause(Code.HOST_READ_ONLY, "CRI_SOCKET_ABSENT", "containerd's folder was mounted read-only");
  }

  @Test
  void what_stands_in_the_place_of_the_socket_is_named() throws Exception {
    Path socket = containerd.endpoint().socket();
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
    ready();
    assertThat(ill().diagnosis("CRI").findings())
        .filteredOn(f -> f.code() != Code.HOST_DISK_LOW)
        .isEmpty();

    containerd.signal("STOP");
    cause(Code.CRI_SILENT, "CRI", "a real containerd was sent SIGSTOP");
    containerd.signal("CONT");
    containerd.kill();
    cause(Code.CRI_REFUSED, "CRI", "a real containerd was killed");
  }

  @Test
  void a_pod_network_that_is_not_configured_or_not_seen_is_named() throws Exception {
    ready();
    ill().asNode();
    cause(
        Code.HOST_CNI_ABSENT, "HOST_CNI_ABSENT", "a real containerd without a configured network");

    ill().with("/etc/cni/net.d/10-aws.conflist", "{}");
    cause(
        Code.HOST_CNI_UNSEEN,
        "HOST_CNI_UNSEEN",
        "a configuration that a real containerd did not see");
  }

  @Test
  void a_cgroup_driver_that_differs_from_kubelets_is_named() throws Exception {
    ill().asNode().withSettings("{\"cgroupDriver\": \"systemd\"}");

    cause(
        Code.CONTAINERD_CGROUP_DRIVER_DIFFERS,
        "CONTAINERD_CGROUP_DRIVER_DIFFERS",
        "a real containerd with runc's default beside a kubelet with systemd");
  }

  private void imported(String namespace, String name) throws Exception {
    Path archive = containerd.folder().resolve("pause.tar");
    Files.write(archive, PauseImage.forThisMachine().archive(name));
    ctr(namespace, "import", "--snapshotter", "native", archive.toString());
  }

  private void ctr(String namespace, String... words) throws Exception {
    List<String> all =
        new ArrayList<>(
            List.of(
                "ctr", "-a", containerd.endpoint().socket().toString(), "-n", namespace, "images"));
    all.addAll(List.of(words));
    run(all.toArray(String[]::new));
  }

  @Test
  void a_sandbox_image_that_cri_does_not_find_is_looked_for_elsewhere() throws Exception {
    ready();
    cause(Code.IMAGE_LOCAL_ABSENT, "IMAGE", "a real containerd without a localhost/ image");

    imported("default", SANDBOX);
    cause(Code.IMAGE_IN_OTHER_NAMESPACE, "IMAGE", "imported into containerd's namespace default");

    imported("k8s.io", "registry.example/pause:3.10");
    Finding other =
        cause(Code.IMAGE_UNDER_OTHER_NAME, "IMAGE_UNDER_OTHER_NAME", "imported under another name");
    assertThat(other.remedy())
        .contains("ctr -n k8s.io images tag registry.example/pause:3.10 " + SANDBOX);

    ctr("k8s.io", "tag", "registry.example/pause:3.10", SANDBOX);
    // Of a version that knows pins, whatever this one is.
    ill().with("/etc/eks/containerd-version.txt", "containerd 1.7.27");
    cause(Code.IMAGE_NOT_PINNED, "IMAGE", "imported and not labelled");

    ctr("k8s.io", "label", SANDBOX, "io.cri-containerd.pinned=pinned");
    assertThat(ill().diagnosis(List.of(ImageCheck.check())).findings()).isEmpty();

    ctr("k8s.io", "rm", SANDBOX, "registry.example/pause:3.10");
    ctr("default", "rm", SANDBOX);
    said("ImageDelete");
    cause(Code.IMAGE_COLLECTED, "IMAGE_COLLECTED", "removed from a real containerd");
  }

  @Test
  void an_image_that_is_not_unpacked_for_cris_snapshotter_is_named() throws Exception {
    ready();
    Path archive = containerd.folder().resolve("pause.tar");
    Files.write(archive, PauseImage.forThisMachine().archive(SANDBOX));
    ctr("k8s.io", "import", "--no-unpack", archive.toString());

    assertThat(ill().diagnosis("IMAGE_NOT_UNPACKED").findings())
        .extracting(Finding::code)
        .contains(Code.IMAGE_NOT_UNPACKED);
    Causes.proved(
        Code.IMAGE_NOT_UNPACKED,
        On.CONTAINERD,
        "imported unpacked not",
        "it is not unpacked for CRI's snapshotter");
  }

  @Test
  void what_the_last_pull_met_is_named_by_containerds_log() throws Exception {
    try (LoopbackRegistry registry = LoopbackRegistry.start()) {
      String image = registry.host() + "/berth/pause:3.10";
      prepare(image);
      containerd.using(registry);
      ready();
      Map<Code, Integer> answers =
          Map.of(
              Code.IMAGE_FORBIDDEN, 403,
              Code.IMAGE_RATE_LIMITED, 429,
              Code.IMAGE_REGISTRY_ERROR, 503,
              Code.IMAGE_UNAUTHORIZED, 401);
      for (Map.Entry<Code, Integer> answer : answers.entrySet()) {
        registry.failingAlways(new Fault.Status("manifests", answer.getValue(), ""));
        containerd.pull(image);
        cause(answer.getKey(), "IMAGE", "a registry answered " + answer.getValue());
      }
      registry.failingAlways(new Fault.Content("manifests", "text/html", "<html>log in</html>"));
      containerd.pull(image);
      cause(Code.IMAGE_REGISTRY_PAGE, "IMAGE", "a page in the registry's place");
      registry.failingAlways(new Fault.CutOff("blobs"));
      registry.put("berth/pause", "3.10", PauseImage.forThisMachine());
      containerd.pull(image);
      assertThat(ill().diagnosis("IMAGE").findings().getFirst().code())
          .isIn(Code.IMAGE_REGISTRY_UNREACHABLE, Code.IMAGE_CUT_OFF);
      registry.failingAlways(new Fault.Status("manifests", 404, ""));
      containerd.pull(image);
      cause(Code.IMAGE_NOT_FOUND, "IMAGE", "a registry without the image");
    }
  }

  @Test
  void a_mirror_that_is_dead_and_a_hosts_file_that_is_broken_are_named() throws Exception {
    String host = "registry.example:5000";
    prepare(host + "/pause:3.10");
    containerd.usingPlain(host);
    Path hosts = containerd.folder().resolve("certs.d").resolve(host).resolve("hosts.toml");
    change(containerd.folder() + "/certs.d", "/certs.d");
    Files.writeString(hosts, "[host.\"http://127.0.0.1:1\"]\n");
    cause(Code.IMAGE_MIRROR_DEAD, "IMAGE_MIRROR_DEAD", "a mirror's port that nobody listens on");

    Files.writeString(hosts, "[host.\"http://127.0.0.1:1\"\n");
    cause(Code.CONTAINERD_HOSTS_BROKEN, "CONTAINERD_HOSTS_BROKEN", "a hosts.toml that is no TOML");

    Files.move(hosts, hosts.resolveSibling("host.toml"));
    cause(Code.CONTAINERD_HOSTS_MISNAMED, "CONTAINERD_HOSTS_MISNAMED", "named host.toml");
  }
}
