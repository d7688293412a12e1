package dev.nodeready.dropin;

import com.fasterxml.jackson.dataformat.toml.TomlMapper;
import dev.nodeready.config.Bootstrap;
import dev.nodeready.config.ConfigJson;
import dev.nodeready.config.ConfigResolver;
import dev.nodeready.config.NodeConfig;
import dev.nodeready.config.NodeStatus;
import dev.nodeready.config.ResolvedConfig;
import dev.nodeready.config.Validation;
import dev.nodeready.host.Commands;
import dev.nodeready.host.HostDiscovery;
import dev.nodeready.host.HostFacts;
import dev.nodeready.host.InstanceTypes;
import dev.nodeready.host.RenderedFile;
import dev.nodeready.host.Root;
import dev.nodeready.node.DesiredNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** What nodeready makes of a NodeConfig, each file read as kubelet, containerd or systemd does. */
record NodeAsRead(NodeConfig config, DesiredNode node) {
  private static final TomlMapper TOML = new TomlMapper();

  /**
   * A node as a boot makes it, up to where files would be written.
   *
   * @param folder to work in, empty
   * @throws dev.nodeready.failure.FailureException where it refuses to
   */
  static NodeAsRead of(Drawn drawn, Path folder) throws IOException, InterruptedException {
    Path root = Files.createDirectories(folder.resolve("m"));
    drawn.machine().appear(root);
    List<String> uris = new ArrayList<>();
    byte[] userData = null;
    for (Drawn.Source source : drawn.sources()) {
      OddUserData text = new OddUserData(source);
      Path place = folder.resolve("source" + uris.size());
      switch (source.kind()) {
        case USER_DATA -> userData = text.userData();
        case FILE -> Files.writeString(place, text.file());
        case FOLDER -> text.folder(Files.createDirectories(place));
      }
      uris.add(source.kind() == Drawn.Kind.USER_DATA ? "imds://user-data" : "file://" + place);
    }
    return resolved(drawn.machine(), new Root(root), uris, userData);
  }

  private static NodeAsRead resolved(
      Machine machine, Root root, List<String> uris, byte @Nullable [] userData)
      throws InterruptedException {
    ResolvedConfig resolved = new ConfigResolver(() -> userData).resolve(uris, null, false);
    NodeConfig config = resolved.config();
    String provider = machine.provider();
    Map<String, String> own =
        provider.isEmpty() ? Map.of() : Map.of("ECR_CREDENTIAL_PROVIDER_BIN_PATH", provider);
    HostFacts facts = new HostDiscovery(root, own, new Commands(Map.of())).facts(_ -> false);
    boolean onEc2 = config.bootstrap().platform().equals("ec2");
    NodeStatus.InstanceDetails instance = machine.instance();
    NodeStatus status = new NodeStatus(onEc2 ? instance : null, "", "v" + facts.kubelet());
    ConfigResolver.checkAgain(
        resolved, new Validation.Facts(status.kubeletVersion(), 64L << 30), false);
    HostFacts known = onEc2 ? facts.withLimits(InstanceTypes.limitsOf(instance.type())) : facts;
    return new NodeAsRead(config, DesiredNode.of(config, status, known));
  }

  /** The same things as {@link NodeModel#outcome()}. */
  Map<String, @Nullable Object> outcome() throws IOException {
    Map<String, @Nullable Object> all = new TreeMap<>();
    for (RenderedFile file : node.files()) {
      read(all, file.path(), file.text());
    }
    all.put("containerd/migrates", node.migrate());
    all.put("times", times());
    all.put("dump", dump());
    return all;
  }

  private void read(Map<String, @Nullable Object> all, String path, String text)
      throws IOException {
    switch (path) {
      case "/etc/kubernetes/kubelet/config.json" ->
          all.put("kubelet/config", KubeletModel.json(text));
      case "/etc/kubernetes/kubelet/config.json.d/40-nodeadm.conf" ->
          all.put("kubelet/drop-in", KubeletModel.json(text));
      case "/etc/eks/kubelet/environment" -> environment(all, text);
      case "/var/lib/kubelet/kubeconfig" -> all.put("kubelet/kubeconfig", yaml(text));
      case "/var/lib/kubelet/bootstrap-kubeconfig" ->
          all.put("kubelet/bootstrap-kubeconfig", yaml(text));
      case "/etc/eks/image-credential-provider/config.json" ->
          all.put("kubelet/credential-provider", KubeletModel.json(text));
      case "/etc/kubernetes/pki/ca.crt" -> all.put("kubelet/ca", text);
      case "/etc/containerd/config.toml" -> all.put("containerd/config", toml(text));
      case "/etc/containerd/base-runtime-spec.json" ->
          all.put("containerd/runtime-spec", KubeletModel.json(text));
      case "/etc/soci-snapshotter-grpc/config.toml" ->
          all.put(
              "soci/socket",
              Merged.table(toml(text).get("cri_keychain")).get("image_service_path"));
      case "/etc/systemd/system/containerd.service.d/10-soci-snapshotter.conf" ->
          all.put("soci/drop-in", text.replaceAll("(?s).*Requires=(\\S+)\n.*", "$1"));
      case "/etc/systemd/system.conf.d/environment.conf" ->
          all.put("environment/default", SystemdReads.unit(text, "Manager", "DefaultEnvironment"));
      case "/run/systemd/resolved.conf.d/40-eks.conf" -> all.put("resolved", resolved(text));
      default ->
          all.put(
              path.replaceAll(
                  "/etc/systemd/system/(.*)\\.service\\.d/environment\\.conf", "environment/$1"),
              SystemdReads.unit(text, "Service", "Environment"));
    }
  }

  private static void environment(Map<String, @Nullable Object> all, String text) {
    Map<String, @Nullable Object> variables = Merged.table(SystemdReads.environmentFile(text));
    String line = String.valueOf(variables.remove("NODEADM_KUBELET_ARGS"));
    all.put("kubelet/variables", variables);
    all.put("kubelet/flags", FlagSet.parse(SystemdReads.words(line)));
  }

  static Map<String, @Nullable Object> yaml(String text) {
    return Merged.table(new Load(LoadSettings.builder().build()).loadFromString(text));
  }

  static Map<String, @Nullable Object> toml(String text) throws IOException {
    return Merged.table(TOML.readValue(text, Map.class));
  }

  private static Map<String, @Nullable Object> resolved(String text) {
    Map<String, @Nullable Object> settings =
        new TreeMap<>(Map.of("DNS", List.of(), "Domains", List.of()));
    text.lines()
        .filter(line -> line.contains("="))
        .forEach(line -> {
          String[] parts = line.split("=", 2);
          settings.put(parts[0], List.of(parts[1].split(" ", -1)));
        });
    return settings;
  }

  private Map<String, @Nullable Object> times() {
    Bootstrap.Budgets budgets = config.bootstrap().budgets();
    return new TreeMap<>(
        Map.of(
            "total", budgets.total().toMillis(),
            "runtime", budgets.runtime().toMillis(),
            "image", budgets.image().toMillis(),
            "kubelet", budgets.kubelet().toMillis(),
            "join", budgets.join().toMillis(),
            "pullTimeout", config.bootstrap().pullTimeout().toMillis()));
  }

  private Map<String, @Nullable Object> dump() throws IOException {
    Map<String, @Nullable Object> spec =
        Merged.table(KubeletModel.json(ConfigJson.dump(config)).get("spec"));
    spec.remove("bootstrap");
    return spec;
  }
}
