package dev.nodeready.doctor;

import dev.nodeready.fuzz.Scratch;
import dev.nodeready.fuzz.Target;
import dev.nodeready.supervise.Daemon;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Lines of journals and of the machine's tools that the doctor reads. */
public final class DoctorTargets {
  private static final String JOURNAL =
      """
      1764350003.500000 node-1 systemd[1]: Started containerd.service - containerd.
      1764350002.250000 node-1 containerd[812]: time="x" level=info msg="Start recovering state"
      1764350002.000000 node-1 kubelet[9]: E1128 12:00:00.0 812 run.go:72] "command failed" err="failed to parse kubelet flag: unknown flag: --a"
      1764350001.500000 node-1 kubelet[9]: failed to reserve sandbox name "a_b": name is reserved for "0123"
      1764350001.000000 node-1 kernel: Out of memory: Killed process 1 (kubelet)
      """;

  private DoctorTargets() {}

  public static List<Target> all() {
    return List.of(
        Target.of("journal", DoctorTargets::journal)
            .from(JOURNAL)
            .from(Scratch.sources("src/test/java/dev/nodeready/doctor", "DaemonLogsTest.java"))
            .with(
                "99999999999999999999.1", "1764350001.0", " ", ": ", "]: ", "\n", "status=203/EXEC")
            .with("failed to ", "err=\"", "error: ", "Starting ", "x509: ", "unable to "),
        Target.of("machine", DoctorTargets::machine)
            .from("fe00 4096 100 50 1000 500 /var/lib\n", "REF LABELS\nr/p:1 a=b\n")
            .from(
                "/dev/root / ext4 ro,noatime 0 0\n", "md0 : active raid1 a[0] b[1]\n [2/1] [U_]\n")
            .with(" ", "999999999999999999", "\n", "/", "[U_]", "\\040", "0"));
  }

  private static void journal(String output) {
    List<LogLine> lines = JournalLogs.parsed(output);
    Object _ = KubeletCheck.fatal(lines);
    Object _ = RuntimeCheck.recovering(lines);
    Object _ = RuntimeCheck.reserved(lines, Instant.EPOCH);
    ProgramCheck.refused(lines, Instant.EPOCH)
        .ifPresent(line -> ProgramCheck.judged(Daemon.KUBELET, line, true, Optional.empty()));
    Object _ = LastStart.of(lines);
  }

  private static void machine(String output) {
    List<String> lines = output.lines().toList();
    Object _ = FileSystemCheck.judged(output, Scratch.root());
    Object _ = ImageCheck.named(lines);
    Object _ = MountCheck.judged(lines);
    Object _ = RaidCheck.judged(lines);
  }
}
