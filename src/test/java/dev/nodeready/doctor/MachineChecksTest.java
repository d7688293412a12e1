package dev.nodeready.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nodeready.catalogue.Code;
import dev.nodeready.doctor.Causes.On;
import dev.nodeready.host.Root;
import dev.nodeready.supervise.Daemon;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the checks of the machine make of what it shows. */
class MachineChecksTest {
  @TempDir private Path folder;

  private Ill ill() {
    return new Ill(folder);
  }

  private static void finds(Looked looked, Code code, Confidence confidence, String words) {
    assertThat(looked).isInstanceOf(Looked.At.class);
    finds(((Looked.At) looked).findings(), code, confidence, words);
  }

  private static void finds(
      List<Finding> findings, Code code, Confidence confidence, String words) {
    assertThat(findings)
        .singleElement()
        .satisfies(finding -> {
          assertThat(finding.code()).isEqualTo(code);
          assertThat(finding.confidence()).isEqualTo(confidence);
          assertThat(finding + " " + finding.evidence() + " " + finding.remedy()).contains(words);
        });
    Causes.proved(
        code, On.FILES, "judged on what such a machine shows", findings.getFirst().what());
  }

  @Test
  void a_full_file_system_is_told_once_with_its_folder_and_its_size() {
    String stat =
        """
        1 4096 5242880 0 1310720 1000 /var/lib/containerd
        1 4096 5242880 0 1310720 1000 /var/lib/kubelet
        """;

    finds(
        FileSystemCheck.judged(stat, Root.MACHINE),
        Code.HOST_DISK_FULL,
        Confidence.SEEN,
        "stat -f /var/lib/containerd, text=0 of 20480 MiB are free");
  }

  @Test
  void a_file_system_without_inodes_is_full_although_it_has_room() {
    finds(
        FileSystemCheck.judged("2 4096 1000000 500000 65536 0 /var/lib/kubelet\n", Root.MACHINE),
        Code.HOST_INODES_SPENT,
        Confidence.SEEN,
        "0 of 65536 inodes");
  }

  @Test
  void what_kubelet_keeps_free_is_missed_where_it_looks_and_nowhere_else() {
    finds(
        FileSystemCheck.judged("3 4096 1000000 120000 10 5 /var/lib/containerd\n", Root.MACHINE),
        Code.HOST_DISK_LOW,
        Confidence.SEEN,
        "has 12 % left");
    assertThat(
            FileSystemCheck.judged("3 4096 1000000 120000 10 5 /var/lib/kubelet\n", Root.MACHINE))
        .isEmpty();
    assertThat(FileSystemCheck.judged("3 4096 1000000 20000 10 5 /etc\n", Root.MACHINE)).isEmpty();
  }

  @Test
  void a_full_file_system_below_another_root_has_the_machines_name_for_its_folder() {
    finds(
        FileSystemCheck.judged(
            "1 4096 5242880 0 1310720 1000 /srv/c++(1)/var/lib/kubelet\n",
            new Root(Path.of("/srv/c++(1)"))),
        Code.HOST_DISK_FULL,
        Confidence.SEEN,
        "stat -f /var/lib/kubelet,");
  }

  /** Such as overlay and btrfs, which count none. */
  @Test
  void a_file_system_that_counts_no_inodes_lacks_none() {
    assertThat(FileSystemCheck.judged("4 4096 1000000 500000 0 0 /var/lib\n", Root.MACHINE))
        .isEmpty();
  }

  @Test
  void a_folder_that_a_node_writes_to_on_a_read_only_file_system_is_named_with_its_line() {
    List<String> mounts =
        List.of(
            "/dev/sda1 / ext4 rw,relatime 0 0", "/dev/sdb /var/lib/containerd xfs ro,noatime 0 0");

    finds(
        MountCheck.judged(mounts),
        Code.HOST_READ_ONLY,
        Confidence.SEEN,
        "/proc/mounts:2, text=/dev/sdb");
  }

  @Test
  void a_root_that_is_read_only_by_design_is_fine_with_the_folders_elsewhere() {
    List<String> mounts =
        List.of(
            "/dev/dm-0 / ext4 ro 0 0",
            "tmpfs /etc tmpfs rw 0 0",
            "tmpfs /run tmpfs rw 0 0",
            "/dev/sdb /var ext4 rw 0 0");

    assertThat(MountCheck.judged(mounts)).isEmpty();
  }

  @Test
  void memory_below_what_kubelet_keeps_free_is_told() throws Exception {
    ill().with("/proc/meminfo", "MemTotal: 4000000 kB\nMemAvailable:   51200 kB\n");

    finds(
        ill().diagnosis("HOST_MEMORY_SHORT").findings(),
        Code.HOST_MEMORY_SHORT,
        Confidence.SEEN,
        "50 MiB of memory are left");
  }

