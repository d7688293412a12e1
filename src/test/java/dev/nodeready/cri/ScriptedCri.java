package dev.nodeready.cri;

import dev.nodeready.cri.proto.AuthConfig;
import dev.nodeready.cri.proto.FilesystemIdentifier;
import dev.nodeready.cri.proto.FilesystemUsage;
import dev.nodeready.cri.proto.Image;
import dev.nodeready.cri.proto.ImageFsInfoRequest;
import dev.nodeready.cri.proto.ImageFsInfoResponse;
import dev.nodeready.cri.proto.ImageServiceGrpc;
import dev.nodeready.cri.proto.ImageStatusRequest;
import dev.nodeready.cri.proto.ImageStatusResponse;
import dev.nodeready.cri.proto.InfoEntry;
import dev.nodeready.cri.proto.LinuxPodSandboxStatus;
import dev.nodeready.cri.proto.ListPodSandboxRequest;
import dev.nodeready.cri.proto.ListPodSandboxResponse;
import dev.nodeready.cri.proto.Namespace;
import dev.nodeready.cri.proto.NamespaceMode;
import dev.nodeready.cri.proto.NamespaceOption;
import dev.nodeready.cri.proto.PodSandbox;
import dev.nodeready.cri.proto.PodSandboxMetadata;
import dev.nodeready.cri.proto.PodSandboxStatus;
import dev.nodeready.cri.proto.PodSandboxStatusRequest;
import dev.nodeready.cri.proto.PodSandboxStatusResponse;
import dev.nodeready.cri.proto.PullImageRequest;
import dev.nodeready.cri.proto.PullImageResponse;
import dev.nodeready.cri.proto.RemovePodSandboxRequest;
import dev.nodeready.cri.proto.RemovePodSandboxResponse;
import dev.nodeready.cri.proto.RuntimeCondition;
import dev.nodeready.cri.proto.RuntimeServiceGrpc;
import dev.nodeready.cri.proto.RuntimeStatus;
import dev.nodeready.cri.proto.StatusRequest;
import dev.nodeready.cri.proto.StatusResponse;
import dev.nodeready.cri.proto.StopPodSandboxRequest;
import dev.nodeready.cri.proto.StopPodSandboxResponse;
import dev.nodeready.cri.proto.UInt64Value;
import dev.nodeready.cri.proto.VersionRequest;
import dev.nodeready.cri.proto.VersionResponse;
import io.grpc.InsecureServerCredentials;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.okhttp.OkHttpServerBuilder;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A real gRPC server on a unix socket that plays a container runtime and does what a real one
 * cannot be made to do on demand. It begins ready, empty, and able to pull anything.
 *
 * <p>By hand, until it is killed: {@code java … dev.nodeready.cri.ScriptedCri SOCKET [IMAGE…]};
 * with {@code --not-initialized} in the place of images it says of itself that it is not.
 */
public final class ScriptedCri implements AutoCloseable {
  private static final RuntimeCondition READY =
      RuntimeCondition.newBuilder().setType("RuntimeReady").setStatus(true).build();
  private static final RuntimeCondition NO_NETWORK =
      RuntimeCondition.newBuilder()
          .setType("NetworkReady")
          .setReason("NetworkPluginNotReady")
          .setMessage("cni plugin not initialized")
          .build();

  private final Path socket;
  private final Map<String, Image> images = new ConcurrentHashMap<>();
  private final Map<String, String> info = new ConcurrentHashMap<>();
  private final Queue<Pull> script = new ConcurrentLinkedQueue<>();
  private final List<String> calls = new CopyOnWriteArrayList<>();
  private final List<AuthConfig> auths = new CopyOnWriteArrayList<>();
  private volatile RuntimeCondition runtime = READY;
  private volatile RuntimeCondition network = NO_NETWORK;
  private volatile Optional<Status> trouble = Optional.empty();
  private final Map<String, Pod> pods = new ConcurrentHashMap<>();
  private final Set<String> stuck = ConcurrentHashMap.newKeySet();
  private final List<String> removed = new CopyOnWriteArrayList<>();
  private final Map<String, Status> standing = new ConcurrentHashMap<>();
  private volatile boolean hangs;
  private volatile long usedBytes = 4096;
  private @Nullable Server server;
  private @Nullable UnixServer listener;

