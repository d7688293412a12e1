package dev.nodeready.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nodeready.Distribution;
import dev.nodeready.SmallConfig;
import dev.nodeready.network.MetadataServer;
import dev.nodeready.tree.JsonObject;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import jnr.unixsocket.UnixDatagramChannel;
import jnr.unixsocket.UnixSocketAddress;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the built program writes for an instance, and what it leaves alone. */
class InitIT {
  private static final FileTime LONG_AGO = FileTime.fromMillis(1_000_000_000_000L);
  private static final String CONFIG = "etc/kubernetes/kubelet/config.json";
  private static final String DROP_IN = CONFIG + ".d/40-nodeadm.conf";

  @TempDir Path root;
  private MetadataServer metadata;
  private final Map<String, String> environment = new HashMap<>();

  @BeforeEach
  void start() throws IOException {
    metadata = MetadataServer.start();
    environment.putAll(metadata.environment());
    write("etc/eks/containerd-version.txt", "2.2.3");
    write("etc/eks/image-credential-provider/ecr-credential-provider", "");
    write("etc/eks/kubelet-version.txt", "1.34.1");
    configure("");
  }

  @AfterEach
  void stop() {
    metadata.close();
  }

  private void configure(String more) throws IOException {
    write("node.yaml", SmallConfig.TEXT + more);
  }

  private void write(String path, String text) throws IOException {
    Path place = root.resolve(path);
    Files.createDirectories(place.getParent());
    Files.writeString(place, text);
  }

  private Distribution.Ended run(String command, String... more) throws InterruptedException {
    List<String> words = new ArrayList<>(List.of(command, "--root", root.toString()));
    words.addAll(List.of("--supervisor", "none", "-c", "file://" + root.resolve("node.yaml")));
    words.addAll(List.of(more));
    return Distribution.start(environment, words.toArray(String[]::new)).await();
  }

  private Distribution.Ended init() throws InterruptedException {
    Distribution.Ended ended = run("init", "--only", "resolve,runtime-files,kubelet-files");
    assertThat(ended.exitCode()).as(ended.err()).isZero();
    return ended;
  }

  private @Nullable Object maxPods() throws IOException {
    return JsonObject.read(Files.readString(root.resolve(CONFIG)), CONFIG).get("maxPods");
  }

  @Test
  void a_type_that_no_table_has_is_asked_of_ec2() throws Exception {
    metadata.isOfType(MetadataServer.NEW_TYPE);
    init();
    assertThat(maxPods()).isEqualTo(4L * (10 - 1) + 2);
  }

  @Test
  void an_expression_decides_how_many_pods_there_are() throws Exception {
    metadata.isOfType(MetadataServer.NEW_TYPE);
    configure("  kubelet: {maxPodsExpression: 'default_enis * 5'}\n");
    init();
    assertThat(maxPods()).isEqualTo(20L);
  }

  @Test
  void what_goes_past_the_proxy_is_completed_except_where_it_was_made_for_nodes() throws Exception {
    Path conf = root.resolve("etc/systemd/system.conf.d/environment.conf");
    configure("  instance: {environment: {default: {HTTPS_PROXY: 'http://p:1'}}}\n");
    init();
    assertThat(conf).content().contains("NO_PROXY=169.254.169.254,", "10.96.0.0/16,192.0.2.1\"");
    goesPastTheProxy("10.0.0.0/8, [ocalhost ,.internal");
    assertThat(conf)
        .content()
        .contains("\"NO_PROXY=10.0.0.0/8, [ocalhost ,.internal,169.254.169.254,", ",192.0.2.1\"");
    goesPastTheProxy("mine, 169.254.169.254");
    assertThat(conf).content().contains("\"NO_PROXY=mine, 169.254.169.254\"");
  }

  private void goesPastTheProxy(String list) throws Exception {
    configure(
        "  instance: {environment: {default: {HTTPS_PROXY: 'http://p:1', NO_PROXY: '%s'}}}\n"
            .formatted(list));
    init();
  }

  @Test
  void a_plan_tells_what_a_boot_would_warn_of_and_refuses_what_a_boot_refuses() throws Exception {
    configure("  kubelt: {}\n");
    assertThat(run("plan").out()).contains("warning: CONFIG_FIELD_UNKNOWN", "spec.kubelt");

    configure("  kubelet: {config: {imageGCHighThresholdPercent: 70}}\n");
    Distribution.Ended plan = run("plan");
    assertThat(plan.exitCode()).isEqualTo(78);
    assertThat(plan.err()).contains("imageGCLowThresholdPercent");
  }