  @Test
  void an_array_without_a_member_is_told_with_its_name() throws Exception {
    ill()
        .with(
            "/proc/mdstat",
            """
            Personalities : [raid10]
            md0 : active raid10 nvme1n1[0] nvme2n1[1]
                  1000 blocks super 1.2 [2/2] [UU]
            md127 : active raid10 nvme3n1[0] nvme4n1[1](F)
                  1000 blocks super 1.2 512K chunks 2 near-copies [4/3] [UU_U]
            """);

    finds(
        ill().diagnosis("HOST_RAID_DEGRADED").findings(),
        Code.HOST_RAID_DEGRADED,
        Confidence.SEEN,
        "/dev/md127");
  }

  @Test
  void an_array_that_is_being_rebuilt_is_told_with_how_far_it_is() throws Exception {
    ill()
        .with(
            "/proc/mdstat",
            """
            md127 : active raid10 nvme3n1[0] nvme4n1[1]
                  1000 blocks super 1.2 512K chunks 2 near-copies [4/4] [UUUU]
                  [==>..................]  recovery = 12.6% (37043392/292945152) finish=127.5min
            """);

    finds(
        ill().diagnosis("HOST_RAID_REBUILDING").findings(),
        Code.HOST_RAID_REBUILDING,
        Confidence.SEEN,
        "recovery = 12.6%");
  }

  private static final String ROOT_MOUNT = "22 1 254:1 / / rw - ext4 /dev/vda1 rw\n";

  private Ill withVolumeUnit(String mounts) throws Exception {
    String unit = "mnt-v.mount";
    String text = "[Mount]\nWhat=UUID=1-2\nWhere=/mnt/v\nType=xfs\n";
    return ill()
        .with("/proc/self/mountinfo", ROOT_MOUNT + mounts)
        .with("/etc/systemd/system/" + unit, text)
        .with("/etc/systemd/system/multi-user.target.wants/" + unit, text);
  }

  @Test
  void a_mount_that_its_unit_did_not_bring_back_is_told() throws Exception {
    finds(
        withVolumeUnit("").diagnosis("HOST_MOUNT_MISSING").findings(),
        Code.HOST_MOUNT_MISSING,
        Confidence.SEEN,
        "UUID=1-2 belongs there, and no disk has it");
  }

  /**
   * Seen: a name that is no ASCII was compared letter by byte, and its mount said to be missing.
   */
  @Test
  void a_mount_with_a_name_that_is_no_ascii_is_found() throws Exception {
    String unit = "srv-donn\\xc3\\xa9es.mount";
    String text = "[Mount]\nWhat=UUID=1-2\nWhere=/srv/données \\ x\nType=xfs\n";
    ill()
        .with(
            "/proc/self/mountinfo",
            ROOT_MOUNT + "30 22 254:16 / /srv/données\\040\\134\\040x rw - xfs /dev/vdb rw\n")
        .with("/etc/systemd/system/" + unit, text)
        .with("/etc/systemd/system/multi-user.target.wants/" + unit, text);

    assertThat(ill().diagnosis("HOST_MOUNT_MISSING").findings()).isEmpty();
  }

  @Test
  void another_file_system_than_its_unit_names_is_told() throws Exception {
    finds(
        withVolumeUnit("30 22 254:16 / /mnt/v rw - ext4 /dev/vdb rw\n")
            .diagnosis("HOST_MOUNT_OTHER")
            .findings(),
        Code.HOST_MOUNT_OTHER,
        Confidence.SEEN,
        "/dev/vdb (ext4) is mounted, and UUID=1-2 (xfs) belongs there");
  }

  @Test
  void another_disk_of_the_same_type_is_told_too() throws Exception {
    withVolumeUnit("30 22 254:16 / /mnt/v rw - xfs /dev/vdb rw\n")
        .with("/sys/class/block/vdc/dev", "254:32\n")
        .with("/sys/class/block/vdc/size", "8\n")
        .with("/dev/disk/by-uuid/none", "")
        .with("/dev/vdc", "");
    Files.createSymbolicLink(folder.resolve("dev/disk/by-uuid/1-2"), Path.of("../../vdc"));

    assertThat(ill().diagnosis("HOST_MOUNT_OTHER").findings()).hasSize(1);
    withVolumeUnit("30 22 254:32 / /mnt/v rw - xfs /dev/vdc rw\n");
    assertThat(ill().diagnosis("HOST_MOUNT_OTHER").findings()).isEmpty();
  }

