package dev.nodeready.lab;

import static dev.nodeready.verify.ImageTree.ETC_UNITS;
import static dev.nodeready.verify.ImageTree.PROVIDER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nodeready.catalogue.Code;
import dev.nodeready.cli.Cli;
import dev.nodeready.cli.Streams;
import dev.nodeready.cri.Containerd;
import dev.nodeready.doctor.Diagnosis;
import dev.nodeready.doctor.Finding;
import dev.nodeready.host.Root;
import dev.nodeready.node.RealPart;
import dev.nodeready.rehearsal.PauseImage;
import dev.nodeready.verify.ImageTree;
import dev.nodeready.verify.Verification;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A Debian root with real containerd and kubelet, as an image that is sound and as images that are
 * not: each has several faults, and all of them are found and nothing else is. Faults that files
 * alone show are those of {@code BrokenFilesTest}.
 */
@Tag("lab")
@Timeout(180)
class VerifyImageIT {
  private static final String PAUSE = "localhost/kubernetes/pause:latest";
  private static final String NOT_UNPACKED = "localhost/not/unpacked:1";
  private static final String CONFIG = "/etc/containerd/config.toml";
  private static final String KUBELET = "/etc/kubernetes/kubelet/config.json";
  private static final String KUBELET_HEAD =
      "{\"kind\": \"KubeletConfiguration\", \"apiVersion\": \"kubelet.config.k8s.io/v1beta1\","
          + " \"cgroupDriver\": \"systemd\", \"containerRuntimeEndpoint\":"
          + " \"unix:///run/containerd/containerd.sock\"";

  /** {@code $0} is the image's layer, {@code $1} containerd and {@code $2} kubelet. */
  private static final String PROGRAMS =
      """
      mkdir -p "$0/etc/containerd" "$0/usr/bin" "$0/usr/lib/nodeready/bin" "$0/var/lib/dbus"
      cp "$1" "${1%/*}/containerd-shim-runc-v2" "${1%/*}/ctr" "$2" "$0/usr/bin/"
      cp -r systemd/libexec "$0/usr/lib/nodeready/" && chmod 755 "$0"/usr/lib/nodeready/libexec/*
      install -m 755 /dev/null "$0/usr/lib/nodeready/bin/nodeready"
      mknod "$0/var/lib/dbus/machine-id" c 0 0
      mknod "$0/etc/containerd/config.toml" c 0 0
      """;

  /** Fills the store of {@code $0} with what {@code $1}, a containerd, makes of archives in $2. */
  private static final String STORE =
      """
      mkdir -p "$2/state" && echo 'version = 3' >"$2/c.toml"
      "$1" --config "$2/c.toml" --root "$0/var/lib/containerd" --state "$2/state" \
        --address "$2/c.sock" >"$2/log" 2>&1 &
      containerd=$!
      trap 'kill $containerd; wait $containerd || :' EXIT
      images="${1%/*}/ctr -a $2/c.sock -n k8s.io images"
      for try in $(seq 200); do $images ls >/dev/null 2>&1 && break || sleep 0.1; done
      $images import --snapshotter overlayfs "$2/pause.tar"
      $images label PAUSE io.cri-containerd.pinned=pinned
      $images import --no-unpack "$2/not-unpacked.tar"
      $images label NOT_UNPACKED io.cri-containerd.pinned=pinned
      """
          .replace("NOT_UNPACKED", NOT_UNPACKED)
          .replace("PAUSE", PAUSE);

  @TempDir private static Path folder;
  private static Path disk;
  private static Path good;

  @BeforeAll
  static void makeImage() throws Exception {
    String plain = Lab.plain(new Layer(Files.createDirectory(folder.resolve("none"))));
    assertThat(plain).isNotEmpty();
    disk = Files.createDirectory(folder.resolve("disk"));
    Lab.script("mount -t tmpfs -o mode=755 tmpfs \"$0\"", disk.toString());
    good = Files.createDirectory(disk.resolve("good"));
    new ImageTree(good).good().with("/var/lib/containerd/.keep", "").without("/lib");
    String containerd = Containerd.V2.program("containerd").toString();
    String kubelet = RealPart.KUBELET.program("kubelet");
    Lab.script(PROGRAMS, good.toString(), containerd, kubelet);
    Path work = Files.createDirectory(disk.resolve("work"));
    archive(work.resolve("pause.tar"), PAUSE, "");
    archive(work.resolve("not-unpacked.tar"), NOT_UNPACKED, "another");
    Lab.script(STORE, good.toString(), containerd, work.toString());
    Files.deleteIfExists(
        good.resolve("var/lib/containerd/io.containerd.grpc.v1.introspection/uuid"));
  }

