package dev.nodeready.disks;

/** Asks an NVMe controller in a virtual machine, where no test runs, and prints its answer. */
public final class NvmeAsk {
  private NvmeAsk() {}

  /** Of the device that is named. */
  public static void main(String... args) {
    System.out.println(NvmeIdentity.of(args[0]));
  }
}
