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
    return doctorAfter(":", words);
  }

  /** The same once a line of shell has made the network what it is to be. */
  private static Commands.Result doctorAfter(String made, String... words) throws Exception {
    Needs.that(Privileges.own().mayMount(), "this needs a network namespace: run it as root");
    List<String> line =
        new ArrayList<>(
            List.of("unshare", "--net", "--mount", "sh", "-c", made + "; \"$0\" doctor \"$@\""));
    line.add(Distribution.launcher().toString());
    line.addAll(List.of(words));
    return run(line);
  }

  private static Commands.Result run(List<String> line) throws InterruptedException {
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
    joins("https://203.0.113.7");

    Commands.Result result = doctor("--root", folder.toString(), "--only", "HOST_ROUTE_ABSENT");

    assertThat(result.output()).as(result.errors()).contains("HOST_ROUTE_ABSENT", "203.0.113.7");
    Causes.proved(
        Code.HOST_ROUTE_ABSENT,
        On.KERNEL,
        "a network of its own",
        "no route leads to the API server");
  }

  /** A real name server that knows another name, and an address that nobody listens at. */
  @Test
  void what_each_name_server_answered_is_told() throws Exception {
    Path names = folder.resolve("names");
    assertThat(run(List.of("gcc", "-o", names.toString(), "src/test/lab/names.c")).ok()).isTrue();
    Ill machine = joins("https://api.lab:6443");
    machine.with("/etc/resolv.conf", "nameserver 127.0.0.2\nnameserver 127.0.0.3\n");

    Commands.Result result =
        doctorAfter(
            "ip link set lo up; mount --bind %1$s/etc/resolv.conf /etc/resolv.conf; %2$s 127.0.0.2 other.lab & sleep 0.2; trap 'kill $!' EXIT"
                .formatted(folder, names),
            "--root",
            folder.toString(),
            "--only",
            "JOIN_API_UNRESOLVED");

    assertThat(result.output())
        .as(result.errors())
        .contains("JOIN_API_UNRESOLVED (seen)", "api.lab")
        .contains("name server 127.0.0.2: it answered NXDOMAIN")
        .contains("name server 127.0.0.3: it cannot be asked: ");
    Causes.proved(
        Code.JOIN_API_UNRESOLVED,
        On.KERNEL,
        "a network of its own with a name server that has no such name, and one that is away",
        "the name of the API server has no address");
  }

  /** Its kubelet is to join there. */
  private Ill joins(String server) throws Exception {
    Ill machine = new Ill(folder).asNode().withFlags("--kubeconfig=/var/lib/kubelet/kubeconfig");
    Kubeconfigs.write(
        machine.root(),
        "/var/lib/kubelet/kubeconfig",
        URI.create(server),
        new Authority("ca").pem(),
        "token: t");
    return machine;
  }
}
