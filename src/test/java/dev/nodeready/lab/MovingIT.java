package dev.nodeready.lab;

import static dev.nodeready.lab.Guest.JOINED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nodeready.node.RealPart;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What {@code .github/MOVING.md} tells is done word by word where nodeadm was first. */
@InBootLab
@Timeout(300)
class MovingIT {
  private static final List<String> UNITS =
      List.of("nodeadm-config.service", "nodeadm-run.service");
  private static final String ENABLED = "systemctl is-enabled " + String.join(" ", UNITS);
  private static final String DAEMONS =
      "systemctl show -P MainPID -P NRestarts -P InvocationID containerd.service kubelet.service";

  /** All that nodeadm wrote, with when. */
  private static final String WRITTEN =
      "cd /opt/nodeadm && find . -type f -exec stat -c '%n %y' /{} + | sort";

  /** What a boot of nodeadm's ends with. */
  private static final String THEIRS = "test -e /run/nodeadm/init && ! test -e /run/nodeready";

  /** Where the lab's EC2 is, as its services know by their manager. */
  private static final String LAB = "export AWS_ENDPOINT_URL_EC2=http://127.0.0.1:5000; ";

  @TempDir private Path folder;

  @Test
  void a_node_moves_while_it_runs_and_moves_back() throws IOException {
    machine();
    files();
    try (Guest guest = Guest.boot(Lab.get().bare(new Layer(folder)))) {
      guest.await(20, THEIRS);
      guest.ok("systemctl is-active containerd.service kubelet.service");
      String daemons = guest.ok(DAEMONS);
      String written = guest.ok(WRITTEN);

      does(guest, "A node that runs");
      guest.ok(JOINED);
      assertThat(guest.status()).contains("\"succeeded\"").doesNotContain("\"changed\"");
      assertThat(guest.ok(DAEMONS)).as("nothing restarts").isEqualTo(daemons);
      assertThat(guest.ok(WRITTEN)).as("nothing is written anew").isEqualTo(written);

      does(guest, "Back to nodeadm on a node");
      assertThat(guest.ok(DAEMONS)).as("nothing restarts").isEqualTo(daemons);
      guest.reboot();
      guest.await(20, THEIRS);
      guest.ok("systemctl is-active containerd.service kubelet.service");
      guest.ok("cd /opt/nodeadm && find . -type f -exec cmp {} /{} ';'");
    }
  }

  @Test
  void an_image_moves_and_moves_back() throws IOException {
    machine();
    Lab.script(
        "cp \"$1\" \"$0/usr/bin/kubelet\"", folder.toString(), RealPart.KUBELET.program("kubelet"));
    Path wants = folder.resolve("etc/systemd/system/multi-user.target.wants");
    for (String unit : UNITS) {
      Files.delete(wants.resolve(unit));
    }
    try (Guest guest = Guest.boot(Lab.get().bareMember(new Layer(folder)))) {
      guest.ok("systemctl enable --quiet " + String.join(" ", UNITS));
      guest.ok("systemctl start containerd.service");
      String before = guest.ok("cat /etc/containerd/config.toml");

      does(guest, "An image");
      assertThat(guest.sh(ENABLED).text()).doesNotContain("enabled");
      does(guest, "Back to nodeadm in an image");
      assertThat(guest.ok("cat /etc/containerd/config.toml")).isEqualTo(before);
    }
  }

  /** Each line of the blocks of a section. A guest is no whole image: it has no time service. */
  private static void does(Guest guest, String section) throws IOException {
    for (String line : blocks(section).lines().toList()) {
      Shell.Said said = guest.sh("cd /root; " + LAB + line);
      int well = line.equals("nodeready verify-image") && said.code() == 3 ? 3 : 0;
      assertThat(said.code()).as(line + "\n" + said.text()).isEqualTo(well);
    }
  }

  private static String blocks(String section) throws IOException {
    String page = Files.readString(Path.of(".github/MOVING.md"));
    String rest = page.substring(page.indexOf("\n## " + section + "\n") + 4);
    int end = rest.indexOf("\n## ");
    String text = end < 0 ? rest : rest.substring(0, end);
    String lines =
        Pattern.compile("(?s)```sh\n(.*?)```")
            .matcher(text)
            .results()
            .map((MatchResult block) -> block.group(1))
            .reduce("", String::concat);
    assertThat(lines).as(section).isNotEmpty();
    return lines;
  }

  /** A machine on which nodeadm's units run at each boot. Its program is played by its files. */
  private void machine() {
    Lab.script(
        "mkdir -p \"$0/root\"; cp \"$1\" \"$0/root/\"",
        folder.toString(),
        Lab.deb("nodeready_").toString());
    Layer _ =
        new Layer(folder)
            .withProgram(
                "/usr/bin/nodeadm",
                """
                #!/bin/sh
                case "$*" in
                  'init --skip run '*) cp -r /opt/nodeadm/. / ;;
                  'init --skip config '*)
                    mkdir -p /run/nodeadm
                    systemctl restart containerd.service kubelet.service
                    touch /run/nodeadm/init ;;
                  *) exit 2 ;;
                esac
                """)
            .withUnit(UNITS.getFirst(), unit("run", "", "Before=cloud-init.service"))
            .withUnit(
                UNITS.getLast(),
                unit(
                    "config",
                    " --config-source file:///etc/eks/nodeadm.d/",
                    "After=nodeadm-config.service cloud-final.service\nRequires=nodeadm-config.service"));
  }

  /** Those of a golden boot, with the facts of the lab's instance. */
  private void files() throws IOException {
    Path boot = Path.of("src/test/resources/boots/plain-containerd-1.6");
    Layer _ =
        new Layer(folder)
            .with("/etc/eks/kubelet-version.txt", "Kubernetes v1.31.0\n")
            .with("/etc/lab/imds/latest/user-data", Files.readString(boot.resolve("node.yaml")))
            // No API server serves the lab; nodeadm passes over it.
            .withSpec("60-join", "bootstrap: {join: healthy}");
    Lab.script(
        """
        mkdir -p "$0/opt"
        cp -r "$1/tree" "$0/opt/nodeadm"
        find "$0/opt/nodeadm" -type f -exec sed -i 's/eu-north-1a/us-west-2a/; s/"eu-north-1"/"us-west-2"/; s/192\\.0\\.2\\.77/192.0.2.10/
          s/i-0fedcba9876543210/i-0123456789abcdef0/; s/ip-192-0-2-77\\.eu-north-1/ip-192-0-2-10.us-west-2/' {} +
        """,
        folder.toString(),
        boot.toString());
  }

  private static String unit(String skipped, String source, String order) {
    return """
    [Unit]
    %s
    [Service]
    Type=oneshot
    ExecStart=/usr/bin/nodeadm init --skip %s --config-source imds://user-data%s --config-cache /run/eks/nodeadm/config.json
    [Install]
    WantedBy=multi-user.target
    """
        .formatted(order, skipped, source);
  }
}