  /** Seen: minutes of silence, and no word of what was asked. */
  @ParameterizedTest
  @CsvSource({
    "AWS_ENDPOINT_URL_EC2, an answer to ec2:DescribeInstances, AWS_ENDPOINT_UNREACHABLE",
    "AWS_EC2_METADATA_SERVICE_ENDPOINT, the metadata service, AWS_IMDS_UNREACHABLE"
  })
  void whoever_of_aws_is_not_there_is_told_of_also_to_systemd_and_bounded_by_the_budget(
      String endpoint, String subject, String code) throws Exception {
    environment.put(endpoint, "http://127.0.0.1:1");
    environment.put("NOTIFY_SOCKET", root.resolve("notify").toString());
    try (UnixDatagramChannel systemd = UnixDatagramChannel.open()) {
      systemd.bind(new UnixSocketAddress(root.resolve("notify").toFile()));
      systemd.configureBlocking(false);

      Distribution.Ended ended = run("init", "--only", "resolve,configure", "--budget", "4s", "-v");

      assertThat(ended.exitCode()).isEqualTo(75);
      assertThat(ended.err())
          .contains("DEBUG " + subject + ", attempt 1: ", "DEBUG " + subject + ", attempt 2: ")
          .containsPattern(
              "kubelet-files: waiting for " + subject + ": .* \\([1-4] s gone, [0-3] s left\\)")
          .containsPattern("verdict: failed, " + code + ": .*waited [1-4] s for the platform");
      ByteBuffer first = ByteBuffer.allocate(4096);
      SocketAddress _ = systemd.receive(first);
      assertThat(new String(first.array(), 0, first.position(), StandardCharsets.UTF_8))
          .startsWith("STATUS=waiting for " + subject)
          .contains("\nEXTEND_TIMEOUT_USEC=");
    }
  }

  @Test
  void a_drop_in_that_containerd_dies_of_is_refused_before_a_file_is_touched() throws Exception {
    String file = "/etc/containerd/conf.d/99-gpu.toml";
    write(file.substring(1), "version = 4\n");
    configure(
        """
          containerd:
            config: |
              version = 3
              imports = ["/etc/containerd/conf.d/*.toml"]
          bootstrap: {platform: none, nodeName: quay-1}
        """);

    Distribution.Ended ended = run("init", "--only", "resolve,configure");

    assertThat(ended.exitCode()).isEqualTo(1);
    assertThat(ended.err())
        .contains("CONTAINERD_DROP_IN_INVALID: tried to have containerd read " + file)
        .contains("it has version = 4, and /etc/containerd/config.toml has version = 3");
    assertThat(root.resolve("etc/containerd/config.toml")).doesNotExist();
  }

  @Test
  void disks_that_take_long_to_be_set_up_are_told_of_meanwhile() throws Exception {
    write("bin/setup-local-disks", "#!/bin/sh\nexec sleep 2\n");
    Path script = root.resolve("bin/setup-local-disks");
    assertThat(script.toFile().setExecutable(true)).isTrue();
    environment.put("PATH", script.getParent() + ":" + System.getenv("PATH"));
    configure(
        """
          instance: {localStorage: {strategy: RAID0}}
          bootstrap: {platform: none, nodeName: quay-1}
        """);

    Distribution.Ended ended = run("init", "--only", "resolve,local-disks");

    assertThat(ended.exitCode()).as(ended.err()).isZero();
    assertThat(ended.err())
        .containsPattern("waiting for setup-local-disks to end: it is at work \\([1-9] s gone, ");
  }

  @Test
  void volumes_are_those_of_the_machine_and_not_of_another_root() throws Exception {
    configure(
        """
          instance:
            storage: {volumes: [{device: /dev/xvdb, mountTargets: [/var/lib/containerd]}]}
          bootstrap: {platform: none, nodeName: quay-1}
        """);

    Distribution.Ended ended = run("init", "--only", "resolve,local-disks");

    assertThat(ended.exitCode()).isEqualTo(1);
    assertThat(ended.err())
        .contains(
            "tried to set up the volumes", "is not its root", "spec.instance.storage.volumes");
  }

  @Test
  void a_second_run_writes_nothing_and_says_so() throws Exception {
    init();
    List<Path> files = files();
    for (Path file : files) {
      Files.setLastModifiedTime(file, LONG_AGO);
    }
    assertThat(init().err())
        .contains("configure/runtime-files: unchanged", "configure/kubelet-files: unchanged");
    for (Path file : files) {
      assertThat(Files.getLastModifiedTime(file)).as(file.toString()).isEqualTo(LONG_AGO);
    }
    assertThat(run("plan", "-o", "json").out()).contains("\"files\": []");
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> all = Files.walk(root.resolve("etc"))) {
      return all.filter(Files::isRegularFile).toList();
    }
  }

  @Test
  void a_plan_shows_a_change_and_makes_none() throws Exception {
    init();
    configure("  kubelet: {config: {maxPods: 33}}\n");

    Distribution.Ended plan = run("plan");

    assertThat(plan.exitCode()).isEqualTo(3);
    assertThat(plan.out()).contains("create /" + DROP_IN, "\"maxPods\": 33");
    assertThat(root.resolve(DROP_IN)).doesNotExist();
  }

  @Test
  void a_file_that_is_not_wanted_any_more_goes() throws Exception {
    configure("  kubelet: {config: {maxPods: 33}}\n");
    init();
    assertThat(root.resolve(DROP_IN)).exists();
    configure("");
    init();
    assertThat(root.resolve(DROP_IN)).doesNotExist();
  }
}
