package dev.nodeready.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nodeready.catalogue.Code;
import dev.nodeready.cri.Containerd;
import dev.nodeready.cri.PlainServer;
import dev.nodeready.doctor.Causes.On;
import dev.nodeready.net.OwnAuthority;
import dev.nodeready.net.ScriptedServer;
import dev.nodeready.rehearsal.LoopbackRegistry;
import dev.nodeready.rehearsal.LoopbackRegistry.Fault;
import dev.nodeready.rehearsal.PauseImage;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A real containerd has not got the sandbox image for each reason that there is. */
class RealImageCausesIT {
  private static final String SANDBOX = "localhost/berth/pause:3.10";

  private static final String INDEX = "application/vnd.oci.image.index.v1+json";

  /** An index of one image, for a machine that there is no such of. */
  private static final String FOREIGN =
      """
      {"schemaVersion": 2, "mediaType": "%s", "manifests": [{"mediaType": "%s", "size": 9,
       "digest": "sha256:%s", "platform": {"os": "linux", "architecture": "s390x"}}]}
      """
          .formatted(INDEX, PauseImage.MANIFEST_TYPE, "0".repeat(64));

  private SickContainerd containerd;
  private String wanted = SANDBOX;

  @BeforeEach
  void prepare() throws IOException {
    containerd = SickContainerd.prepare(Containerd.V1, SANDBOX);
  }

  @AfterEach
  void stop() throws Exception {
    containerd.close();
  }

  /** It is the sandbox image from now on, for whoever reads the file. */
  private void wants(String image) throws IOException {
    containerd.change(wanted, image);
    wanted = image;
  }

  /** What containerd says of a pull is the cause. */
  private void pulled(String image, Code code, String how) throws Exception {
    wants(image);
    containerd.real().pull(image);
    containerd.cause(code, "IMAGE", On.REGISTRY, how);
  }

  private Finding cause(Code code, String about, String how) throws Exception {
    return containerd.cause(code, about, On.CONTAINERD, how);
  }

  @Test
  void one_that_cri_does_not_find_is_looked_for_elsewhere() throws Exception {
    containerd.ready();
    cause(Code.IMAGE_LOCAL_ABSENT, "IMAGE", "no such image below localhost/");

    containerd.imported("default", SANDBOX, "--snapshotter", "native");
    cause(Code.IMAGE_IN_OTHER_NAMESPACE, "IMAGE", "imported into containerd's namespace default");

    containerd.imported("k8s.io", "registry.example/pause:3.10", "--snapshotter", "native");
    Finding other =
        cause(Code.IMAGE_UNDER_OTHER_NAME, "IMAGE_UNDER_OTHER_NAME", "imported under another name");
    assertThat(other.remedy())
        .contains("ctr -n k8s.io images tag registry.example/pause:3.10 " + SANDBOX);

    String digest = PauseImage.digest(PauseImage.forThisMachine().manifest());
    String stored = "registry.example/other@" + digest;
    containerd.images("k8s.io", "tag", "registry.example/pause:3.10", stored);
    wants("registry.example/other");
    cause(Code.IMAGE_UNDER_OTHER_NAME, "IMAGE_UNDER_OTHER_NAME", "stored under its digest alone");
    wants(SANDBOX);
    containerd.images("k8s.io", "rm", stored);

    containerd.images("k8s.io", "tag", "registry.example/pause:3.10", SANDBOX);
    // Of a version that knows pins, whatever this one is.
    containerd.machine().with("/etc/eks/containerd-version.txt", "containerd 1.7.27");
    cause(Code.IMAGE_NOT_PINNED, "IMAGE", "imported and not labelled");

    containerd.images("k8s.io", "label", SANDBOX, "io.cri-containerd.pinned=pinned");
    assertThat(containerd.machine().diagnosis(List.of(ImageCheck.check())).findings()).isEmpty();

    containerd.images("k8s.io", "rm", SANDBOX, "registry.example/pause:3.10");
    containerd.images("default", "rm", SANDBOX);
    containerd.said("ImageDelete");
    cause(Code.IMAGE_COLLECTED, "IMAGE_COLLECTED", "removed");
  }

  @Test
  void one_that_is_not_unpacked_for_cris_snapshotter_is_named() throws Exception {
    containerd.ready();
    containerd.imported("k8s.io", SANDBOX, "--no-unpack");

    cause(Code.IMAGE_NOT_UNPACKED, "IMAGE_NOT_UNPACKED", "imported with --no-unpack");
  }

