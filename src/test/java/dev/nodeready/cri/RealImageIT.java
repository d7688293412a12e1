package dev.nodeready.cri;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nodeready.catalogue.Code;
import dev.nodeready.doctor.Causes;
import dev.nodeready.doctor.Causes.On;
import dev.nodeready.failure.Failure;
import dev.nodeready.ready.PathTrigger;
import dev.nodeready.ready.Trigger;
import dev.nodeready.rehearsal.LoopbackRegistry;
import dev.nodeready.rehearsal.LoopbackRegistry.Fault;
import dev.nodeready.rehearsal.PauseImage;
import dev.nodeready.retry.Deadline;
import dev.nodeready.retry.Retry;
import dev.nodeready.retry.RetryPolicy;
import dev.nodeready.retry.Time;
import dev.nodeready.retry.WaitListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The ladder to the sandbox image against real containerds and a registry that fails as told. */
class RealImageIT {
  private static final PauseImage PAUSE = PauseImage.forThisMachine();

  private final List<Failure> failures = new CopyOnWriteArrayList<>();
  private final List<Integer> attempts = new CopyOnWriteArrayList<>();
  private final List<String> losses = new CopyOnWriteArrayList<>();
  private CredentialsSource credentials = CredentialsSource.NONE;
  private @Nullable PrivateContainerd containerd;
  private @Nullable LoopbackRegistry registry;
  private String snapshotter = "native";
  private boolean unpacked;
  private @Nullable CriConnection connection;

  @AfterEach
  void stop() throws Exception {
    if (connection != null) {
      connection.close();
    }
    if (containerd != null) {
      containerd.close();
    }
    if (registry != null) {
      registry.close();
    }
  }

  @ParameterizedTest
  @EnumSource
  void an_image_is_pulled_once_and_pinned_and_then_needs_no_registry(Containerd flavor)
      throws Exception {
    String reference = start(flavor);
    assertThat(pulled(ensure(reference)).attempts()).isEqualTo(1);
    registry().close();
    ImageOutcome again = ensure(reference);
    assertThat(again.how()).isEqualTo(new ImageOutcome.AlreadyThere());
    // 1.6 knows no pinned images; its kubelets keep the sandbox image themselves.
    assertThat(pin(reference) instanceof ImagePin.NotPinned).isEqualTo(flavor == Containerd.V1);
  }

  @ParameterizedTest
  @EnumSource
  void an_archive_is_imported_without_any_request(Containerd flavor) throws Exception {
    String reference = start(flavor);
    Path archive = archive(reference);
    assertThat(ensure(reference, archive).how()).isEqualTo(new ImageOutcome.Imported(archive));
    assertThat(registry().requests()).isEmpty();
  }

  /** As nodeadm's configuration of containerd has it, in which CRI keeps what is unpacked alone. */
  @ParameterizedTest
  @EnumSource
  void an_image_whose_packed_layers_were_thrown_away_is_saved_with_all_of_them(Containerd flavor)
      throws Exception {
    String reference = start(flavor);
    ensure(reference);
    CtrTools tools = containerd().tools();
    Path archive = containerd().folder().resolve("saved.tar");
    removePackedLayers();

    tools.exportArchive(archive, reference, containerd().folder().resolve("certs.d").toString());
    ImageArchive saved = ArchiveLook.read(archive);
    assertThat(saved.trouble(System.getProperty("os.arch"))).isEmpty();
    assertThat(saved.has(reference)).isTrue();
    assertThat(tools.stored())
        .filteredOn(one -> one.name().equals(reference))
        .extracting(StoredImage::digest)
        .containsExactly(saved.images().getFirst().digest());
  }

  @ParameterizedTest
  @EnumSource
  void an_image_that_has_no_packed_layers_anywhere_is_told_from_one_that_is_not_there(
      Containerd flavor) throws Exception {
    String reference = start(flavor);
    ensure(reference);
    ensure("localhost/pause:2", archive("localhost/pause:2"));
    removePackedLayers();
    registry().close();
    for (String image : List.of(reference, "localhost/pause:2")) {
      assertThatThrownBy(() ->
              containerd()
                  .tools()
                  .exportArchive(containerd().folder().resolve("saved.tar"), image, ""))
          .hasMessageContaining(Code.IMAGE_LAYERS_DISCARDED.name())
          .hasMessageContaining("discard_unpacked_layers");
    }
  }

