package dev.nodeready.host;

import dev.nodeready.fuzz.Scratch;
import dev.nodeready.fuzz.Target;
import java.io.IOException;
import java.util.List;

/** What programs say of their version, and the kernel of the machine. */
public final class HostTargets {
  private HostTargets() {}

  public static List<Target> all() {
    return List.of(
        Target.of("version", ProgramVersion::find)
            .from(
                "containerd github.com/containerd/containerd/v2 v2.2.1 dea7da592",
                "Kubernetes v1.34.4")
            .from("go1.24.1 1.31.0-eks-abc")
            .with(".", "1.2.3", "v", "-", "99999999999.1.1", "٣.1.2"),
        Target.ofBytes("sysfs", HostTargets::machine)
            .from("0-3,5", "0", "8000000\n")
            .with("-", ",", "0x", "65536", "0-4294967295")
            .failing(IOException.class));
  }

  private static void machine(byte[] input) throws IOException {
    Scratch.write("/sys/cpu/online", input);
    Scratch.write("/sys/node/node0/cpu0/x", input);
    int _ =
        new CpuTopology(Scratch.root().at("/sys/cpu"), Scratch.root().at("/sys/node")).millicores();
    Scratch.write("/sys/memory/block_size_bytes", input);
    long _ = new MemoryBlocks(Scratch.root().at("/sys/memory")).bytes();
  }
}
