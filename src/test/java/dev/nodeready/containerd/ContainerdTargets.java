package dev.nodeready.containerd;

import dev.nodeready.failure.FailureException;
import dev.nodeready.fuzz.Scratch;
import dev.nodeready.fuzz.Target;
import dev.nodeready.host.ProgramVersion;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** containerd's own files, which anybody may have written. */
public final class ContainerdTargets {
  private ContainerdTargets() {}

  public static List<Target> all() {
    return List.of(
        Target.of("containerd-config", ContainerdTargets::configuration)
            .from(Scratch.sources("src/test/resources/cases", ".toml"))
            .from(
                "version = 2\nimports = ['a']\ndisabled_plugins = ['io.containerd.grpc.v1.cri']\n")
            .from(
                "[plugins.'io.containerd.grpc.v1.cri'.registry.configs.'a'.tls]\n[grpc]\naddress = '/a'\n")
            .with("version = 99\n", "root = ", "''", "[]", "{}", "1", "true", "\\u0000", "[[a]]\n")
            .failing(FailureException.class),
        Target.ofBytes("hosts-file", ContainerdTargets::hosts)
            .from(
                "server = 'https://a'\n[host.'https://m']\ncapabilities = ['pull']\nca = ['c', ['d']]\n")
            .with(
                "[host.\"\\u0000\"]\n",
                "ca = ",
                "[[",
                "]]",
                "\"\\u0000\"",
                "skip_verify = true\n"));
  }

  private static void configuration(String text) {
    EffectiveConfig config = EffectiveConfig.parse(text);
    Object _ = config.endpoint();
    Object _ = config.sandboxImage();
    Object _ = config.registryFolders();
    Object _ = config.cgroupDriver();
    Object _ = config.hasImports();
    Object _ = config.killers(new ProgramVersion(1, 7, 27));
    Object _ = config.killers(new ProgramVersion(2, 2, 1));
    Object _ = new DropIns(Scratch.root(), new ProgramVersion(2, 2, 1)).look(config);
    Object _ = SchemaChoice.of(new ProgramVersion(2, 2, 1), EffectiveConfig.parsed("read", text));
  }

  private static void hosts(byte[] input) throws IOException {
    Path file = Scratch.write("/etc/containerd/certs.d/r/hosts.toml", input);
    Object _ = new HostsFile(Scratch.root(), file).problems();
    Object _ = new HostsFile(Scratch.root(), file).hosts();
  }
}
