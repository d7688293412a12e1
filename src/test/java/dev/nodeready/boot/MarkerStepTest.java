package dev.nodeready.boot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nodeready.host.Root;
import dev.nodeready.network.Marker;
import dev.nodeready.plan.Outcome;
import dev.nodeready.plan.Phase;
import dev.nodeready.plan.Step;
import dev.nodeready.retry.ManualTime;
import dev.nodeready.supervise.SupervisorKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An interface of the boot that is met behind the marker is given away for good. */
class MarkerStepTest {
  private static final String HELPER = "udev-net-manager@ens5.service";

  @TempDir Path folder;
  private final PlainUnits units = new PlainUnits();
  private final ManualTime time = new ManualTime();
  private final Notes told = new Notes();

  private void write(String path, String text) throws IOException {
    new TestNode(folder).write(path, text);
  }

  private Path at(String path) {
    return new Root(folder).at(path);
  }

  private boolean marked() {
    return Files.exists(at(Marker.PATH));
  }

  /** A machine whose udev has seen ens5, and called the helper that lies in {@code units}. */
  private void helperIn(String units) throws IOException {
    write(units + "/udev-net-manager@.service", "");
    write("/run/udev/control", "");
    write("/run/udev/data/n2", "I:1\n");
    write("/sys/class/net/ens5/ifindex", "2\n");
    write("/sys/class/net/ens5/address", "0e:49:61:0f:c3:11\n");
    write("/sys/class/net/lo/ifindex", "1\n");
  }

  private Outcome step() throws InterruptedException {
    return step(new TestNode(folder).options(SupervisorKind.SYSTEMD));
  }

  private Outcome step(BootOptions options) throws InterruptedException {
    return new MarkerStep(Run.of(options, time, null, units)).write(told);
  }

  @Test
  void the_marker_comes_behind_cloud_inits_end_and_before_kubelet() throws Exception {
    try (BootPlan plan =
        TestNode.plan(new TestNode(folder).options(SupervisorKind.SYSTEMD), time, units)) {
      assertThat(plan.phases().stream().map(Phase::steps).flatMap(steps -> steps.stream()))
          .extracting(Step::name)
          .containsSubsequence("local-disks", "cloud-final", "marker", "start-kubelet");
    }
  }

  @Test
  void it_is_written_at_once_where_no_helper_is() throws Exception {
    write("/run/udev/control", "");
    write("/run/udev/queue", "");

    assertThat(step()).isInstanceOf(Outcome.Changed.class);

    assertThat(marked()).isTrue();
    assertThat(time.sleeps()).isEmpty();
    assertThat(told.notes()).isEmpty();
    assertThat(step()).isInstanceOf(Outcome.Unchanged.class);
  }

  @ParameterizedTest
  @CsvSource({"/etc/systemd/system", "/usr/lib/systemd/system"})
  void a_helper_that_is_still_at_work_is_waited_for(String folder) throws Exception {
    helperIn(folder);
    units.coming =
        unit -> {
          assertThat(marked()).isFalse();
          return unit.equals(HELPER) && time.nanos() < Duration.ofSeconds(3).toNanos();
        };

    step();

    assertThat(marked()).isTrue();
    assertThat(time.nanos()).isGreaterThanOrEqualTo(Duration.ofSeconds(3).toNanos());
    assertThat(told.notes()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "/run/udev/data/n2, true, udev has not seen ens5 yet",
    "/run/udev/queue, false, udev is at work"
  })
  void an_interface_that_udev_is_not_done_with_is_waited_for(
      String file, boolean byAbsence, String because) throws Exception {
    helperIn("/etc/systemd/system");
    if (byAbsence) {
      Files.delete(at(file));
    } else {
      write(file, "");
    }

    step();

    assertThat(time.nanos()).isEqualTo(Duration.ofSeconds(30).toNanos());
    assertThat(told.notes()).singleElement().asString().contains("HOST_INTERFACE_PENDING", because);
  }

  @Test
  void a_helper_that_never_ends_is_told_and_kubelet_may_start() throws Exception {
    helperIn("/etc/systemd/system");
    units.coming = HELPER::equals;

    assertThat(step()).isInstanceOf(Outcome.Changed.class);

    assertThat(marked()).isTrue();
    assertThat(told.notes()).singleElement().asString().contains(HELPER + " has not ended");
  }

  @Test
  void a_run_from_user_data_is_told_that_it_comes_too_early() throws Exception {
    Files.createDirectories(at("/run/cloud-init"));
    step();
    assertThat(told.notes()).singleElement().asString().contains("HOST_CLOUD_INIT_PENDING");
    assertThat(marked()).as("as nodeadm, which only warns").isTrue();
  }

  @ParameterizedTest
  @CsvSource({"result.json", "disabled"})
  void a_cloud_init_that_is_done_or_does_not_run_is_no_matter(String file) throws Exception {
    write("/run/cloud-init/" + file, "");
    step();
    assertThat(told.notes()).isEmpty();
  }

  @Test
  void a_rehearsal_leaves_none() throws Exception {
    BootOptions as = new TestNode(folder).options(SupervisorKind.SYSTEMD);

    Outcome outcome =
        step(
            new BootOptions(
                "rehearse",
                as.root(),
                null,
                as.sources(),
                null,
                as.selection(),
                as.supervisor(),
                as.budgets(),
                false,
                as.joinOtherwise(),
                false));

    assertThat(outcome).isInstanceOf(Outcome.Skipped.class);
    assertThat(marked()).isFalse();
  }

  @Test
  void a_plan_leaves_none() throws Exception {
    new TestNode(folder).configure("bootstrap: {platform: none, nodeName: one}");
    write("/etc/eks/containerd-version.txt", "1.7.28");
    write("/etc/eks/kubelet-version.txt", "1.34.1");

    assertThat(PlanRun.run(new TestNode(folder).options(SupervisorKind.NONE), false)).isNotNull();

    assertThat(marked()).isFalse();
  }

  @Test
  void a_run_below_another_root_leaves_none_on_the_machine() throws Exception {
    boolean before = Files.exists(Path.of(Marker.PATH));
    step();
    assertThat(Files.exists(Path.of(Marker.PATH))).isEqualTo(before);
  }
}