  /** An image whose content no other has: the same content is unpacked once for all names. */
  private static void archive(Path file, String name, String ballast) throws IOException {
    PauseImage image =
        PauseImage.forMachine(
            System.getProperty("os.arch"), ballast.getBytes(StandardCharsets.UTF_8));
    Files.write(file, image.archive(name));
  }

  @AfterAll
  static void removeImage() {
    Lab.script("umount \"$0\"", disk.toString());
  }

  /**
   * Images with something wrong.
   *
   * @param about what is looked for; empty for all
   * @param found the codes of all that is wrong with them
   */
  record Broken(String what, String about, Set<Code> found, Breaking breaking) {
    @Override
    public String toString() {
      return what;
    }
  }

  /** Does it to an image. */
  interface Breaking {
    void of(ImageTree image) throws Exception;
  }

  private static String containerd(String sandbox) {
    return """
    version = 3
    [plugins."io.containerd.cri.v1.images".pinned_images]
    sandbox = "%s"
    [plugins."io.containerd.cri.v1.runtime".containerd]
    default_runtime_name = "runc"
    [plugins."io.containerd.cri.v1.runtime".containerd.runtimes.runc]
    runtime_type = "io.containerd.runc.v2"
    [plugins."io.containerd.cri.v1.runtime".containerd.runtimes.runc.options]
    SystemdCgroup = true
    """
        .formatted(sandbox);
  }

  static Stream<Broken> images() {
    return Stream.of(
        new Broken(
            "a configuration that is no TOML, no runc, a circle of units, an unknown setting",
            "",
            EnumSet.of(
                Code.CONTAINERD_CONFIG_INVALID,
                Code.CRI_EXITED,
                Code.HOST_COMMAND_MISSING,
                Code.SYSTEMD_ORDER_CYCLE,
                Code.SYSTEMD_UNIT_INVALID),
            image ->
                image
                    .baked(CONFIG, "version = \n")
                    .without("/usr/sbin/runc")
                    .with(
                        ETC_UNITS + "nodeready.service.d/50.conf",
                        "[Unit]\nAfter=containerd.service\n")
                    .with(
                        ETC_UNITS + "containerd.service.d/50.conf",
                        "[Unit]\nAfter=nodeready.service\n")
                    .with(ETC_UNITS + "kubelet.service.d/50.conf", "[Service]\nRestarts=always\n")),
        new Broken(
            "CRI is disabled",
            "CONTAINERD_CONFIG_CRI_DISABLED",
            EnumSet.of(Code.CONTAINERD_CONFIG_CRI_DISABLED),
            image ->
                image.baked(
                    CONFIG,
                    "version = 3\ndisabled_plugins = [\"io.containerd.cri.v1.runtime\"]\n")),
        new Broken(
            "a snapshotter that there is not",
            "CONTAINERD_SNAPSHOTTER_UNUSABLE",
            EnumSet.of(Code.CONTAINERD_SNAPSHOTTER_UNUSABLE),
            image ->
                image.baked(
                    CONFIG,
                    "version = 3\n[plugins.\"io.containerd.cri.v1.images\"]\nsnapshotter = \"soci\"\n")),
        new Broken(
            "a flag that kubelet does not know",
            "",
            EnumSet.of(Code.KUBELET_FLAG_UNKNOWN),
            image ->
                image.baked(
                    "/etc/eks/kubelet/environment",
                    "NODEADM_KUBELET_ARGS=--config=" + KUBELET + " --container-runtime=remote\n")),
        new Broken(
            "an image that is not unpacked, settings that kubelet refuses, swap",
            "",
            EnumSet.of(Code.IMAGE_NOT_UNPACKED, Code.KUBELET_CONFIG_REFUSED, Code.KUBELET_SWAP_ON),
            image ->
                image
                    .baked(CONFIG, containerd(NOT_UNPACKED))
                    .with("/etc/fstab", "/dev/vdb none swap sw 0 0\n")
                    .baked(KUBELET, KUBELET_HEAD + ", \"maxPods\": -3}")),
        new Broken(
            "no image, sysctls that differ, files of other versions",
            "",
            EnumSet.of(
                Code.IMAGE_LOCAL_ABSENT, Code.KUBELET_SYSCTL_DIFFERS, Code.HOST_VERSION_FILE_WRONG),
            image ->
                image
                    .baked(CONFIG, containerd("localhost/absent:1"))
                    .without("/etc/sysctl.d/99-kubernetes.conf")
                    .with("/etc/eks/kubelet-version.txt", "Kubernetes v1.34.1\n")
                    .baked(KUBELET, KUBELET_HEAD + ", \"protectKernelDefaults\": true}")),
        new Broken(
            "an image of a registry, and the state of another policy",
            "",
            EnumSet.of(
                Code.IMAGE_NOT_BAKED, Code.KUBELET_STATE_OF_OTHER_POLICY, Code.HOST_IDENTITY_LEFT),
            image ->
                image
                    .baked(CONFIG, containerd("registry.example/absent:1"))
                    .with(
                        "/var/lib/kubelet/cpu_manager_state",
                        "{\"policyName\":\"static\",\"defaultCpuSet\":\"0\",\"checksum\":1}")),
        new Broken(
            "an image under another name",
            "IMAGE",
            EnumSet.of(Code.IMAGE_UNDER_OTHER_NAME),
            image -> image.baked(CONFIG, containerd("registry.example/kubernetes/pause:latest"))),
        new Broken(
            "no runc for a sandbox",
            "IMAGE_SANDBOX_FAILED",
            EnumSet.of(Code.IMAGE_SANDBOX_FAILED),
            image -> image.without("/usr/sbin/runc")),
        new Broken(
            "a kubelet of mode 0644",
            "HOST_PROGRAM_NOT_EXECUTABLE",
            EnumSet.of(Code.HOST_PROGRAM_NOT_EXECUTABLE),
            image -> image.mode("/usr/bin/kubelet", "rw-r--r--")),
        new Broken(
            "control groups that are managed in two ways",
            "CONTAINERD_CGROUP_DRIVER_DIFFERS",
            EnumSet.of(Code.CONTAINERD_CGROUP_DRIVER_DIFFERS),
            image ->
                image
                    .with("/etc/eks/containerd-version.txt", "containerd 1.7.27\n")
                    .baked(CONFIG, containerd(PAUSE).replace("SystemdCgroup = true", ""))));
  }