  @Test
  void a_folder_on_the_root_volume_that_is_configured_for_another_is_told() throws Exception {
    String config =
        "{\"spec\": {\"instance\": {\"storage\": {\"volumes\": [{\"device\": \"/dev/xvdb\","
            + " \"mountTargets\": [\"/var/lib/containerd\"]}]}}}}";
    ill()
        .with("/run/eks/nodeadm/config.json", config)
        .with("/var/lib/containerd/x", "")
        .with("/proc/self/mountinfo", ROOT_MOUNT);

    finds(
        ill().diagnosis("HOST_VOLUMES_NOT_SET_UP").findings(),
        Code.HOST_VOLUMES_NOT_SET_UP,
        Confidence.SEEN,
        "nodeready disks none --volume /dev/xvdb=/var/lib/containerd");
    ill()
        .with(
            "/proc/self/mountinfo",
            ROOT_MOUNT + "30 22 254:16 /a /var/lib/containerd rw - xfs /dev/vdb rw\n");
    assertThat(ill().diagnosis("HOST_VOLUMES_NOT_SET_UP").findings()).isEmpty();
  }

  @Test
  void an_interface_without_an_address_is_a_fault_only_where_none_has_one() {
    var bare = new InterfaceCheck.Seen("ens5", true, List.of());
    var pod = new InterfaceCheck.Seen("eni1", true, List.of());
    var good = new InterfaceCheck.Seen("ens5", true, List.of("10.0.0.7"));

    finds(
        InterfaceCheck.judged(List.of(bare)),
        Code.HOST_INTERFACE_WITHOUT_ADDRESS,
        Confidence.SEEN,
        "ens5 is up");
    assertThat(InterfaceCheck.judged(List.of(good, pod))).isEqualTo(Looked.FINE);
  }

  @Test
  void a_time_service_that_has_not_set_the_clock_in_minutes_is_told() {
    List<String> states = List.of("active", "active", "inactive", "inactive", "inactive");
    Duration hour = Duration.ofHours(1);

    finds(
        ClockCheck.judged("NTPSynchronized=no", states, hour),
        Code.HOST_CLOCK_UNSYNCED,
        Confidence.SEEN,
        "chronyd runs and has not set the clock in 60 min");
    assertThat(ClockCheck.judged("NTPSynchronized=no", states, Duration.ofMinutes(1)))
        .isEqualTo(Looked.FINE);
    assertThat(ClockCheck.judged("NTPSynchronized=yes", states, hour)).isEqualTo(Looked.FINE);
    assertThat(ClockCheck.judged("NTPSynchronized=no", List.of("inactive"), hour))
        .isEqualTo(Looked.FINE);
  }

  @Test
  void little_entropy_is_a_possible_cause_and_no_more() throws Exception {
    ill().with("/proc/sys/kernel/random/entropy_avail", "12\n");

    finds(
        ill().diagnosis("HOST_ENTROPY_LOW").findings(),
        Code.HOST_ENTROPY_LOW,
        Confidence.POSSIBLE,
        "12 bits");
  }

  @Test
  void watches_that_are_all_taken_are_told_with_both_numbers() {
    finds(InotifyCheck.judged(128, 128), Code.HOST_INOTIFY_SPENT, Confidence.SEEN, "text=128");
    assertThat(InotifyCheck.judged(127, 128)).isEqualTo(Looked.FINE);
  }

  @Test
  void a_localhost_that_leads_elsewhere_is_told_with_its_line() throws Exception {
    ill().with("/etc/hosts", "# hosts\n10.0.0.9 localhost node\n");

    finds(
        ill().diagnosis("HOST_LOCALHOST_UNRESOLVED").findings().subList(0, 1),
        Code.HOST_LOCALHOST_UNRESOLVED,
        Confidence.SEEN,
        "/etc/hosts:2");
  }

  @Test
  void a_network_configuration_with_a_name_that_is_not_read_is_told() throws Exception {
    ill().with("/etc/cni/net.d/10-aws.conflist.bak", "{}");

    finds(
        ill().diagnosis("HOST_CNI_MISNAMED").findings(),
        Code.HOST_CNI_MISNAMED,
        Confidence.SEEN,
        "10-aws.conflist.bak");
  }

  @Test
  void a_network_configuration_that_is_no_json_is_told_if_it_comes_first() throws Exception {
    ill().with("/etc/cni/net.d/00-x.conf", "{oops").with("/etc/cni/net.d/10-good.conf", "{}");

    finds(
        ill().diagnosis("HOST_CNI_BROKEN").findings(),
        Code.HOST_CNI_BROKEN,
        Confidence.SEEN,
        "/etc/cni/net.d/00-x.conf");
  }

