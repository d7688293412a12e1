package dev.nodeready.lab;

import static dev.nodeready.lab.Guest.JOINED;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The packages: installed and removed on a machine without a JDK, unpacked, and looked through. */
@InBootLab
@Timeout(300)
class PackageIT {
  /** Bytes of all files of the package; .github/PERFORMANCE.md tells what they go to. */
  private static final long LARGEST = 120_000_000;

  private static final String COMPLETIONS = "/usr/share/bash-completion/completions/";

  @TempDir private Path folder;

  @Test
  void installs_runs_without_a_jdk_and_leaves_nothing_behind() {
    try (Guest guest = machineWithPackages()) {
      guest.ok("mkdir -p /root/was; find /usr /etc -xdev | sort >/root/was/files");
      guest.ok("dpkg --install /opt/nodeready.deb");

      assertThat(guest.ok("systemctl is-enabled nodeready.service")).isEqualTo("enabled");
      assertThat(guest.ok("nodeready --version")).startsWith("nodeready 0.1.0");
      assertThat(guest.ok("ls -d /etc/eks/nodeadm.d")).isEqualTo("/etc/eks/nodeadm.d");

      guest.ok("mkdir -p /var/lib/nodeready; touch /var/lib/nodeready/manifest");
      String told = "/run/motd.d/nodeready /var/lib/prometheus/node-exporter/nodeready.prom";
      guest.ok("for f in " + told + "; do mkdir -p ${f%/*}; touch $f; done");
      guest.ok("dpkg --purge nodeready");
      guest.ok("for f in " + told + "; do ! test -e $f || exit 1; done");
      assertThat(guest.sh("test -e /var/lib/nodeready").code()).isEqualTo(1);
      guest.ok("find /usr /etc -xdev | sort >/root/was/files.after");
      assertThat(guest.sh("diff /root/was/files /root/was/files.after | grep '^>'").text())
          .as("what is left behind")
          .isIn("", "> /etc/eks/nodeadm.d");

      guest.ok("tar -C / -xzf /opt/nodeready.tar.gz && /usr/lib/nodeready/libexec/setup install");
      guest.ok("/usr/lib/nodeready/libexec/setup name");
      guest.ok("test -s /usr/lib/udev/rules.d/90-eks.rules");
      assertThat(guest.property("nodeadm-boot-hook.service", "LoadState")).isEqualTo("loaded");
      assertThat(guest.ok("systemctl is-enabled nodeready.service")).isEqualTo("enabled");
      assertThat(guest.ok("nodeready --version")).startsWith("nodeready 0.1.0");
      guest.ok("/usr/lib/nodeready/libexec/setup erase");
      guest.ok("find /usr /etc -xdev | sort >/root/was/files.after");
      assertThat(guest.sh("diff /root/was/files /root/was/files.after | grep '^>'").text())
          .as("what the archive leaves behind")
          .isIn("", "> /etc/eks/nodeadm.d");
    }
  }

  @Test
  void a_nodeadm_that_is_enabled_is_not_left_to_write_the_same_files() {
    Layer machine = new Layer(folder);
    for (String unit : List.of("nodeadm-config.service", "nodeadm-run.service")) {
      machine.withUnit(
          unit, "[Service]\nExecStart=/bin/true\n[Install]\nWantedBy=multi-user.target\n");
    }
    String enabled = "systemctl is-enabled nodeadm-config.service nodeadm-run.service";
    try (Guest guest = machineWithPackages()) {
      guest.ok("systemctl enable --quiet nodeadm-config.service nodeadm-run.service");

      assertThat(guest.ok("dpkg --install /opt/nodeready.deb"))
          .contains("nodeready: disabled nodeadm-config.service, since two agents must not write")
          .contains("nodeready: disabled nodeadm-run.service");
      assertThat(guest.sh(enabled).text()).isEqualTo("disabled\ndisabled");
      assertThat(guest.ok("dpkg --install /opt/compat.deb"))
          .contains("/etc/systemd/system/nodeadm-run.service hides the unit");

      guest.ok("dpkg --remove nodeready-nodeadm nodeready");
      assertThat(guest.ok(enabled)).isEqualTo("enabled\nenabled");
      guest.ok("dpkg --install /opt/nodeready.deb");
      assertThat(guest.ok("systemctl is-enabled nodeready.service")).isEqualTo("enabled");
      assertThat(guest.sh(enabled).text()).isEqualTo("disabled\ndisabled");
    }
  }

