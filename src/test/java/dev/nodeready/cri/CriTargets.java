package dev.nodeready.cri;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.nodeready.cri.proto.ImageStatusResponse;
import dev.nodeready.cri.proto.InfoEntry;
import dev.nodeready.cri.proto.RuntimeCondition;
import dev.nodeready.cri.proto.RuntimeStatus;
import dev.nodeready.cri.proto.StatusResponse;
import dev.nodeready.cri.proto.VersionResponse;
import dev.nodeready.failure.FailureException;
import dev.nodeready.fuzz.Scratch;
import dev.nodeready.fuzz.Target;
import dev.nodeready.host.Tar;
import io.grpc.Status;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What the runtime and its tools answer, and archives of images. */
public final class CriTargets {
  private CriTargets() {}

  public static List<Target> all() {
    return List.of(answers(), errors(), lists(), names(), archives(), dumps());
  }

  private static Target answers() {
    byte[] status =
        StatusResponse.newBuilder()
            .setStatus(
                RuntimeStatus.newBuilder()
                    .addConditions(
                        RuntimeCondition.newBuilder().setType("RuntimeReady").setStatus(true))
                    .addConditions(
                        RuntimeCondition.newBuilder().setType("NetworkReady").setReason("r")))
            .addInfo(
                InfoEntry.newBuilder()
                    .setKey("config")
                    .setValue(
                        "{\"containerd\":{\"snapshotter\":\"overlayfs\"},\"sandboxImage\":\"p:3\"}"))
            .build()
            .toByteArray();
    byte[] version =
        VersionResponse.newBuilder()
            .setRuntimeName("containerd")
            .setRuntimeVersion("v2.2.1")
            .build()
            .toByteArray();
    return Target.ofBytes("cri-answer", CriTargets::answer)
        .from(List.of(status, version))
        .with("\n", "\u0012", "config", "{\"", "\u0080\u0080", "RuntimeReady", "NetworkReady")
        .failing(InvalidProtocolBufferException.class);
  }

  private static void answer(byte[] bytes) throws InvalidProtocolBufferException {
    StatusResponse status = StatusResponse.parseFrom(bytes);
    VersionResponse version = VersionResponse.getDefaultInstance();
    try {
      version = VersionResponse.parseFrom(bytes);
      Object _ = ImageStatusResponse.parseFrom(bytes).getImage().getRepoTagsList();
    } catch (InvalidProtocolBufferException other) {
      // An answer is of one kind.
    }
    Object _ = RuntimeProbe.info(version, status, "identity");
    FirstWords words = new FirstWords();
    words.add(bytes, 0, bytes.length);
    String _ = words.toString();
  }

  private static Target errors() {
    return Target.of("cri-error", CriTargets::error)
        .from("failed to pull and unpack image \"r/p:1\": failed to resolve reference \"r/p:1\": x")
        .from(
            "failed to do request: Head \"https://r/v2/p/manifests/1\": dial tcp 1.2.3.4:443: i/o timeout")
        .from("429 Too Many Requests, retry-after: 120 ms", "server is not initialized yet")
        .with("retry-after:", "try again in ", "999999m", "401", "https://", "\"", "\n", "٣");
  }

  private static void error(String text) {
    Object _ = ImageErrors.ofLine(text, "r/p:1");
    Object _ = RetryAfter.in(text);
    for (Status.Code code : Status.Code.values()) {
      if (code != Status.Code.OK) {
        Status status = code.toStatus().withDescription(text);
        String _ = CriErrors.sort(status.asRuntimeException(), "ask").toLine();
        String _ = ImageErrors.sort(status.asRuntimeException(), "r/p:1").toLine();
      }
    }
  }

  private static Target lists() {
    return Target.of("ctr-list", text -> StoredImage.parse("k8s.io", text.lines()))
        .from(
            """
            REF TYPE DIGEST SIZE PLATFORMS LABELS
            r/p:1 application/vnd.oci.image.index.v1+json sha256:0 1.0 KiB linux/amd64 a=b,io.cri-containerd.pinned=pinned
            """)
        .with("sha256:", " ", "\t", ",", "\n");
  }

  private static Target names() {
    return Target.of("image-name", CriTargets::name)
        .from("pause:3", "localhost/kubernetes/pause", "r:5000/a/b@sha256:0", "unix:///run/c.sock")
        .with("/", ":", "@", "//", "unix:", "unix://", ".")
        .failing(FailureException.class);
  }

  private static void name(String text) {
    Object _ = ImageReference.full(text);
    Object _ = ImageReference.host(text);
    Object _ = ImageReference.bare(text);
    Object _ = ImageReference.base(text);
    Object _ = CriEndpoint.parse(text).toString();
  }

  private static Target archives() {
    byte[] manifest =
        bytes("{\"layers\":[{\"digest\":\"sha256:c\"}],\"config\":{\"digest\":\"sha256:d\"}}");
    byte[] index =
        bytes(
            "{\"manifests\":[{\"digest\":\"sha256:a\",\"annotations\":{\"io.containerd.image.name\":\"r/p:1\"},"
                + "\"platform\":{\"os\":\"linux\",\"architecture\":\"amd64\"}}]}");
    byte[] saved =
        bytes("[{\"Config\":\"c.json\",\"RepoTags\":[\"p:1\"],\"Layers\":[\"l/layer.tar\"]}]");
    byte[] whole =
        new Tar()
            .add("index.json", 0644, index)
            .add("blobs/sha256/a", 0644, manifest)
            .add("blobs/sha256/d", 0644, bytes("{\"os\":\"linux\",\"architecture\":\"arm64\"}"))
            .bytes();
    byte[] docker =
        new Tar()
            .add("manifest.json", 0644, saved)
            .add("c.json", 0644, bytes("{\"os\":\"linux\"}"))
            .add("l/layer.tar", 0644, new byte[3])
            .bytes();
    return Target.ofBytes("archive", CriTargets::archive)
        .from(List.of(whole, docker))
        .with("ustar", "-00000001000", "77777777777", "index.json", "\"manifests\":", "sha256:a")
        .failing(IOException.class);
  }

  private static void archive(byte[] input) throws IOException {
    Path file = Scratch.write("/archive.tar", input);
    String _ = ArchiveLook.trouble(file, "amd64");
    ImageArchive read = ArchiveLook.read(file);
    String _ = read.trouble("amd64");
    Object _ = Stream.concat(read.names().stream(), Stream.of("p:1")).filter(read::has).toList();
  }

  private static Target dumps() {
    return Target.of("runtime-config", CriTargets::dump)
        .from(Scratch.sources("src/test/resources/cases", "containerd-config.toml"))
        .from("{\"containerd\":{\"snapshotter\":\"overlayfs\"},\"sandboxImage\":\"p:3\"}")
        .with("disabled_plugins = [\"cri\"]\n", "[plugins]\n", "\"", "null");
  }

  private static void dump(String text) {
    Object _ = VerboseConfig.parse(text);
    Object _ = DumpedConfig.parse(text);
    Object _ = DumpedConfig.disabledCri(text);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
