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
          "(?m)^(dev\\.nodeready\\.(aws|cli|config|containerd|inputs|logging|net|platform|tree)\\."
              + "|org\\.snakeyaml\\.|sun\\.security\\.(ssl|x509)\\.|jdk\\.internal\\.icu\\."
              + ").* source: (?!shared)");

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
    layer.with(
        "/etc/nodeready/environment",
        "NODEREADY_JAVA_OPTS=-Xlog:class+load=info:file=/run/nodeready/classes:none\n");
    try (Guest guest = Guest.boot(Lab.get().node(layer))) {
      guest.await(30, JOINED);
      String loaded = guest.ok("cat /run/nodeready/classes");
      assertThat(loaded).contains("dev.nodeready.config.NodeConfig source: shared");
      return MISSED.matcher(loaded).results().map(MatchResult::group).toList();
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