  @Test
  void nodeadms_names_are_there_and_an_installed_nodeadm_stays() {
    try (Guest guest = machineWithPackages()) {
      guest.ok("dpkg --install /opt/nodeready.deb");
      guest.ok("printf '#!/bin/sh\\necho theirs\\n' >/usr/bin/nodeadm; chmod 755 /usr/bin/nodeadm");
      guest.ok("dpkg --install /opt/compat.deb");

      assertThat(guest.property("nodeadm-run.service", "LoadState")).isEqualTo("loaded");
      assertThat(guest.property("nodeadm-config.service", "Id"))
          .isEqualTo("nodeready-config.service");
      assertThat(guest.ok("nodeadm")).isEqualTo("theirs");
      guest.ok("test -s /usr/lib/udev/rules.d/90-eks.rules");
      guest.ok(
          "printf '[Service]\\nExecStart=/bin/true\\n' >/etc/systemd/system/udev-net-manager@.service");
      assertThat(guest.property("udev-net-manager@ens5.service", "FragmentPath"))
          .as("an image's own wins")
          .startsWith("/etc/");
      guest.ok("dpkg --purge nodeready-nodeadm");
      assertThat(guest.ok("nodeadm")).isEqualTo("theirs");

      guest.ok("rm /usr/bin/nodeadm; dpkg --install /opt/compat.deb");
      assertThat(guest.ok("readlink /usr/bin/nodeadm")).isEqualTo("nodeready");
      guest.ok("dpkg --purge nodeready-nodeadm");
      assertThat(guest.sh("test -h /usr/bin/nodeadm").code()).isEqualTo(1);
    }
  }

  @Test
  void a_drop_in_for_nodeadms_unit_still_counts() {
    Layer dropIn =
        new Layer(folder).withDropIn("nodeadm-run.service", "[Service]\nEnvironment=MARK=theirs\n");
    try (Guest guest = Guest.boot(Lab.get().node(dropIn))) {
      assertThat(guest.property("nodeready.service", "Environment")).contains("MARK=theirs");
    }
  }

  @Test
  void the_units_are_clean_and_hardened() {
    try (Guest guest = Guest.boot(Lab.get().node())) {
      String units =
          "nodeready.service nodeready-config.service nodeready-runtime-config.service"
              + " nodeready-cloud-final.service nodeready-watch.service containerd.service"
              + " kubelet.service udev-net-manager@ens5.service nodeadm-boot-hook.service";
      Shell.Said verified = guest.sh("systemd-analyze verify --man=no " + units);

      assertThat(verified.text()).isEmpty();
      assertThat(verified.code()).isZero();
      assertThat(exposure(guest, "nodeready.service")).isLessThanOrEqualTo(4.0);
      assertThat(exposure(guest, "nodeready-watch.service")).isLessThanOrEqualTo(4.0);
    }
  }

  private static double exposure(Guest guest, String unit) {
    String said = guest.ok("systemd-analyze security --no-pager " + unit + " | tail -n 1");
    return Double.parseDouble(said.replaceFirst(".*level for " + unit + ": ([0-9.]+).*", "$1"));
  }

  @Test
  void the_archive_boots_as_it_is_unpacked() throws IOException {
    Lab lab = Lab.get();
    Lab.script("tar -C \"$0\" -xzf target/nodeready-*-linux-*.tar.gz", folder.toString());
    Layer unpacked = new Layer(folder);
    Path wants = folder.resolve("etc/systemd/system/multi-user.target.wants");
    Files.createDirectories(wants);
    Files.createSymbolicLink(
        wants.resolve("nodeready.service"), Path.of("/usr/lib/systemd/system/nodeready.service"));
    try (Guest guest = Guest.boot(lab.bare(unpacked))) {
      guest.await(30, JOINED);

      assertThat(guest.ok("nodeready --version")).startsWith("nodeready 0.1.0");
      assertThat(guest.ok("ls -d /etc/eks/nodeadm.d")).isEqualTo("/etc/eks/nodeadm.d");
    }
  }