  @Test
  void a_sound_image_has_no_findings_stays_as_it_is_and_nothing_is_left() throws Exception {
    try (Mounted image = new Mounted("sound")) {
      Diagnosis diagnosis = image.looked("");

      assertThat(diagnosis.findings()).as("%s", diagnosis).isEmpty();
      assertThat(diagnosis.notLookedAt()).as("%s", diagnosis).isEmpty();
      assertThat(diagnosis.fine()).contains("a pod sandbox", "kubelet", "order of units");
      assertThat(Shell.run(Map.of(), List.of("find", image.upper.toString())).ok())
          .isEqualTo(image.upper.toString());
      assertThat(Files.readString(Path.of("/proc/mounts")))
          .doesNotContain(image.scratch.toString());
      assertThat(image.scratch).isEmptyDirectory();
      assertThat(ProcessHandle.allProcesses())
          .noneMatch(p -> p.info().commandLine().orElse("").contains(image.scratch.toString()));
    }
  }

  @ParameterizedTest
  @MethodSource("images")
  void all_that_is_wrong_is_found_and_nothing_else(Broken broken) throws Exception {
    try (Mounted image = new Mounted("broken")) {
      broken.breaking().of(image.tree());

      Diagnosis diagnosis = image.looked(broken.about());

      assertThat(codes(diagnosis)).as("%s", diagnosis).isEqualTo(broken.found());
    }
  }

  @Test
  void a_configuration_that_is_meant_for_it_is_rendered_and_tried() throws Exception {
    try (Mounted image = new Mounted("configured")) {
      Path config = disk.resolve("node.yaml");
      Files.writeString(
          config,
          Layer.config(
              """
              cluster: {name: c, apiServerEndpoint: 'https://127.0.0.1', cidr: 10.100.0.0/16}
              kubelet: {config: {maxPods: 10, noSuchField: 1}}
              bootstrap: {platform: none}
              """));

      assertThat(codes(image.looked("CONFIG", config)))
          .containsExactlyInAnyOrder(Code.CONFIG_FIELD_MISSING, Code.CONFIG_VALUE_INVALID);
      image.tree().without(PROVIDER);
      Files.writeString(
          config, Files.readString(config).replace("bootstrap: {platform: none}", ""));
      assertThat(codes(image.looked("KUBELET_CREDENTIAL_PROVIDER_MISSING", config)))
          .containsExactly(Code.KUBELET_CREDENTIAL_PROVIDER_MISSING);
    }
  }