  private void removePackedLayers() throws Exception {
    String ctr = containerd().words().program();
    String socket = containerd().endpoint().socket().toString();
    String layer = PauseImage.digest(PAUSE.layer());
    List<String> words = List.of(ctr, "-a", socket, "-n", "k8s.io", "content", "rm", layer);
    assertThat(PrivateContainerd.run(Duration.ofSeconds(15), words).exitCode()).isZero();
  }

  @ParameterizedTest
  @EnumSource
  void a_local_image_comes_from_an_archive_with_another_name(Containerd flavor) throws Exception {
    start(flavor);
    Path archive = archive("example.com/somewhere/else:7");
    assertThat(ensure("localhost/kubernetes/pause", archive).how())
        .isEqualTo(new ImageOutcome.Imported(archive));
  }

  /**
   * What SOCI's snapshotter needs, with another that containerd brings along: SOCI's itself is no
   * part of containerd.
   */
  @ParameterizedTest
  @EnumSource
  void an_image_that_another_snapshotter_unpacked_is_unpacked_anew_once(Containerd flavor)
      throws Exception {
    String reference = start(flavor);
    Path archive = archive(reference);
    ensure(reference, archive);
    snapshotter = "overlayfs";
    unpacked = true;
    assertThat(containerd().tools().isUnpacked(reference, "overlayfs")).isFalse();
    assertThat(ensure(reference, archive).how()).isEqualTo(new ImageOutcome.Imported(archive));
    assertThat(ensure(reference, archive).how()).isEqualTo(new ImageOutcome.AlreadyThere());
    assertThat(registry().requests()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void a_snapshotter_that_is_not_there_is_told_and_the_boot_goes_on(Containerd flavor)
      throws Exception {
    String reference = start(flavor);
    Path archive = archive(reference);
    ensure(reference, archive);
    snapshotter = "soci";
    unpacked = true;
    ImageOutcome outcome = ensure(reference, archive);
    assertThat(outcome.how()).isEqualTo(new ImageOutcome.AlreadyThere());
    assertThat(outcome.warning()).contains("not unpacked for the snapshotter soci").contains("run");
  }

  @ParameterizedTest
  @EnumSource
  void a_broken_archive_does_not_keep_the_image_from_being_pulled(Containerd flavor)
      throws Exception {
    String reference = start(flavor);
    Path archive = archive(reference);
    Files.write(archive, Arrays.copyOf(Files.readAllBytes(archive), 1200));
    assertThat(pulled(ensure(reference, archive)).attempts()).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource
  void an_archive_that_lacks_a_layer_or_is_for_another_machine_is_passed_over(Containerd flavor)
      throws Exception {
    String reference = start(flavor);
    Path archive = archive(reference);
    Files.write(archive, PAUSE.archive(reference, PAUSE.manifest(), PAUSE.config()));
    assertThat(pulled(ensure(reference, archive)).attempts()).isEqualTo(1);
    String local = "localhost/kubernetes/pause:1";
    String other = System.getProperty("os.arch").equals("aarch64") ? "amd64" : "arm64";
    Files.write(archive, PauseImage.forMachine(other, new byte[0]).archive(local));
    assertThatThrownBy(() -> ensure(local, archive))
        .hasMessageContaining("IMAGE_LOCAL_ABSENT")
        .hasMessageContaining(archive + ": it is for linux/" + other);
  }

  /** It is compressed, so that only the import tells what it lacks; the image is there by then. */
  @ParameterizedTest
  @EnumSource
  void what_a_failed_import_leaves_behind_is_no_image(Containerd flavor) throws Exception {
    start(flavor);
    String local = "localhost/kubernetes/pause:1";
    Path archive = archive(local);
    try (var zip = new GZIPOutputStream(Files.newOutputStream(archive))) {
      zip.write(PAUSE.archive(local, PAUSE.manifest(), PAUSE.config()));
    }
    assertThatThrownBy(() -> ensure(local, archive)).hasMessageContaining("IMAGE_LOCAL_ABSENT");
    assertThat(containerd().tools().names()).doesNotContain(local);
  }

  @ParameterizedTest
  @EnumSource
  void a_page_in_the_registrys_place_is_tried_again(Containerd flavor) throws Exception {
    String reference = start(flavor);
    registry().failingAlways(new Fault.Content("/manifests/", "text/html", "<html>log in</html>"));
    Thread.ofPlatform().daemon().start(() -> calm(failures::isEmpty));
    assertThat(pulled(ensure(reference)).attempts()).isGreaterThan(1);
    assertThat(failures).extracting(Failure::code).containsOnly(Code.IMAGE_REGISTRY_PAGE);
  }

  /** Not on loopback, where containerd falls back to HTTP by itself. */
  @ParameterizedTest
  @EnumSource
  void a_registry_without_https_ends_it_at_once(Containerd flavor) throws Exception {
    start(flavor);
    try (PlainServer plain = PlainServer.start()) {
      assertThatThrownBy(() -> ensure(plain.host() + "/eks/pause:3.10"))
          .hasMessageContaining("IMAGE_REGISTRY_PLAIN_HTTP")
          .hasMessageContaining("[host.\"http://" + plain.host() + "\"]");
    }
    assertThat(attempts).containsExactly(1);
  }

  @ParameterizedTest
  @EnumSource(names = "V2")
  void an_image_of_the_first_schema_ends_it_at_once(Containerd flavor) throws Exception {
    String reference = start(flavor);
    registry()
        .failingAlways(
            new Fault.Content(
                "/manifests/",
                "application/vnd.docker.distribution.manifest.v1+prettyjws",
                "{\"schemaVersion\":1,\"history\":[],\"fsLayers\":[]}"));
    assertThatThrownBy(() -> ensure(reference)).hasMessageContaining("IMAGE_FORMAT_UNSUPPORTED");
    Causes.proved(
        Code.IMAGE_FORMAT_UNSUPPORTED, On.REGISTRY, "an image of schema 1", "no longer supported");
    assertThat(attempts).containsExactly(1);
    assertThat(losses).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void errors_that_pass_are_tried_again(Containerd flavor) throws Exception {
    String reference = start(flavor);
    registry().failingAlways(new Fault.Status("/manifests/", 500, "{}"));
    Thread.ofPlatform().daemon().start(() -> calm(failures::isEmpty));
    assertThat(pulled(ensure(reference)).attempts()).isGreaterThan(1);
    assertThat(failures).extracting(Failure::code).containsOnly(Code.IMAGE_REGISTRY_ERROR);
  }

  @ParameterizedTest
  @EnumSource
  void too_many_requests_are_met_with_patience(Containerd flavor) throws Exception {
    String reference = start(flavor);
    registry().failingAlways(new Fault.Status("/manifests/", 429, "{}"));
    Thread.ofPlatform().daemon().start(() -> calm(failures::isEmpty));
    assertThat(pulled(ensure(reference)).attempts()).isGreaterThan(1);
    assertThat(failures).extracting(Failure::code).containsOnly(Code.IMAGE_RATE_LIMITED);
  }

  @ParameterizedTest
  @EnumSource
  void a_connection_that_breaks_is_tried_again(Containerd flavor) throws Exception {
    String reference = start(flavor);
    registry().failing(new Fault.CutOff("/blobs/"));
    assertThat(pulled(ensure(reference)).attempts()).isBetween(1, 3);
  }

  @ParameterizedTest
  @EnumSource
  void a_slow_registry_is_waited_for(Containerd flavor) throws Exception {
    String reference = start(flavor);
    registry().failingAlways(new Fault.Slow("/", 700));
    assertThat(pulled(ensure(reference)).attempts()).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource
  void a_registry_that_hangs_is_a_stall_and_the_next_try_works(Containerd flavor) throws Exception {
    String reference = start(flavor);
    registry().failing(new Fault.Hang("/blobs/"));
    assertThat(pulled(ensure(reference)).attempts()).isEqualTo(2);
    assertThat(failures).extracting(Failure::code).containsExactly(Code.IMAGE_PULL_STALLED);
  }

  @ParameterizedTest
  @EnumSource
  void credentials_that_ran_out_are_fetched_anew(Containerd flavor) throws Exception {
    String reference = start(flavor);
    registry().wanting("AWS", "fresh");
    int[] fetched = {0};
    credentials =
        (_, _) -> Optional.of(new Credentials("AWS", ++fetched[0] < 3 ? "stale" : "fresh"));
    assertThat(pulled(ensure(reference)).attempts()).isEqualTo(3);
    assertThat(failures).extracting(Failure::code).containsOnly(Code.IMAGE_UNAUTHORIZED);
  }

  @ParameterizedTest
  @EnumSource
  void refusals_and_absences_end_it_at_once(Containerd flavor) throws Exception {
    String reference = start(flavor);
    assertThatThrownBy(() -> ensure(registry().host() + "/no/such:1"))
        .hasMessageContaining("IMAGE_NOT_FOUND");
    registry().failingAlways(new Fault.Status("/manifests/", 403, "{}"));
    assertThatThrownBy(() -> ensure(reference)).hasMessageContaining("IMAGE_FORBIDDEN");
    assertThat(attempts).containsExactly(1, 1);
  }

  @ParameterizedTest
  @EnumSource
  void a_kill_in_a_pull_is_a_loss_and_no_attempt(Containerd flavor) throws Exception {
    String reference = start(flavor);
    registry().failingAlways(new Fault.Hang("/blobs/"));
    Thread.ofPlatform()
        .daemon()
        .start(() -> {
          try {
            awaitRequest("/blobs/");
            containerd().kill();
            // Not before: a blob that is served lets the kill fall into the unpacking of it.
            registry().failingAlways(null);
            containerd().start();
          } catch (Exception e) {
            throw new IllegalStateException(e);
          }
        });
    ImageOutcome.Pulled pulled = pulled(ensure(reference));
    assertThat(losses).hasSize(1);
    assertThat(failures).isEmpty();
    assertThat(pulled.attempts()).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource
  void a_registry_of_the_distribution_serves_the_image_too(Containerd flavor) throws Exception {
    start(flavor);
    try (var real = DockerRegistry.start(containerd().folder())) {
      containerd().usingPlain(real.host());
      assertThat(pulled(ensure(real.push("eks/pause", "3.10", PAUSE))).attempts()).isEqualTo(1);
    }
  }

  /** The registry works once the condition no longer holds. */
  private void calm(BooleanSupplier whileTrue) {
    while (whileTrue.getAsBoolean()) {
      Thread.onSpinWait();
    }
    registry().failingAlways(null);
  }

  private void awaitRequest(String in) {
    while (registry().requests().stream().noneMatch(request -> request.contains(in))) {
      Thread.onSpinWait();
    }
  }

  private static ImageOutcome.Pulled pulled(ImageOutcome outcome) {
    assertThat(outcome.how()).isInstanceOf(ImageOutcome.Pulled.class);
    return (ImageOutcome.Pulled) outcome.how();
  }

  private LoopbackRegistry registry() {
    return Objects.requireNonNull(registry);
  }

  private PrivateContainerd containerd() {
    return Objects.requireNonNull(containerd);
  }

  private CriConnection connection() {
    return Objects.requireNonNull(connection);
  }

  private String start(Containerd flavor) throws Exception {
    registry = LoopbackRegistry.start();
    containerd = PrivateContainerd.prepare(flavor, "localhost/pause:1").using(registry).start();
    connection = new CriConnection(containerd().endpoint());
    try (Trigger trigger = socketEvents()) {
      runtime(trigger).await(Deadline.after(Duration.ofSeconds(60), Time.SYSTEM));
    }
    return registry.put("eks/pause", "3.10", PAUSE);
  }

  private Path archive(String name) throws Exception {
    return Files.write(containerd().folder().resolve("pause.tar"), PAUSE.archive(name));
  }

  private ReadyRuntime runtime(Trigger trigger) {
    return new ReadyRuntime(
        new RuntimeProbe(connection(), Optional::empty, () -> "", Time.SYSTEM),
        trigger,
        Optional::empty,
        WaitListener.none(),
        losses::add);
  }

  private Trigger socketEvents() throws IOException {
    return PathTrigger.of(containerd().endpoint().socket());
  }

  private ImageOutcome ensure(String reference, Path... archives) throws Exception {
    Deadline deadline = Deadline.after(Duration.ofSeconds(90), Time.SYSTEM);
    try (Trigger trigger = socketEvents()) {
      ReadyRuntime runtime = runtime(trigger);
      return ladder(loss -> runtime.awaitAgain(loss, deadline).isPresent(), archives)
          .ensure(reference, deadline);
    }
  }

  private ImageLadder ladder(ImageLadder.RuntimeGate gate, Path... archives) {
    return new ImageLadder(
        connection(),
        new ImageSettings(
            List.of(archives),
            RetryPolicy.doubling(
                Duration.ofSeconds(60), Duration.ofMillis(100), Duration.ofSeconds(1)),
            Duration.ofSeconds(30),
            Duration.ofSeconds(5),
            snapshotter,
            unpacked),
        credentials,
        containerd().tools(),
        new ContentIngest(containerd().root()),
        gate,
        Retry.Pause.SLEEP,
        new Listener());
  }

  private ImagePin.Result pin(String reference) throws Exception {
    return new ImagePin(containerd().endpoint(), containerd().tools())
        .pin(reference, Deadline.after(Duration.ofSeconds(10), Time.SYSTEM));
  }

  private final class Listener implements ImageListener {
    @Override
    public void attempted(int number) {
      attempts.add(number);
    }

    @Override
    public void waiting(Failure because, Duration elapsed, Duration left) {
      failures.add(because);
    }

    @Override
    public void note(String text) {}
  }
}
