package dev.nodeready.doctor;

import dev.nodeready.catalogue.Code;
import dev.nodeready.doctor.Check.Need;
import java.util.List;
import java.util.Set;

/** What the kernel has said since this machine started. */
final class KernelLogCheck {
  private static final String LOG = "log of the kernel";

  static final List<Sign> SIGNS =
      List.of(
          Sign.warning(
              Code.HOST_OUT_OF_MEMORY,
              Confidence.SEEN,
              "[Oo]ut of memory: Killed process \\d+ \\((kubelet|containerd)\\)",
              "the kernel ended %s, since memory had run out"),
          Sign.warning(
              Code.HOST_READ_ONLY,
              Confidence.LIKELY,
              "\\((\\S+)\\): Remounting filesystem read-only",
              "the kernel took the file system on %s for broken, and lets nobody write to it"));

  private KernelLogCheck() {}

  static Check check() {
    return new Check(
        "kernel's log",
        Set.of(Code.HOST_OUT_OF_MEMORY, Code.HOST_READ_ONLY),
        Need.ROOT,
        patient -> Looked.found(Sign.in(patient.logs().of(Logs.KERNEL), LOG, SIGNS)));
  }
}
