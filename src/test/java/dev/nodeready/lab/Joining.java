package dev.nodeready.lab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nodeready.catalogue.Code;
import dev.nodeready.doctor.Causes.On;
import dev.nodeready.doctor.Named;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

/** One way for a machine to join, and what has to be so afterwards. */
record Joining(Kubelet kubelet, Containerd containerd, Credentials credentials, Cni cni) {
  enum Kubelet {
    OLDEST,
    NEWEST
  }

  enum Containerd {
    V1,
    V2
  }

  enum Credentials {
    PLUGIN,
    BOOTSTRAP_TOKEN,
    KUBECONFIG
  }

  enum Cni {
    AT_BOOT,
    LATE,
    NEVER
  }

  private static final String TOLD =
      "bootstrap: {annotateNode: true, onVerdict: [/usr/bin/tee, /run/verdict]}";

  private static final String ENDED =
      "grep -q -E '\"(succeeded|failed|degraded|stopped)\"' /run/nodeready/status.json";

  /** Boots such a machine, and sees what becomes of it. */
  void happens(ControlPlane plane, Path folder) {
    try (Guest guest = plane.boot(member(plane, folder))) {
      if (cni == Cni.LATE) {
        guest.await(60, "nodeready status | grep -q 'waiting for.*JOIN_NOT_READY.*/etc/cni/net.d'");
        guest.ok("sleep 10; " + Member.PUT_CNI);
      }
      guest.await(90, ENDED);
      Answer status = Answer.of(guest.status());
      assertThat(status.text("state"))
          .as(guest::story)
          .isEqualTo(cni == Cni.NEVER ? "degraded" : "succeeded");
      assertThat(guest.property("nodeready.service", "NRestarts")).isEqualTo("0");
      assertThat(guest.property("nodeready.service", "ActiveState")).isEqualTo("active");
      registered(plane, status);
      told(plane, guest);
      if (cni == Cni.NEVER) {
        notReady(plane, guest, status);
      } else {
        ready(plane, status);
        BootIT.accusesNobody(guest);
        analyzed(guest);
      }
    }
  }

  /** By kubelet's own rights, whichever credentials it joined with. */
  private void told(ControlPlane plane, Guest guest) {
    boolean ready = cni != Cni.NEVER;
    Answer event = plane.awaitEvent();
    assertThat(event.text("involvedObject.name")).isEqualTo("n1");
    assertThat(event.text("type")).isEqualTo(ready ? "Normal" : "Warning");
    assertThat(event.text("message"))
        .containsPattern(
            ready
                ? "node n1 has joined: Ready \\d+\\.\\d s after the boot began"
                : "node n1 has joined, but JOIN_NOT_READY");
    String verdict = ready ? "succeeded" : "degraded";
    plane.awaitAnnotation("n1", "nodeready.dev/verdict", verdict);
    assertThat(guest.ok("cat /run/nodeready/metrics.prom"))
        .contains("nodeready_verdict{state=\"" + verdict + "\"", "nodeready_boots{result=");
    guest.await(10, "grep -q '\"state\".*\"" + verdict + "\"' /run/verdict");
    guest.ok("! test -e /run/motd.d/nodeready");
    assertThat(guest.console()).contains("nodeready: node n1 has joined");
  }

  /** Where its time went, up to Ready. */
  private void analyzed(Guest guest) {
    assertThat(guest.ok("nodeready analyze critical-path"))
        .containsPattern(
            "^boot 1 of .*: succeeded, Ready \\d+\\.\\d+ s after the machine's start\n");
    // The text has a line for links of 20 ms and more only.
    assertThat(guest.ok("nodeready analyze critical-path -o json"))
        .contains("\"start of nodeready\"", "\"kubelet/kubelet-healthy\"")
        .contains("\"join/registered\"", "\"join/ready\"");
    if (cni == Cni.LATE) {
      assertThat(guest.ok("nodeready analyze blame"))
          .containsPattern("waited 1\\d\\.\\d+ s for .*Ready.*: ");
    }
  }

  private Member member(ControlPlane plane, Path folder) {
    Member member = Member.of(plane, "n1", folder).spec("65-fleet", TOLD);
    if (kubelet == Kubelet.NEWEST) {
      member.newestKubelet();
    }
    if (containerd == Containerd.V2) {
      member.containerd2();
    }
    switch (credentials) {
      case PLUGIN -> member.withPlugin("token-of-n1");
      case BOOTSTRAP_TOKEN -> member.withBootstrapToken(plane.token(Duration.ofMinutes(10)));
      case KUBECONFIG -> member.withKubeconfig(plane, "token-of-n1");
    }
    if (cni != Cni.AT_BOOT) {
      member.withoutCni();
    }
    return cni == Cni.NEVER
        ? member.spec("60-budget", "bootstrap: {budgets: {join: 20s}}")
        : member;
  }

  /** As the API server has it, and not before it had it: it keeps whole seconds. */
  private void registered(ControlPlane plane, Answer status) {
    Answer node = plane.node("n1");
    Answer join = status.at("join");
    assertThat(join.text("node")).isEqualTo("n1");
    assertThat(join.text("apiServer")).isEqualTo(ControlPlane.ENDPOINT);
    assertThat(join.text("user")).isEqualTo("system:node:n1");
    assertThat(time(join, "registeredAt"))
        .isAfterOrEqualTo(time(node, "metadata.creationTimestamp"));
    assertThat(join.text("certificateExpiresAt").isEmpty())
        .isEqualTo(credentials != Credentials.BOOTSTRAP_TOKEN);
  }

  private static void ready(ControlPlane plane, Answer status) {
    Answer node = plane.node("n1");
    Answer ready =
        node.list("status.conditions").stream()
            .filter(condition -> condition.text("type").equals("Ready"))
            .findFirst()
            .orElseThrow();
    assertThat(ready.text("status")).isEqualTo("True");
    assertThat(time(status.at("join"), "readyAt"))
        .isAfterOrEqualTo(time(ready, "lastTransitionTime"));
  }

  private static void notReady(ControlPlane plane, Guest guest, Answer status) {
    assertThat(plane.node("n1").condition("Ready")).isEqualTo("False");
    assertThat(status.text("exitCode")).isEqualTo("3");
    assertThat(status.at("join").text("readyAt")).isEmpty();
    Answer failure = status.at("failure");
    assertThat(failure.text("code")).isEqualTo("JOIN_NOT_READY");
    assertThat(failure.text("happened"))
        .contains("cni plugin not initialized")
        .contains("/etc/cni/net.d");
    assertThat(failure.list("causes").getFirst().text("code")).isEqualTo("HOST_CNI_ABSENT");
    Duration took = guest.named().sinceKubeletStarted(Code.JOIN_NOT_READY);
    Named.inTime(
        Code.JOIN_NOT_READY, On.CONTROL_PLANE, "no pod network", took, failure.text("happened"));
  }

  private static Instant time(Answer answer, String path) {
    return Instant.parse(answer.text(path));
  }
}