  @Test
  void what_the_registry_answered_at_the_last_pull_is_named() throws Exception {
    try (LoopbackRegistry registry = LoopbackRegistry.start()) {
      String image = registry.host() + "/berth/pause:3.10";
      containerd.real().using(registry);
      containerd.ready();
      Map<Code, Integer> answers =
          Map.of(
              Code.IMAGE_FORBIDDEN, 403,
              Code.IMAGE_RATE_LIMITED, 429,
              Code.IMAGE_REGISTRY_ERROR, 503,
              Code.IMAGE_UNAUTHORIZED, 401);
      for (Map.Entry<Code, Integer> answer : answers.entrySet()) {
        registry.failingAlways(new Fault.Status("manifests", answer.getValue(), ""));
        pulled(image, answer.getKey(), "the registry answered " + answer.getValue());
      }
      registry.failingAlways(new Fault.Content("manifests", "text/html", "<html>log in</html>"));
      pulled(image, Code.IMAGE_REGISTRY_PAGE, "a page in the registry's place");
      registry.failingAlways(new Fault.Status("manifests", 404, ""));
      pulled(image, Code.IMAGE_NOT_FOUND, "a registry without the image");

      registry.failingAlways(new Fault.Content("manifests", INDEX, FOREIGN));
      pulled(image, Code.IMAGE_WRONG_PLATFORM, "an image for machines of another kind");

      registry.failingAlways(new Fault.CutOff("blobs"));
      registry.put("berth/pause", "3.10", PauseImage.forThisMachine());
      wants(image);
      containerd.real().pull(image);
      assertThat(containerd.machine().diagnosis("IMAGE").findings().getFirst().code())
          .isIn(Code.IMAGE_REGISTRY_UNREACHABLE, Code.IMAGE_CUT_OFF);
    }
  }

  @Test
  void what_lies_on_the_way_to_the_registry_is_named() throws Exception {
    containerd.ready();
    pulled("registry.invalid/pause:1", Code.IMAGE_REGISTRY_UNKNOWN_HOST, "a name of nobody");
    pulled("127.0.0.1:1/pause:1", Code.IMAGE_REGISTRY_UNREACHABLE, "a port that nobody listens on");
    try (PlainServer plain = PlainServer.start()) {
      pulled(plain.host() + "/pause:1", Code.IMAGE_REGISTRY_PLAIN_HTTP, "a server without TLS");
    }

    OwnAuthority own = new OwnAuthority(containerd.real().folder(), "ip:127.0.0.1");
    // Not on loopback, where containerd falls back to HTTP.
    try (ServerSocket socket = own.serverSocket(PlainServer.address(), 0);
        ScriptedServer encrypted =
            new ScriptedServer(socket, _ -> ScriptedServer.answer(200, ""))) {
      String host = PlainServer.address().getHostAddress() + ":" + encrypted.port();
      pulled(host + "/pause:1", Code.IMAGE_TLS, "a certificate of an authority of its own");
    }
  }

  @Test
  void a_disk_that_is_full_at_the_pull_is_named() throws Exception {
    Path disk = containerd.mount("var/lib/containerd", "size=4m");
    containerd.change("root = \"" + containerd.real().root() + "\"", "root = \"" + disk + "\"");
    try (LoopbackRegistry registry = LoopbackRegistry.start()) {
      String machine = System.getProperty("os.arch");
      String large =
          registry.put("berth/large", "1", PauseImage.forMachine(machine, new byte[8 << 20]));
      containerd.real().using(registry);
      containerd.ready();

      pulled(large, Code.IMAGE_DISK_FULL, "an image of 8 MiB and a file system of 4 MiB");
    }
  }

  @Test
  void a_mirror_that_is_dead_and_a_hosts_file_that_is_broken_are_named() throws Exception {
    String host = "registry.example:5000";
    wants(host + "/pause:3.10");
    containerd.real().usingPlain(host);
    Path hosts = containerd.real().folder().resolve("certs.d").resolve(host).resolve("hosts.toml");
    containerd.change(containerd.real().folder() + "/certs.d", "/certs.d");
    Files.writeString(hosts, "[host.\"http://127.0.0.1:1\"]\n");
    cause(Code.IMAGE_MIRROR_DEAD, "IMAGE_MIRROR_DEAD", "a mirror's port that nobody listens on");

    Files.writeString(hosts, "[host.\"http://127.0.0.1:1\"\n");
    cause(Code.CONTAINERD_HOSTS_BROKEN, "CONTAINERD_HOSTS_BROKEN", "a hosts.toml that is no TOML");

    Files.move(hosts, hosts.resolveSibling("host.toml"));
    cause(Code.CONTAINERD_HOSTS_MISNAMED, "CONTAINERD_HOSTS_MISNAMED", "named host.toml");
  }
}