  @Test
  void a_process_that_stayed_is_started_anew_by_an_upgrade_and_by_a_downgrade() {
    Layer stays =
        new Layer(folder)
            .withDropIn(
                "nodeready.service",
                """
                [Service]
                ExecStart=
                ExecStart=/usr/lib/nodeready/bin/nodeready daemon --stay --config-source imds://user-data
                """);
    Lab.script(
        """
        mkdir -p "$0/opt"
        cp "$1" "$0/opt/0.1.0.deb"
        dpkg-deb --raw-extract "$1" "$0/later"
        for version in 0.2.0 0.0.9; do
          sed -i "s/^Version: .*/Version: $version/" "$0/later/DEBIAN/control"
          dpkg-deb --build -Znone "$0/later" "$0/opt/$version.deb" >/dev/null
        done
        rm -r "$0/later"
        """,
        folder.toString(),
        Lab.deb("nodeready_").toString());
    try (Guest guest = Guest.boot(Lab.get().node(stays))) {
      guest.await(30, JOINED);
      String daemons = "systemctl show -P MainPID -P NRestarts containerd.service kubelet.service";
      String before = guest.ok(daemons);
      for (String version : List.of("0.2.0", "0.0.9", "0.1.0")) {
        String process = guest.property("nodeready.service", "MainPID");

        guest.ok("dpkg --install /opt/" + version + ".deb");

        guest.await(30, "[ $(systemctl show -P MainPID nodeready.service) != " + process + " ]");
        guest.await(30, JOINED);
        assertThat(guest.starts("kubelet")).isEqualTo(1);
        assertThat(guest.ok(daemons)).as("nothing of the node restarts").isEqualTo(before);
        assertThat(guest.sh("nodeready plan").code()).as("nothing is to be done").isZero();
      }
    }
  }

  @Test
  void takes_no_more_room_than_promised() {
    try (Guest guest = machineWithPackages()) {
      guest.ok("dpkg --install /opt/nodeready.deb");
      String bytes =
          guest.ok(
              "dpkg -L nodeready | tr '\\n' '\\0' | xargs -0 stat -c '%s %F' |"
                  + " awk '/regular/ { sum += $1 } END { printf \"%d\", sum }'");

      assertThat(Long.parseLong(bytes)).isBetween(LARGEST / 2, LARGEST);
    }
  }

  @Test
  void what_no_boot_needs_is_still_there() {
    try (Guest guest = Guest.boot(Lab.get().node())) {
      guest.ok(
          """
          cat >/tmp/node.yaml <<'END'
          apiVersion: node.eks.aws/v1alpha1
          kind: NodeConfig
          spec:
            cluster:
              name: c
              apiServerEndpoint: https://example.com
              certificateAuthority: Y2VydA==
              cidr: 10.100.0.0/16
            kubelet:
              maxPodsExpression: 'max_pods < 20 ? 20 : max_pods'
          END
          """);

      assertThat(guest.ok("nodeready config check -c file:///tmp/node.yaml"))
          .contains("Configuration is valid");
      guest.ok("nodeready completion bash | cmp - " + COMPLETIONS + "nodeready");
      guest.ok("nodeadm completion bash | cmp - " + COMPLETIONS + "nodeadm");
      assertThat(guest.ok("nodeready --help")).contains("Usage: nodeready");
      guest.ok(
          "gzip -dc /usr/share/man/man8/nodeready.8.gz >/tmp/man; nodeready man | cmp - /tmp/man");
      guest.ok("nodeready completion zsh | cmp - /usr/share/zsh/vendor-completions/_nodeready");
      assertThat(guest.ok("ls /usr/share/man/man8"))
          .contains("nodeready-init.8.gz", "nodeready-config-check.8.gz");
      assertThat(guest.ok("cat /usr/share/doc/nodeready/LICENSE")).contains("Apache License");
      guest.ok(
          "cd /usr/share/doc/nodeready; test -s alerts.yml; test -s dashboard.json; test -s CODES.md");
    }
  }

