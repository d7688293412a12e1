package dev.nodeready.boot;

import dev.nodeready.SmallConfig;
import dev.nodeready.api.Authority;
import dev.nodeready.api.Kubeconfigs;
import dev.nodeready.api.Objects;
import dev.nodeready.api.ScriptedApi;
import dev.nodeready.host.Root;
import dev.nodeready.inputs.Budgets;
import dev.nodeready.join.JoinPolicy;
import dev.nodeready.plan.Selection;
import dev.nodeready.retry.Time;
import dev.nodeready.supervise.Supervisor;
import dev.nodeready.supervise.SupervisorKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** A machine below a folder, and what the command line says of a boot of it. */
record TestNode(Path folder) {
  /** Where its runtime listens. */
  static final String SOCKET = "/run/containerd/containerd.sock";

  private static final String CONFIG = "/node.yaml";
  private static final String KUBECONFIG = "/var/lib/kubelet/kubeconfig";

  Root root() {
    return new Root(folder);
  }

  void write(String path, String text) throws IOException {
    Path place = root().at(path);
    Files.createDirectories(place.getParent());
    Files.writeString(place, text);
  }

  /** An API server on loopback that knows its kubelet, and is told to it as what it trusts. */
  ScriptedApi joining(Authority authority) throws Exception {
    ScriptedApi api = new ScriptedApi(authority, authority.server("127.0.0.1"));
    api.user("t1", "system:node:n1");
    trusting(api, authority);
    write(
        "/etc/eks/kubelet/environment",
        "NODEADM_KUBELET_ARGS=--hostname-override=n1 --kubeconfig=" + KUBECONFIG);
    return api;
  }

  /** Its kubelet trusts this authority of that API server. */
  void trusting(ScriptedApi api, Authority trusted) throws IOException {
    Kubeconfigs.write(root(), KUBECONFIG, api.url(), trusted.pem(), "token: t1");
  }

  /** The Node of this start of the machine, which is ready or not, in kubelet's words. */
  static String node(String ready) throws IOException {
    String boot = Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip();
    return Objects.node(
        "n1", boot, "", ready, "KubeletNotReady", "words of kubelet", "2026-01-01T00:00:00Z");
  }

  /** The plan of such a boot whose daemons {@code supervisor} runs. */
  static BootPlan plan(BootOptions options, Time time, Supervisor supervisor) {
    return new BootPlan(Run.of(options, time, null, supervisor));
  }

  /** Configures it, with {@code more} lines of {@code spec}. */
  void configure(String... more) throws IOException {
    configureAt(CONFIG, more);
  }

  void configureAt(String path, String... more) throws IOException {
    write(
        path,
        SmallConfig.TEXT
            + String.join("", List.of(more).stream().map("  %s\n"::formatted).toList()));
  }

  /** What {@code nodeready init} says of it. */
  BootOptions options(SupervisorKind supervisor) {
    return options("init", CONFIG, supervisor, Selection.ALL, JoinPolicy.READY);
  }

  /** The same for some steps. */
  BootOptions only(SupervisorKind supervisor, String... steps) {
    return options(
        "init", CONFIG, supervisor, new Selection(Set.of(steps), Set.of()), JoinPolicy.READY);
  }

  /** What {@code nodeready daemon} says of it, its configuration being at {@code source}. */
  BootOptions daemon(String source, SupervisorKind supervisor, String... skipped) {
    return options(
        "daemon", source, supervisor, new Selection(Set.of(), Set.of(skipped)), JoinPolicy.HEALTHY);
  }

  private BootOptions options(
      String command,
      String source,
      SupervisorKind supervisor,
      Selection selection,
      JoinPolicy otherwise) {
    return new BootOptions(
        command,
        root(),
        null,
        List.of("file://" + root().at(source)),
        null,
        selection,
        supervisor,
        new Budgets.Given(null, null, Duration.ofMillis(300), null, null),
        false,
        otherwise,
        false);
  }
}