  private ScriptedCri(Path socket) {
    this.socket = socket;
  }

  /** What one PullImage does. */
  public sealed interface Pull {
    /** The image is there afterwards. */
    record Works() implements Pull {}

    /** Says OK, and nothing is there. */
    record LeavesNothing() implements Pull {}

    /** Ends with this error. */
    record Fails(Status status) implements Pull {}

    /** Never ends. */
    record Hangs() implements Pull {}

    /** The server is gone before it answers. */
    record KillsServer() implements Pull {}
  }

  /** A server that does not listen yet: see {@link #comeUp}. */
  public static ScriptedCri down(Path socket) {
    return new ScriptedCri(socket);
  }

  /** A server that listens. */
  public static ScriptedCri up(Path socket) {
    return down(socket).comeUp();
  }

  /** Plays a runtime until the process is killed. */
  public static void main(String[] args) throws Exception {
    try (ScriptedCri cri = down(Path.of(args[0]))) {
      for (String word : List.of(args).subList(1, args.length)) {
        if (word.equals("--not-initialized")) {
          cri.notInitialized(Status.Code.UNKNOWN);
        } else {
          cri.has(word);
        }
      }
      cri.comeUp();
      Thread.currentThread().join();
    }
  }

  /** Listens, on a new socket file. */
  public synchronized ScriptedCri comeUp() {
    try {
      Files.deleteIfExists(socket);
      listener = new UnixServer(socket);
      server =
          OkHttpServerBuilder.forPort(1, InsecureServerCredentials.create())
              .socketFactory(UnixServer.factory(listener))
              .addService(new RuntimeService())
              .addService(new ImageService())
              .build()
              .start();
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Listens anew where it was killed. */
  public synchronized void comeUpAgain() {
    Server running = server;
    if (running != null && running.isShutdown()) {
      crash();
      comeUp();
    }
  }

  /** Is gone as after a SIGKILL: connections break, and the socket file stays behind. */
  public synchronized void crash() {
    try {
      Server running = server;
      if (running != null) {
        running.shutdownNow();
      }
      if (listener != null) {
        listener.close();
      }
      if (running != null) {
        running.awaitTermination(500, TimeUnit.MILLISECONDS);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Is gone as after a clean stop: the socket file too. */
  public void goDown() {
    crash();
    try {
      Files.deleteIfExists(socket);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Every call works from now on. */
  public ScriptedCri ready() {
    trouble = Optional.empty();
    hangs = false;
    runtime = READY;
    return this;
  }

  /** Every call ends with this error. */
  public ScriptedCri failing(Status status) {
    trouble = Optional.of(status);
    return this;
  }

  /** Every call of this method, such as {@code PullImage}, ends with this error for ever. */
  public ScriptedCri failing(String method, Status status) {
    standing.put(method, status);
    return this;
  }

  /** No method ends with an error of its own any more. */
  public ScriptedCri working() {
    standing.clear();
    return this;
  }

  /** What was said of pulls to come does not hold. */
  public ScriptedCri forgetPulls() {
    script.clear();
    return this;
  }

  /** Whether it listens. */
  public synchronized boolean isUp() {
    Server running = server;
    return running != null && !running.isShutdown();
  }

  /** Whether the image is there. */
  public boolean hasImage(String image) {
    return images.containsKey(image);
  }

  /** Every call ends with {@code server is not initialized yet}, under this code. */
  public ScriptedCri notInitialized(Status.Code code) {
    return failing(Status.fromCode(code).withDescription("server is not initialized yet"));
  }

  /** There is no CRI service, as where the plugin is disabled. */
  public ScriptedCri withoutPlugin() {
    return failing(
        Status.UNIMPLEMENTED.withDescription("unknown service runtime.v1.RuntimeService"));
  }

  /** Calls are accepted and never answered. */
  public ScriptedCri hanging() {
    hangs = true;
    return this;
  }

  /** RuntimeReady is false. */
  public ScriptedCri runtimeNotReady(String reason, String message) {
    runtime =
        RuntimeCondition.newBuilder()
            .setType("RuntimeReady")
            .setReason(reason)
            .setMessage(message)
            .build();
    return this;
  }

  /** NetworkReady is true. */
  public ScriptedCri networkReady() {
    network = RuntimeCondition.newBuilder().setType("NetworkReady").setStatus(true).build();
    return this;
  }

  /** A verbose status says so. */
  public ScriptedCri telling(String key, String value) {
    info.put(key, value);
    return this;
  }

  /** The image is there and pinned. */
  public ScriptedCri has(String image) {
    return has(image, true);
  }

  /** The image is there. */
  public ScriptedCri has(String image, boolean pinned) {
    images.put(image, image(image, pinned));
    return this;
  }

  /** The image is not there. */
  public void lacks(String image) {
    images.remove(image);
  }

  /** The next pulls do this; those after them work. */
  public ScriptedCri pulling(Pull... pulls) {
    script.addAll(List.of(pulls));
    return this;
  }

  /** The image file system holds so much. */
  public ScriptedCri using(long bytes) {
    usedBytes = bytes;
    return this;
  }

  /** A pod is there. */
  public ScriptedCri runs(String id, String name, boolean onHostNetwork) {
    pods.put(id, new Pod(name, onHostNetwork));
    return this;
  }

  /** A pod is there whose stop is never answered. */
  public ScriptedCri runsStuck(String id, String name) {
    stuck.add(id);
    return runs(id, name, false);
  }

  /** The ids of the pods that are there. */
  public Set<String> pods() {
    return pods.keySet();
  }

  /** The ids of those that were removed, in their order. */
  public List<String> removed() {
    return removed;
  }

  private record Pod(String name, boolean onHostNetwork) {}

  /** The methods called so far, such as {@code PullImage}. */
  public List<String> calls() {
    return calls;
  }

  /** How often this method was called. */
  public long calls(String method) {
    return calls.stream().filter(method::equals).count();
  }

  /** The credentials that came with each pull. */
  public List<AuthConfig> auths() {
    return auths;
  }

  @Override
  public void close() {
    goDown();
  }

  private static Image image(String name, boolean pinned) {
    return Image.newBuilder().setId("sha256:1").addRepoTags(name).setPinned(pinned).build();
  }

  private <T> void answer(String method, StreamObserver<T> to, T answer) {
    calls.add(method);
    if (hangs) {
      return;
    }
    Optional<Status> error = trouble.or(() -> Optional.ofNullable(standing.get(method)));
    if (error.isPresent()) {
      to.onError(error.get().asRuntimeException());
      return;
    }
    to.onNext(answer);
    to.onCompleted();
  }

  private final class RuntimeService extends RuntimeServiceGrpc.RuntimeServiceImplBase {
    @Override
    public void version(VersionRequest request, StreamObserver<VersionResponse> to) {
      answer(
          "Version",
          to,
          VersionResponse.newBuilder()
              .setVersion("0.1.0")
              .setRuntimeName("scripted")
              .setRuntimeVersion("v1.2.3")
              .setRuntimeApiVersion("v1")
              .build());
    }

    @Override
    public void status(StatusRequest request, StreamObserver<StatusResponse> to) {
      StatusResponse.Builder answer =
          StatusResponse.newBuilder()
              .setStatus(RuntimeStatus.newBuilder().addConditions(runtime).addConditions(network));
      if (request.getVerbose()) {
        info.forEach((k, v) -> answer.addInfo(InfoEntry.newBuilder().setKey(k).setValue(v)));
      }
      answer("Status", to, answer.build());
    }

    @Override
    public void listPodSandbox(
        ListPodSandboxRequest request, StreamObserver<ListPodSandboxResponse> to) {
      ListPodSandboxResponse.Builder answer = ListPodSandboxResponse.newBuilder();
      pods.forEach((id, pod) ->
          answer.addItems(
              PodSandbox.newBuilder()
                  .setId(id)
                  .setMetadata(
                      PodSandboxMetadata.newBuilder().setNamespace("ns").setName(pod.name()))));
      answer("ListPodSandbox", to, answer.build());
    }

    @Override
    public void podSandboxStatus(
        PodSandboxStatusRequest request, StreamObserver<PodSandboxStatusResponse> to) {
      Pod pod = pods.get(request.getPodSandboxId());
      NamespaceOption.Builder options = NamespaceOption.newBuilder();
      if (pod != null && pod.onHostNetwork()) {
        options.setNetwork(NamespaceMode.NODE);
      }
      answer(
          "PodSandboxStatus",
          to,
          PodSandboxStatusResponse.newBuilder()
              .setStatus(
                  PodSandboxStatus.newBuilder()
                      .setLinux(
                          LinuxPodSandboxStatus.newBuilder()
                              .setNamespaces(Namespace.newBuilder().setOptions(options))))
              .build());
    }

    @Override
    public void stopPodSandbox(
        StopPodSandboxRequest request, StreamObserver<StopPodSandboxResponse> to) {
      if (stuck.contains(request.getPodSandboxId())) {
        calls.add("StopPodSandbox");
        return;
      }
      answer("StopPodSandbox", to, StopPodSandboxResponse.getDefaultInstance());
    }

    @Override
    public void removePodSandbox(
        RemovePodSandboxRequest request, StreamObserver<RemovePodSandboxResponse> to) {
      pods.remove(request.getPodSandboxId());
      removed.add(request.getPodSandboxId());
      answer("RemovePodSandbox", to, RemovePodSandboxResponse.getDefaultInstance());
    }
  }

  private final class ImageService extends ImageServiceGrpc.ImageServiceImplBase {
    @Override
    public void imageStatus(ImageStatusRequest request, StreamObserver<ImageStatusResponse> to) {
      ImageStatusResponse.Builder answer = ImageStatusResponse.newBuilder();
      Image image = images.get(request.getImage().getImage());
      if (image != null) {
        answer.setImage(image);
      }
      answer("ImageStatus", to, answer.build());
    }

    @Override
    public void imageFsInfo(ImageFsInfoRequest request, StreamObserver<ImageFsInfoResponse> to) {
      answer(
          "ImageFsInfo",
          to,
          ImageFsInfoResponse.newBuilder()
              .addImageFilesystems(
                  FilesystemUsage.newBuilder()
                      .setFsId(FilesystemIdentifier.newBuilder().setMountpoint("/var/lib/scripted"))
                      .setUsedBytes(UInt64Value.newBuilder().setValue(usedBytes)))
              .build());
    }

    @Override
    public void pullImage(PullImageRequest request, StreamObserver<PullImageResponse> to) {
      auths.add(request.getAuth());
      Pull next = script.poll();
      switch (next == null ? new Pull.Works() : next) {
        case Pull.Works _ -> {
          if (!standing.containsKey("PullImage")) {
            has(request.getImage().getImage());
          }
          answer("PullImage", to, PullImageResponse.newBuilder().setImageRef("sha256:1").build());
        }
        case Pull.LeavesNothing _ ->
            answer("PullImage", to, PullImageResponse.newBuilder().setImageRef("sha256:1").build());
        case Pull.Fails fails -> {
          calls.add("PullImage");
          to.onError(fails.status().asRuntimeException());
        }
        case Pull.Hangs _ -> calls.add("PullImage");
        case Pull.KillsServer _ -> {
          calls.add("PullImage");
          Thread.ofPlatform().start(ScriptedCri.this::crash);
        }
      }
    }
  }
}