  @Test
  void the_cache_belongs_to_these_jars() {
    try (Guest guest = Guest.boot(Lab.get().node())) {
      Shell.Said sums =
          guest.sh("cd /usr/lib/nodeready/lib && sha256sum --quiet --check nodeready.aot.inputs");

      assertThat(sums.code()).as(sums.text()).isZero();
      String from =
          guest.ok(
              "NODEREADY_JAVA_OPTS='-Xlog:class+load:file=/tmp/classes' nodeready --version"
                  + " >/dev/null; grep -c 'dev.nodeready.*shared objects' /tmp/classes");
      assertThat(Integer.parseInt(from)).as("classes out of the cache").isGreaterThan(10);
    }
  }

  @Test
  void a_cache_that_is_missing_or_foreign_costs_time_only() {
    try (Guest guest = Guest.boot(Lab.get().node())) {
      for (String cache : List.of("short", "nodeready")) {
        String file = "/usr/lib/nodeready/lib/" + cache + ".aot";
        guest.ok("head -c 1000000 /dev/urandom >" + file);
        assertThat(guest.ok("nodeready --version")).startsWith("nodeready 0.1.0");

        guest.ok("rm " + file);
        assertThat(guest.ok("nodeready --version")).startsWith("nodeready 0.1.0");
      }
    }
  }

  @Test
  void the_rpm_holds_the_same_files_with_the_same_modes() throws IOException {
    Lab.get();
    Path rpm = Lab.rpm();
    String listed =
        Shell.run(
                Map.of(),
                List.of(
                    "rpm",
                    "-qp",
                    "--nosignature",
                    "--qf",
                    "[%{FILENAMES} %{FILEMODES:perms}\\n]",
                    rpm.toString()))
            .ok();
    String deb =
        Shell.run(
                Map.of(),
                List.of(
                    "sh",
                    "-c",
                    "dpkg-deb -c \"$0\" | awk '{ print substr($6, 2), $1 }'",
                    Lab.deb("nodeready_").toString()))
            .ok();

    // Debian keeps what packages bring for zsh in a folder of its own, and has answers for lintian.
    assertThat(files(listed))
        .containsExactlyElementsOf(
            files(
                deb.replace("/vendor-completions/", "/site-functions/")
                    .replaceAll("/usr/share/lintian/.*", "")));
    assertThat(listed)
        .contains("/usr/lib/nodeready/bin/nodeready -rwxr-xr-x")
        .contains("/usr/lib/nodeready/runtime/lib/jspawnhelper -rwxr-xr-x");
    assertThat(
            Shell.run(Map.of(), List.of("rpm", "-qp", "--nosignature", "--scripts", rpm.toString()))
                .ok())
        .contains(
            "/usr/lib/nodeready/libexec/setup \"$([ \"$1\" = 1 ] && echo install || echo upgrade)\"",
            "/usr/lib/nodeready/libexec/setup remove");
  }

  @Test
  void the_rpm_unpacks_and_runs() {
    Lab.get();
    Lab.script(
        "cd \"$0\" && rpm2archive - <\"$1\" 2>/dev/null | tar -xz || rpm2cpio \"$1\" | cpio -idm"
            + " --quiet",
        folder.toString(),
        Lab.rpm().toString());

    String said =
        Shell.run(
                Map.of(),
                List.of(folder.resolve("usr/lib/nodeready/bin/nodeready").toString(), "--version"))
            .ok();
    assertThat(said).startsWith("nodeready 0.1.0");
  }

  @Test
  void checksums_and_a_list_of_components_lie_beside_the_packages() {
    Lab.get();
    Lab.script(
        """
        cd target
        for file in nodeready*.deb nodeready*.rpm nodeready*.tar.gz nodeready*-sbom.json; do
          sha256sum --quiet --check "$file.sha256"
        done
        tar -xzf nodeready-*-linux-*.tar.gz -C "$0"
        find "$0" -name sbom.json -exec cmp nodeready-*-sbom.json {} ';' -exec grep -q '"bomFormat" : "CycloneDX"' {} ';' -print | grep -q .
        grep -q '"name" : "grpc-okhttp"' nodeready-*-sbom.json
        """,
        folder.toString());
  }

  /** What is not mended is answered beside the packages, with the reason. */
  @Test
  void lintian_and_rpmlint_find_nothing_that_is_not_answered() {
    Lab.get();
    Lab.script(
        """
        lintian --allow-root --fail-on error,warning target/*.deb
        rpmlint --config src/package/rpmlint.toml --strict target/*.rpm
        """);
  }