  @Test
  void a_daemon_that_the_kernel_ended_for_want_of_memory_is_named() throws Exception {
    Ill machine =
        ill()
            .said(
                Logs.KERNEL,
                "Out of memory: Killed process 77 (java) total-vm:1kB",
                "Out of memory: Killed process 812 (kubelet) total-vm:2000kB, anon-rss:90kB");

    finds(
        machine.diagnosis("HOST_OUT_OF_MEMORY").findings(),
        Code.HOST_OUT_OF_MEMORY,
        Confidence.SEEN,
        "ended kubelet");
  }

  @Test
  void a_program_that_systemd_may_not_execute_is_selinux_only_where_that_is_enforced() {
    LogLine line =
        new LogLine(
            Instant.EPOCH,
            "kubelet.service: Failed at step EXEC spawning /usr/bin/kubelet: Permission denied");
    LogLine avc =
        new LogLine(Instant.EPOCH, "avc:  denied  { execute } for  pid=1 name=\"kubelet\"");

    finds(
        List.of(ProgramCheck.judged(Daemon.KUBELET, line, true, Optional.of(avc))),
        Code.HOST_SELINUX_LABEL,
        Confidence.SEEN,
        "restorecon -v /usr/bin/kubelet");
    finds(
        List.of(ProgramCheck.judged(Daemon.KUBELET, line, true, Optional.empty())),
        Code.HOST_SELINUX_LABEL,
        Confidence.LIKELY,
        "SELinux is enforced");
    finds(
        List.of(ProgramCheck.judged(Daemon.KUBELET, line, false, Optional.empty())),
        Code.HOST_PROGRAM_NOT_EXECUTABLE,
        Confidence.SEEN,
        "systemctl cat kubelet.service");
  }

  private static final Instant STARTED = Instant.parse("2026-01-01T12:00:00Z");

  /** Whether systemd is said to have failed to execute a program, so long after its last start. */
  private static boolean isRefused(Duration after, String... lines) {
    List<LogLine> log = Stream.of(lines).map(line -> new LogLine(STARTED, line)).toList();
    return ProgramCheck.refused(log, STARTED.plus(after)).isPresent();
  }

  /** Seen: a kubelet that was made executable again was accused until its next start but one. */
  @Test
  void a_program_that_systemd_could_execute_at_last_is_not_accused_any_more() {
    String start = "Started kubelet.service";
    String refused =
        "kubelet.service: Failed at step EXEC spawning /usr/bin/kubelet: Permission denied";
    String ended = "kubelet.service: Main process exited, code=exited, status=203/EXEC";
    Duration later = Duration.ofSeconds(2);

    assertThat(isRefused(later, refused, start, ended)).isTrue();
    assertThat(isRefused(later, start, refused, ended)).isTrue();
    assertThat(isRefused(later, refused, start, ended, start)).isFalse();
  }

  /** Seen: on a fast machine the journal does not know any more whose the reason is. */
  @Test
  void the_end_of_a_program_that_could_not_be_executed_is_enough() {
    assertThat(
            isRefused(
                Duration.ofSeconds(2),
                "Started kubelet.service",
                "kubelet.service: Main process exited, code=exited, status=203/EXEC"))
        .isTrue();
  }

  /** Seen: a look between systemd's next try and its failure found nothing wrong. */
  @Test
  void a_start_that_was_told_of_just_now_does_not_hide_that_the_one_before_it_failed() {
    String start = "Started kubelet.service";
    String refused =
        "kubelet.service: Failed at step EXEC spawning /usr/bin/kubelet: Permission denied";

    assertThat(isRefused(Duration.ofMillis(5), start, refused, start)).isTrue();
    assertThat(isRefused(Duration.ofSeconds(2), start, refused, start)).isFalse();
  }

  @Test
  void a_healthy_machine_is_accused_of_nothing() throws Exception {
    Ill machine =
        ill()
            .with("/proc/mounts", "/dev/sda1 / ext4 rw 0 0\n")
            .with("/proc/meminfo", "MemAvailable: 8000000 kB\n")
            .with("/proc/mdstat", "Personalities :\nunused devices: <none>\n")
            .with("/proc/sys/kernel/random/entropy_avail", "256\n")
            .with("/proc/sys/fs/inotify/max_user_instances", "128\n")
            .with("/etc/hosts", "127.0.0.1 localhost\n")
            .with("/etc/cni/net.d/10-aws.conflist", "{}")
            .said(Logs.KERNEL, "Linux version 6.12", "Out of memory: Killed process 9 (chrome)");
    Files.createDirectories(machine.root().at("/var/lib/kubelet"));

    // The test's own disk may be low, and there is no runtime here.
    assertThat(machine.diagnosis("HOST").findings())
        .filteredOn(finding -> finding.code() != Code.HOST_DISK_LOW)
        .filteredOn(finding -> finding.code() != Code.CRI_SOCKET_ABSENT)
        .isEmpty();
  }
}