  @Test
  void where_no_root_is_named_the_programs_of_this_machine_are_run() throws Exception {
    Diagnosis diagnosis =
        new Verification(Root.MACHINE, List.of(), disk)
            .look("HOST_VERSION_FILE_WRONG", Duration.ofSeconds(60));

    assertThat(diagnosis.notLookedAt()).isEmpty();
  }

  @Test
  void the_readme_shows_what_the_program_says_and_how_a_pipeline_reads_it() throws Exception {
    try (Mounted image = new Mounted("readme")) {
      image
          .tree()
          .with("/etc/ssh/ssh_host_ed25519_key", "x")
          .with(
              ETC_UNITS + "nodeadm-config.service", "[Service]\nExecStart=/usr/bin/nodeadm init\n")
          .link(ImageTree.WANTS + "nodeadm-config.service", "../nodeadm-config.service");
      String readme = Files.readString(Path.of("README.md"));
      String command = "nodeready verify-image --root /mnt/image";

      Matcher shown =
          Pattern.compile(Pattern.quote("# " + command) + "\n(.*?)```", Pattern.DOTALL)
              .matcher(readme);
      assertThat(shown.find()).isTrue();
      // Where the list of what is fine ends, the page has dots.
      String begin = shown.group(1).replaceFirst("…\n$", "");
      assertThat(image.command(command)).startsWith("1\n" + begin);

      Matcher line =
          Pattern.compile("`(" + command + " [^`]*-o junit) >image.xml`").matcher(readme);
      assertThat(line.find()).isTrue();
      Files.writeString(disk.resolve("node.yaml"), Layer.config("bootstrap: {platform: none}"));
      assertThat(image.command(line.group(1).replace("node.yaml", disk + "/node.yaml")))
          .startsWith("1\n<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuite name=\"nodeready")
          .contains(
              "<failure type=\"SYSTEMD_OTHER_AGENT\"", "<failure type=\"CONFIG_FIELD_MISSING\"");
    }
  }

  private static Set<Code> codes(Diagnosis diagnosis) {
    return diagnosis.findings().stream()
        .map(Finding::code)
        .collect(Collectors.toCollection(() -> EnumSet.noneOf(Code.class)));
  }

  /** The sound image with changes of its own. */
  private static final class Mounted implements AutoCloseable {
    private final Path upper;
    private final Path root;
    private final Path scratch;

    Mounted(String name) throws IOException {
      Path of = Files.createTempDirectory(disk, name);
      upper = Files.createDirectory(of.resolve("up"));
      root = Files.createDirectory(of.resolve("root"));
      scratch = Files.createTempDirectory("nr");
      Lab.script(
          """
          lab=${BOOT_LAB:-${XDG_CACHE_HOME:-$HOME/.cache}/boot-lab}
          mkdir "$0/work"
          mount -t overlay -o "lowerdir=$1:$lab/rootfs.base,upperdir=$0/up,workdir=$0/work" overlay "$0/root"
          """,
          of.toString(),
          good.toString());
    }

    ImageTree tree() {
      return new ImageTree(root);
    }

    Diagnosis looked(String about, Path... configs) throws InterruptedException {
      List<String> sources = Stream.of(configs).map(file -> "file://" + file).toList();
      return new Verification(new Root(root), sources, scratch).look(about, Duration.ofSeconds(60));
    }

    /** The exit code of a command and its output, for the image in the place of another. */
    String command(String line) {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      Streams streams = new Streams(new PrintStream(out), new PrintStream(out));
      List<String> words =
          new ArrayList<>(List.of(line.replace("/mnt/image", root.toString()).split(" ")));
      words.removeFirst();
      words.addAll(List.of("--scratch", scratch.toString()));
      int code = new Cli(streams).run(words.toArray(String[]::new));
      return code + "\n" + out.toString(StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws IOException {
      Lab.script("umount \"$0\"", root.toString());
      Files.delete(scratch);
    }
  }
}
