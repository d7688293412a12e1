package dev.nodeready.node;

import dev.nodeready.containerd.ContainerdFiles;
import dev.nodeready.containerd.DropIns;
import dev.nodeready.containerd.EffectiveConfig;
import dev.nodeready.containerd.RegistryHosts;
import dev.nodeready.failure.Failure;
import dev.nodeready.host.ProgramVersion;
import dev.nodeready.host.Root;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;

/** Looks at files of others that containerd will read beside its configuration. */
public record ContainerdFolder(Root root, ProgramVersion containerd) {
  private static final List<String> REGISTRIES =
      List.of("/etc/containerd/certs.d", "/etc/docker/certs.d");

  /**
   * Warnings about those that are broken or have no effect.
   *
   * @param node already migrated
   * @throws dev.nodeready.failure.FailureException with code {@code CONTAINERD_DROP_IN_INVALID}
   *     where containerd would not start with one of them
   */
  public List<Failure> warnings(DesiredNode node) {
    String text = node.file(ContainerdFiles.CONFIG).text();
    boolean any = REGISTRIES.stream().anyMatch(folder -> Files.isDirectory(root.at(folder)));
    // Most machines have none of them, and then the configuration need not be parsed.
    if (!any && !text.contains("imports") && !DropIns.mayBe(root)) {
      return List.of();
    }
    EffectiveConfig config = EffectiveConfig.parse(text);
    DropIns.Found dropIns = new DropIns(root, containerd).look(config);
    if (!dropIns.killers().isEmpty()) {
      throw dropIns.killers().getFirst().asException();
    }
    List<Failure> warnings = new ArrayList<>(dropIns.warnings());
    warnings.addAll(RegistryHosts.of(root, config).problems());
    return List.copyOf(warnings);
  }
}
