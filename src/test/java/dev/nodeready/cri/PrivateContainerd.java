package dev.nodeready.cri;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nodeready.failure.FailureException;
import dev.nodeready.ready.Verdict;
import dev.nodeready.rehearsal.LoopbackRegistry;
import dev.nodeready.retry.Time;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A real containerd with a root, a state and a socket of its own, that touches nothing of the
 * machine's. Its folder has a short name, since the names of sockets are limited.
 */
public final class PrivateContainerd implements AutoCloseable {
  private final Containerd flavor;
  private final Path folder;
  private final Path socket;
  private @Nullable Process process;

  private PrivateContainerd(Containerd flavor, Path folder) {
    this.flavor = flavor;
    this.folder = folder;
    socket = folder.resolve("run/containerd/c.sock");
  }

  /** One that is configured and not started. */
  public static PrivateContainerd prepare(Containerd flavor, String sandboxImage)
      throws IOException {
    flavor.program("containerd");
    PrivateContainerd it = new PrivateContainerd(flavor, Files.createTempDirectory("nr"));
    Files.writeString(it.config(), it.toml(sandboxImage));
    return it;
  }

  /** Where it will listen. */
  public CriEndpoint endpoint() {
    return new CriEndpoint(socket);
  }

  /** Its {@code root}. */
  public Path root() {
    return folder.resolve("root");
  }

  /** A place for a test's own files. */
  public Path folder() {
    return folder;
  }

  /** Its configuration file. */
  public Path config() {
    return folder.resolve("config.toml");
  }

  /** Its log. */
  public Path log() {
    return folder.resolve("log");
  }

  /** Takes this registry without TLS; containerd 2.x would try TLS first, for ten seconds. */
  public PrivateContainerd using(LoopbackRegistry registry) throws IOException {
    return usingPlain(registry.host());
  }

  /** The same by host and port. */
  public PrivateContainerd usingPlain(String host) throws IOException {
    Path hosts = Files.createDirectories(folder.resolve("certs.d").resolve(host));
    Files.writeString(hosts.resolve("hosts.toml"), "server = \"http://" + host + "\"\n");
    return this;
  }

  /** Starts it and returns at once. */
  public PrivateContainerd start() throws IOException {
    process =
        new ProcessBuilder(flavor.program("containerd").toString(), "--config", config().toString())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()))
            .start();
    return this;
  }

  /** Sends it a signal by name, such as {@code KILL}. */
  public void signal(String name) throws IOException, InterruptedException {
    if (process != null) {
      new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid())).start().waitFor();
    }
  }

  /** Ends it by SIGKILL, which leaves its socket behind. */
  public void kill() throws IOException, InterruptedException {
    signal("KILL");
    if (process != null) {
      process.waitFor();
    }
  }

  /** Ends it by SIGTERM. */
  public void stop() throws IOException, InterruptedException {
    signal("TERM");
    if (process != null && !process.waitFor(10, TimeUnit.SECONDS)) {
      kill();
    }
  }

  /** Has it pull an image, which may fail as it likes: its log tells. */
  public void pull(String image) throws InterruptedException {
    try (CriConnection connection = new CriConnection(endpoint())) {
      connection.call(client -> {
        try (PullCall pull = client.pull(image, Optional.empty())) {
          return pull.await(Duration.ofSeconds(20));
        }
      });
    } catch (FailureException e) {
      assertThat(e.failure().code().area()).as(e.failure().toLine()).isNotEqualTo("CRI");
    }
  }

  /** Has it run a pod sandbox, which may fail as it likes: its log tells. */
  public void sandbox(String name) {
    try {
      new PodSandbox(endpoint(), name).runAndRemove(Duration.ofSeconds(20));
    } catch (FailureException e) {
      assertThat(e.failure().happened()).isNotBlank();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Whether its process lives. */
  public boolean isRunning() {
    return process != null && process.isAlive();
  }

  /** Whether it says that it is ready. */
  public boolean isReady() throws InterruptedException {
    try (CriConnection connection = new CriConnection(endpoint())) {
      return new RuntimeProbe(connection, Optional::empty, () -> "", Time.SYSTEM)
              .look(Duration.ofSeconds(2))
          instanceof Verdict.Ready;
    }
  }

  /** Its {@code ctr}, for {@link CtrTools}. */
  public CtrTools tools() {
    return new CtrTools(PrivateContainerd::run, words());
  }

  /** How its {@code ctr} is called. */
  public CtrWords words() {
    return new CtrWords(flavor.program("ctr").toString(), endpoint());
  }

  /** What {@code containerd config dump} prints for it. */
  public String dump() throws InterruptedException {
    return run(
            Duration.ofSeconds(20),
            List.of(
                flavor.program("containerd").toString(),
                "--config",
                config().toString(),
                "config",
                "dump"))
        .output();
  }

  @Override
  public void close() throws IOException {
    try {
      signal("CONT");
      kill();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    remove(folder);
  }

  /** Runs a program to its end. */
  public static CtrTools.Ended run(Duration limit, List<String> words) throws InterruptedException {
    try {
      Path out = Files.createTempFile("nr", ".out");
      Path err = Files.createTempFile("nr", ".err");
      try {
        Process process =
            new ProcessBuilder(new ArrayList<>(words))
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
          process.destroyForcibly().waitFor();
        }
        return new CtrTools.Ended(
            process.exitValue(), Files.readString(out), Files.readString(err));
      } finally {
        Files.delete(out);
        Files.delete(err);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String toml(String sandboxImage) {
    String common =
        """
        root = "%1$s/root"
        state = "%1$s/state"
        disabled_plugins = ["io.containerd.nri.v1.nri", "io.containerd.internal.v1.restart"]
        [grpc]
        address = "%2$s"
        [plugins."io.containerd.internal.v1.opt"]
        path = "%1$s/opt"
        """
            .formatted(folder, socket);
    return switch (flavor) {
      case V1 ->
          """
          version = 2
          %1$s
          [plugins."io.containerd.grpc.v1.cri"]
          sandbox_image = "%2$s"
          restrict_oom_score_adj = true
          [plugins."io.containerd.grpc.v1.cri".containerd]
          snapshotter = "native"
          [plugins."io.containerd.grpc.v1.cri".cni]
          bin_dir = "%3$s/cni"
          conf_dir = "%3$s/cni"
          [plugins."io.containerd.grpc.v1.cri".registry]
          config_path = "%3$s/certs.d"
          """
              .formatted(common, sandboxImage, folder);
      case V2 ->
          """
          version = 3
          %1$s
          [plugins."io.containerd.cri.v1.images"]
          snapshotter = "native"
          use_local_image_pull = true
          [plugins."io.containerd.cri.v1.images".pinned_images]
          sandbox = "%2$s"
          [plugins."io.containerd.cri.v1.images".registry]
          config_path = "%3$s/certs.d"
          [plugins."io.containerd.cri.v1.runtime"]
          restrict_oom_score_adj = true
          [plugins."io.containerd.cri.v1.runtime".cni]
          bin_dir = "%3$s/cni"
          conf_dir = "%3$s/cni"
          """
              .formatted(common, sandboxImage, folder);
    };
  }

  static void remove(Path folder) throws IOException {
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path dir, @Nullable IOException e)
              throws IOException {
            Files.delete(dir);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
