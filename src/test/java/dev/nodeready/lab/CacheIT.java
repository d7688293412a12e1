package dev.nodeready.lab;

import static dev.nodeready.lab.Guest.JOINED;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A boot finds in its AOT cache what it loads, as far as that is the same in each boot, however
 * late and with whatever words others answer. The first class that it has to read out of the jar
 * costs it 13 ms, and lambdas that the cache has not are written anew.
 */
@InBootLab
@Timeout(120)
class CacheIT {
  private static final Pattern MISSED =
      Pattern.compile(
          "(?m)^(dev\\.nodeready\\.(aws|boot|cli|config|containerd|inputs|logging|net|node|platform"
              + "|tree)\\."
              + "|org\\.snakeyaml\\.|sun\\.security\\.(ssl|x509)\\.|jdk\\.internal\\.icu\\."
              + ").* source: (?!shared)");

  private static final String CLASSES = "/run/nodeready/classes";
  private static final String LOG = "-Xlog:class+load=info:file=" + CLASSES + ":none";
  private static final String ENVIRONMENT = "/etc/nodeready/environment";
  private static final String LOGGED = "NODEREADY_JAVA_OPTS=" + LOG + "\n";

  private static final List<String> BY_HAND =
      List.of(
          "0 status",
          "0 config check",
          "0 config dump",
          "0 config check -c file:///etc/nodeready/node.yaml",
          "78 config check -c file:///none",
          "0 explain IMAGE_NOT_PINNED",
          "0 explain --list",
          "0 --version",
          "0 --help");

  private static final String CLUSTER =
      """
      cluster:
        name: lab
        apiServerEndpoint: https://example.com
        certificateAuthority: bGFiLWNh
        cidr: 10.100.0.0/16
      """;

  @TempDir private Path folder;

  private List<String> missed(Layer layer) {
    try (Guest guest = Guest.boot(Lab.get().node(layer.with(ENVIRONMENT, LOGGED)))) {
      guest.await(30, JOINED);
      return missed(guest.ok("cat " + CLASSES));
    }
  }

  private static List<String> missed(String loaded) {
    assertThat(loaded).contains("dev.nodeready.config.NodeConfig source: shared");
    return MISSED.matcher(loaded).results().map(MatchResult::group).toList();
  }

  /** The first use of {@code BigDecimal} costs 30 ms of the CPU: see {@code Durations}. */
  @Test
  void a_first_and_a_second_run_that_count_without_powers_of_five() {
    String also = "-Xlog:class+init=info:file=/run/nodeready/begun:none";
    Layer layer = new Layer(folder).with(ENVIRONMENT, LOGGED.strip() + " " + also + "\n");
    try (Guest guest = Guest.boot(Lab.get().node(layer))) {
      guest.await(30, JOINED);
      assertThat(guest.ok("cat /run/nodeready/begun"))
          .contains("'dev/nodeready/retry/Ticks'")
          .doesNotContain("'java/math/BigDecimal'");

      String ended = "until [ \"$(systemctl show -P MainPID nodeready)\" = 0 ]; do sleep 0.1; done";
      assertThat(
              guest.ok("systemctl restart nodeready && systemctl is-active nodeready && " + ended))
          .contains("active");

      assertThat(missed(guest.ok("cat " + CLASSES))).isEmpty();
      assertThat(guest.ok("cat /run/nodeready/begun"))
          .contains("'dev/nodeready/config/CachedConfig'")
          .doesNotContain("'java/math/BigDecimal'");
    }
  }

  /** Of what is loaded from elsewhere; of the JDK some cannot be. */
  private static boolean mayBeKept(String line) {
    return !line.contains("source: shared") && !line.contains("source: jrt:/");
  }

  @Test
  void commands_that_are_called_by_hand() {
    Layer layer = new Layer(folder).with("/etc/nodeready/node.yaml", Layer.config(CLUSTER));
    try (Guest guest = Guest.boot(Lab.get().node(layer))) {
      guest.await(30, JOINED);
      for (String command : BY_HAND) {
        String[] words = command.split(" ", 2);
        Shell.Said said = guest.sh("NODEREADY_JAVA_OPTS='" + LOG + "' nodeready " + words[1]);
        assertThat(said.code()).as(said.text()).isEqualTo(Integer.parseInt(words[0]));
        String loaded = guest.ok("cat " + CLASSES);

        assertThat(loaded).contains("dev.nodeready.Main source: shared");
        assertThat(loaded.lines().filter(CacheIT::mayBeKept)).as(command).isEmpty();
      }
    }
  }

  @Test
  void user_data_with_a_comment_a_map_and_something_to_warn_of() {
    assertThat(missed(new Layer(folder))).isEmpty();
  }

  /** Where an endpoint in the clear is named, much is not met that each instance meets. */
  @Test
  void an_instance_that_asks_ec2_over_tls_for_its_name() {
    Lab.script("src/test/lab/instance \"$0\"", folder.toString());
    String userData = Layer.config(CLUSTER + "bootstrap: {join: healthy}");
    Layer layer = new Layer(folder).with("/etc/lab/imds/latest/user-data", userData);

    assertThat(missed(layer)).isEmpty();
  }

  @Test
  void user_data_in_parts_and_a_file_beside_it() {
    Layer layer =
        new Layer(folder)
            .with(
                "/etc/lab/imds/latest/user-data",
                """
                MIME-Version: 1.0
                Content-Type: multipart/mixed; boundary="//"

                --//
                Content-Type: application/node.eks.aws

                apiVersion: node.eks.aws/v1alpha1
                kind: NodeConfig
                spec:
                  cluster:
                    name: 'lab'
                    apiServerEndpoint: "https://example.com" # of the cluster
                    certificateAuthority: bGFiLWNh
                    cidr: 10.100.0.0/16
                  containerd:
                    config: |
                      [plugins."io.containerd.grpc.v1.cri"]
                        max_container_log_line_size = 16384
                  kubelet:
                    config:
                      evictionHard: {memory.available: 100Mi}
                      clusterDNS:
                      - 10.100.0.10
                  bootstrap:
                    join: healthy

                --//
                Content-Type: text/x-shellscript; charset="us-ascii"

                #!/bin/sh
                --//--
                """)
            .withSpec("10-more", "kubelet: {config: {maxPods: 42}}");

    assertThat(missed(layer)).isEmpty();
  }
}