  @Test
  void the_changelog_is_of_this_version_and_the_licences_are_those_of_what_is_inside() {
    Lab.get();
    Lab.script(
        """
        cd "$0"
        for deb in "$1" "$2"; do
          name=$(dpkg-deb --field "$deb" Package)
          dpkg-deb --extract "$deb" .
          gzip -dc usr/share/doc/$name/changelog.gz | head -n 1 |
            grep -qF "nodeready ($(dpkg-deb --field "$deb" Version))"
          grep -q '^License: Apache-2.0' usr/share/doc/$name/copyright
        done
        python3 -c 'import json, sys
        sys.exit(" ".join(part["name"] for part in json.load(sys.stdin)["components"] if not part.get("licenses")) or None)' \
          <usr/share/doc/nodeready/sbom.json
        has=$(rpm -qp --nosignature --qf '%{LICENSE}' "$3")
        grep -o '"id" : "[A-Z][^"]*"' usr/share/doc/nodeready/sbom.json | cut -d'"' -f4 | sort -u | while read -r id; do
          case $id:$has in LGPL-*:*EPL-*) ;; *:*"$id"*) ;; *) echo "$id is not in $has" >&2; exit 1 ;; esac
        done
        rpm -qp --nosignature --qf '[%{FILENAMES} %{FILEFLAGS:fflags}\n]' "$3" | grep -qx '/etc/nodeready/environment cn'
        """,
        folder.toString(),
        Lab.deb("nodeready_").toString(),
        Lab.deb("nodeready-nodeadm_").toString(),
        Lab.rpm().toString());
  }

  /** The steps of {@code systemd/ami}, with the Debian package in the rpm's place. */
  @Test
  void an_image_builder_puts_it_in_nodeadms_place_and_the_image_boots() throws IOException {
    Layer image = new Layer(folder);
    for (String unit : List.of("nodeadm-config.service", "nodeadm-run.service")) {
      image.withUnit(
          unit,
          """
          [Service]
          Type=oneshot
          ExecStart=/bin/touch /run/theirs
          [Install]
          WantedBy=multi-user.target
          """);
    }
    image
        .withProgram(
            "/usr/bin/dnf", "#!/bin/sh\nexec dpkg --install /opt/nodeready.deb /opt/compat.deb\n")
        .withProgram("/opt/install", Files.readString(Path.of("systemd/ami/install")));
    try (Guest guest = machineWithPackages()) {
      Shell.Said built = guest.sh("/opt/install");
      assertThat(built.code()).as("a stand-in is no kubelet, and ends the build").isEqualTo(1);
      assertThat(built.text())
          .contains("failure: KUBELET_NOT_LISTENING", "emptied /etc/machine-id")
          .doesNotContain("failure: SYSTEMD", "failure: IMAGE", "HOST_IDENTITY_LEFT");
      guest.reboot();
      guest.await(30, JOINED);

      assertThat(guest.property("nodeadm-run.service", "FragmentPath"))
          .matches("(/usr)?/lib/systemd/system/nodeadm-run.service");
      assertThat(guest.sh("test -e /run/theirs").code()).isEqualTo(1);
      assertThat(guest.journal()).doesNotContain("enabled as well");
      assertThat(guest.starts("containerd")).isEqualTo(1);
    }
  }

  private static List<String> files(String listing) {
    return listing
        .lines()
        .filter(line -> line.contains(" -"))
        .map(line -> line.substring(0, line.indexOf(' ')))
        .sorted()
        .toList();
  }

  /** A machine that has the packages lying about, and nothing of them installed. */
  private Guest machineWithPackages() {
    Lab lab = Lab.get();
    Lab.script(
        """
        mkdir -p "$0/opt"
        cp "$1" "$0/opt/nodeready.deb"
        cp "$2" "$0/opt/compat.deb"
        cp target/nodeready-*-linux-*.tar.gz "$0/opt/nodeready.tar.gz"
        """,
        folder.toString(),
        Lab.deb("nodeready_").toString(),
        Lab.deb("nodeready-nodeadm_").toString());
    return Guest.boot(lab.bare(new Layer(folder)));
  }
}
