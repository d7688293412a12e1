package dev.nodeready.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nodeready.Distribution;
import dev.nodeready.Needs;
import dev.nodeready.api.Authority;
import dev.nodeready.api.Kubeconfigs;
import dev.nodeready.catalogue.Code;
import dev.nodeready.doctor.Causes.On;
import dev.nodeready.host.Commands;
import dev.nodeready.host.Privileges;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program itself in a network that has nothing but a loopback. */
class NetworkNamespaceIT {
  @TempDir private Path folder;

  private static Commands.Result doctor(String... words) throws Exception {
    Needs.that(Privileges.own().mayMount(), "this needs a network namespace: run it as root");
    List<String> line =
        new ArrayList<>(List.of("unshare", "--net", Distribution.launcher().toString(), "doctor"));
    line.addAll(List.of(words));
    return new Commands(Map.of()).run(Duration.ofSeconds(30), line);
  }

  @Test
  void a_machine_without_an_address_is_told_so() throws Exception {
    Commands.Result result = doctor("--only", "HOST_INTERFACE_WITHOUT_ADDRESS");

    assertThat(result.output())
        .as(result.errors())
        .contains("HOST_INTERFACE_WITHOUT_ADDRESS (seen)");
    assertThat(result.exitCode()).isEqualTo(1);
    Causes.proved(
        Code.HOST_INTERFACE_WITHOUT_ADDRESS,
        On.KERNEL,
        "a network of its own",
        "no interface has an address");
  }

  @Test
  void an_api_server_to_which_no_route_leads_is_told_so() throws Exception {
    Ill machine = new Ill(folder).asNode().withFlags("--kubeconfig=/var/lib/kubelet/kubeconfig");
    Kubeconfigs.write(
        machine.root(),
        "/var/lib/kubelet/kubeconfig",
        URI.create("https://203.0.113.7"),
        new Authority("ca").pem(),
        "token: t");

    Commands.Result result = doctor("--root", folder.toString(), "--only", "HOST_ROUTE_ABSENT");

    assertThat(result.output()).as(result.errors()).contains("HOST_ROUTE_ABSENT", "203.0.113.7");
    Causes.proved(
        Code.HOST_ROUTE_ABSENT,
        On.KERNEL,
        "a network of its own",
        "no route leads to the API server");
  }
}
