package dev.nodeready.kubelet;

/** What is kept back of the machine for kubelet and the container runtime. */
final class Reserved {
  /** Starts of the ranges in millicores, and the share of each in hundredths of a percent. */
  private static final int[][] CPU_STEPS = {{0, 600}, {1000, 100}, {2000, 50}, {4000, 25}};

  private static final int MEMORY_BASE_MIB = 255;
  private static final int MEMORY_PER_POD_MIB = 11;

  private Reserved() {}

  /** Millicores of a machine's {@code total}: 60 of one core, 70 of two, 110 of sixteen. */
  static int cpuMillicores(int total) {
    int reserved = 0;
    for (int step = 0; step < CPU_STEPS.length; step++) {
      int start = CPU_STEPS[step][0];
      int end = step + 1 < CPU_STEPS.length ? Math.min(total, CPU_STEPS[step + 1][0]) : total;
      reserved += end > start ? (int) ((long) (end - start) * CPU_STEPS[step][1] / 10_000) : 0;
    }
    return reserved;
  }

  /** MiB for so many pods. */
  static long memoryMib(int maxPods) {
    return (long) MEMORY_PER_POD_MIB * maxPods + MEMORY_BASE_MIB;
  }
}
