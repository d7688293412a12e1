package dev.nodeready.lab;

import static dev.nodeready.lab.Guest.JOINED;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A node with a pod leaves its cluster: real kubelet, containerd 2, and API servers. */
@Timeout(300)
@OnControlPlane(2)
class ResetIT {
  private static final Duration VALID = Duration.ofMinutes(10);
  private static final String PODS = "/api/v1/namespaces/default/pods";

  /** With a file system of its own, which kubelet mounts. */
  private static final String POD =
      """
      {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "p"}, "spec": {"nodeName": "n1",
       "automountServiceAccountToken": false, "enableServiceLinks": false,
       "containers": [{"name": "c", "image": "localhost/kubernetes/pause:latest",
        "imagePullPolicy": "Never", "volumeMounts": [{"name": "v", "mountPath": "/v"}]}],
       "volumes": [{"name": "v", "emptyDir": {"medium": "Memory"}}]}}
      """
          .replace("\n", " ");

  /** Its sandbox and its container. */
  private static final String RUNS =
      "{ [ $(ctr -n k8s.io tasks ls | grep -c RUNNING) = 2 ]"
          + " && grep -q 'kubelet/pods/.*empty-dir' /proc/mounts; }";

  /** Each is killed when it has told so many things. */
  private static final String KILLED =
      """
      for n in 1 3 6 10; do
        nodeready reset --yes --records >/tmp/told & p=$!
        until [ $(wc -l </tmp/told) -ge $n ] || ! kill -0 $p 2>/dev/null; do sleep 0.02; done
        kill -KILL $p 2>/dev/null; wait $p || :
      done
      """;

  /** Whatever a node may have left: all but what containerd keeps, and locks. */
  private static final String FILES =
      """
      where="/etc /var/lib/kubelet /var/lib/nodeready /var/log/pods /var/log/containers /run/nodeready
        /run/nodeadm /run/eks /run/motd.d"
      find $where -type f ! -name '*lock' -exec sha256sum {} + 2>/dev/null | sort -k 2
      find $where -type l -printf '%p %l\\n' 2>/dev/null | sort
      """;

  @TempDir private Path folder;

  @Test
  void a_node_leaves_its_cluster_without_a_trace_and_joins_another(ControlPlane plane) {
    Member member =
        Member.of(plane, "n1", folder)
            .newestKubelet()
            .containerd2()
            .withPods()
            .withBootstrapToken(plane.token(VALID));
    Lab.script(
        "mkdir -p \"$0/root\"; cp \"$1\" \"$0/root/nodeready.deb\"",
        folder.toString(),
        Lab.deb("nodeready_").toString());
    try (Guest guest = plane.bootBare(member.files())) {
      // What was there before is not kept: nodeadm writes over it too.
      guest.ok("dpkg --install /root/nodeready.deb; rm -f /etc/containerd/config.toml");
      List<String> before = guest.ok(FILES).lines().toList();
      guest.ok("systemctl start nodeready.service");
      plane.api("POST", PODS, POD);
      try {
        leavesAndJoinsAnother(guest, before);
      } finally {
        plane.api("DELETE", PODS + "/p?gracePeriodSeconds=0");
      }
    }
  }

  private static void leavesAndJoinsAnother(Guest guest, List<String> before) {
    guest.await(30, RUNS);
    String containerd = guest.property("containerd.service", "MainPID");

    assertThat(guest.sh("nodeready reset").code()).as("nobody can be asked").isEqualTo(2);
    assertThat(guest.ok("nodeready reset --dry-run"))
        .contains("would stop kubelet.service\n", "would remove pod default/p (");
    guest.ok(RUNS);

    guest.ok(KILLED);
    guest.ok("nodeready reset --yes --records");

    assertThat(guest.ok(FILES).lines()).containsExactlyInAnyOrderElementsOf(before);
    assertThat(guest.sh("pgrep -fa '[k]ubelet|[c]ontainerd-shim'").text()).isEmpty();
    assertThat(
            guest.ok(
                "for what in containers tasks; do ctr -n k8s.io $what ls -q 2>/dev/null; done"))
        .isEmpty();
    assertThat(guest.sh("grep /var/lib/kubelet/ /proc/mounts").text()).isEmpty();
    assertThat(guest.property("containerd.service", "MainPID")).isEqualTo(containerd);
    assertThat(guest.ok("ctr -n k8s.io images ls -q")).contains("localhost/kubernetes/pause");
    assertThat(guest.ok("nodeready reset")).startsWith("nothing is left of a node");

    try (ControlPlane successor = ControlPlane.start()) {
      Member.respec(guest, Member.AUTHORITY, Member.trust(successor.authority()));
      Member.respec(guest, Member.TOKEN, Member.bootstrapToken(successor.token(VALID)));
      guest.ok("ip link delete eth0");
      successor.attach(guest);
      guest.ok("systemctl start nodeready.service");
      guest.await(60, JOINED);
      successor.awaitReady("n1");
      isCleaned(guest);
    }
  }

  /** The same machine, as an image would be made of it. */
  private static void isCleaned(Guest guest) {
    assertThat(guest.sh("nodeready clean").text()).contains("HOST_JOINED", "the node n1");

    guest.ok("nodeready clean --force");

    guest.ok("test -e /etc/machine-id; ! test -s /etc/machine-id; ! pgrep kubelet");
    assertThat(
            guest.ok("find /var/lib/kubelet /var/lib/nodeready /run/eks -type f ! -name manifest"))
        .isEmpty();
    guest.ok("test -s /etc/containerd/config.toml");
    assertThat(guest.ok("nodeready clean")).startsWith("this machine has no identity");
  }
}
