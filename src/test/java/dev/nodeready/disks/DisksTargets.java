package dev.nodeready.disks;

import dev.nodeready.fuzz.Scratch;
import dev.nodeready.fuzz.Target;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** What the kernel, tools and controllers say of disks, and the report of the disks' own unit. */
public final class DisksTargets {
  private static final int IDENTITY = 4096;

  private DisksTargets() {}

  public static List<Target> all() {
    return List.of(
        Target.of("mounts", DisksTargets::mounts)
            .from(
                "25 1 259:1 / / rw,noatime shared:1 - xfs /dev/root rw\n26 25 0:5 / /dev rw - devtmpfs d rw\n")
            .with("\\040", "\\777", "\\4", " - ", " ", "\n", "/", "//"),
        Target.of("blkid", DisksTargets::contents)
            .from(
                "DEVNAME=/dev/a\nUUID=x\nTYPE=xfs\nUSAGE=filesystem\nLABEL=a\\ b\n", "PTTYPE=gpt\n")
            .with("\\", "=", "\n", "TYPE=", "$1", "PTTYPE="),
        Target.ofBytes("nvme", DisksTargets::identity)
            .from(List.of(Arrays.copyOf("vol0123".getBytes(StandardCharsets.ISO_8859_1), IDENTITY)))
            .from("Amazon Elastic Block Store", "/dev/xvdb")
            .with("/dev/", "sda1", "\0", " "),
        Target.ofBytes("disks-report", DisksTargets::report)
            .from(
                "{\"order\":[\"a\"],\"says\":\"s\",\"report\":{\"did\":[\"d\"],\"is\":[\"i\"],\"looks\":[{\"code\":\"CRI_ERROR\"}]},"
                    + "\"failure\":{\"code\":\"X\",\"permanent\":true,\"tried\":\"t\",\"happened\":\"h\",\"remedy\":\"r\"}}")
            .with("null", "[]", "{}", "\"order\":", "[null]", "[{}]"));
  }

  private static void mounts(String text) {
    MountTable table = MountTable.parse(text);
    Object _ = table.at("/");
    Object _ = table.under("/var/lib/kubelet");
    Object _ = table.below("/var");
    Object _ = table.layeredOn("/");
  }

  private static void contents(String text) {
    Map<String, String> values = ContentsProbe.parse(text);
    Object _ = ContentsProbe.named(values).toString();
  }

  private static void identity(byte[] input) {
    Object _ = NvmeIdentity.parse(Arrays.copyOf(input, IDENTITY));
  }

  private static void report(byte[] input) throws IOException {
    Scratch.write(ReportFile.PATH, input);
    Object _ = new ReportFile(Scratch.root()).read();
  }
}
