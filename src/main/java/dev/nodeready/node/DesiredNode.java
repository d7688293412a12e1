package dev.nodeready.node;

import dev.nodeready.config.NodeConfig;
import dev.nodeready.config.NodeStatus;
import dev.nodeready.containerd.ContainerdFiles;
import dev.nodeready.containerd.EffectiveConfig;
import dev.nodeready.containerd.Soci;
import dev.nodeready.failure.Failure;
import dev.nodeready.host.HostFacts;
import dev.nodeready.host.RenderedFile;
import dev.nodeready.kubelet.KubeletFiles;
import dev.nodeready.kubelet.KubeletInput;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The node as it has to be: a pure function of the configuration and the facts.
 *
 * @param files all files that are ours, in the order in which they are written
 * @param units that read them
 * @param sandboxImage that containerd uses, going by its configuration file; empty where that names
 *     none
 * @param criEndpoint of containerd's socket, with {@code unix://}
 * @param migrate whether containerd's file still has to go through {@link Migration}
 * @param warnings what is worth a look but stops nothing
 */
public record DesiredNode(
    List<RenderedFile> files,
    List<UnitInputs> units,
    String sandboxImage,
    String criEndpoint,
    boolean migrate,
    List<Failure> warnings) {
  /**
   * The node for this configuration on this machine.
   *
   * @throws dev.nodeready.failure.FailureException where no working node can come of it
   */
  public static DesiredNode of(NodeConfig config, NodeStatus status, HostFacts facts) {
    return of(config, config.instance().environment(), status, facts);
  }

  /**
   * The same with other environment variables than the configuration's, such as a completed {@code
   * NO_PROXY}.
   *
   * @param environment variables by service, {@code default} for all
   */
  public static DesiredNode of(
      NodeConfig config,
      Map<String, Map<String, String>> environment,
      NodeStatus status,
      HostFacts facts) {
    return of(config, environment, status, facts, null);
  }

  /**
   * The same where containerd was asked what it makes of its configuration.
   *
   * @param told by {@link ContainerdAnswer}; null where it imports nothing
   */
  public static DesiredNode of(
      NodeConfig config,
      Map<String, Map<String, String>> environment,
      NodeStatus status,
      HostFacts facts,
      @Nullable EffectiveConfig told) {
    ContainerdFiles containerd = ContainerdFiles.of(config, status, facts).told(told);
    EffectiveConfig effective = containerd.effective();
    KubeletFiles kubelet =
        KubeletFiles.of(
            new KubeletInput(
                config,
                status,
                facts,
                effective.endpoint(),
                containerd.soci() ? "unix://" + Soci.SOCKET : ""));
    List<RenderedFile> files = new ArrayList<>();
    files.addAll(EnvironmentDropIns.of(environment));
    files.addAll(Resolved.files(config.instance().network()));
    files.addAll(containerd.files());
    files.addAll(kubelet.files());
    List<Failure> warnings = new ArrayList<>(containerd.warnings());
    warnings.addAll(kubelet.warnings());
    return new DesiredNode(
        List.copyOf(files),
        NodeUnits.of(config, containerd.soci()),
        effective.sandboxImage(),
        effective.endpoint(),
        containerd.migrate(),
        List.copyOf(warnings));
  }

  /**
   * Only what the container runtime and the machine need, for which nothing has to be known of the
   * instance: it can be written, and the runtime started, while the platform is still asked.
   *
   * @param environment variables by service, {@code default} for all
   * @param told by {@link ContainerdAnswer}; null where containerd's configuration imports nothing
   * @throws dev.nodeready.failure.FailureException where no working runtime can come of it
   */
  public static DesiredNode runtimeOnly(
      NodeConfig config,
      Map<String, Map<String, String>> environment,
      NodeStatus status,
      HostFacts facts,
      @Nullable EffectiveConfig told) {
    ContainerdFiles containerd = ContainerdFiles.of(config, status, facts).told(told);
    List<RenderedFile> files = new ArrayList<>(EnvironmentDropIns.of(environment));
    files.addAll(Resolved.files(config.instance().network()));
    files.addAll(containerd.files());
    return new DesiredNode(
        List.copyOf(files),
        NodeUnits.of(config, containerd.soci()),
        containerd.effective().sandboxImage(),
        containerd.effective().endpoint(),
        containerd.migrate(),
        containerd.warnings());
  }

  /** The unit with its inputs. */
  public UnitInputs unit(String name) {
    for (UnitInputs unit : units) {
      if (unit.unit().equals(name)) {
        return unit;
      }
    }
    throw new IllegalArgumentException("no unit of this node: " + name);
  }

  /** One of its files. */
  RenderedFile file(String path) {
    for (RenderedFile file : files) {
      if (file.path().equals(path)) {
        return file;
      }
    }
    throw new IllegalArgumentException("no file of this node: " + path);
  }

  /** The same node with what containerd itself says of its socket and its sandbox image. */
  public DesiredNode told(EffectiveConfig effective) {
    return new DesiredNode(
        files, units, effective.sandboxImage(), effective.endpoint(), migrate, warnings);
  }

  /** The same node with more that is worth a look. */
  public DesiredNode alsoWarning(List<Failure> more) {
    List<Failure> all = new ArrayList<>(warnings);
    all.addAll(more);
    return new DesiredNode(files, units, sandboxImage, criEndpoint, migrate, List.copyOf(all));
  }

  /** The same node with containerd's file in the words of {@code containerd config migrate}. */
  DesiredNode migrated(RenderedFile configToml, EffectiveConfig effective) {
    List<RenderedFile> others = new ArrayList<>();
    for (RenderedFile file : files) {
      others.add(file.path().equals(configToml.path()) ? configToml : file);
    }
    return new DesiredNode(
        List.copyOf(others),
        units,
        effective.sandboxImage(),
        effective.endpoint(),
        false,
        warnings);
  }
}
