package dev.nodeready.network;

import dev.nodeready.fuzz.Target;
import java.io.IOException;
import java.util.List;
import java.util.Set;

/** What networkd says of its links, and the file of hosts. */
public final class NetworkTargets {
  private NetworkTargets() {}

  public static List<Target> all() {
    return List.of(
        Target.of("links", text -> NetworkLinks.parse(text).trouble(Set.of("eth0")))
            .from(
                "{\"Interfaces\":[{\"Name\":\"eth0\",\"AdministrativeState\":\"configured\"},{\"Name\":\"v\",\"Kind\":\"veth\"}]}")
            .with("null", "[]", "{}", "\"Name\":", "1e400")
            .failing(IOException.class),
        Target.of("hosts", text -> OutpostHosts.merged(text, List.of("1.2.3.4\th"), "h"))
            .from("127.0.0.1 localhost\n1.2.3.4\th\n")
            .with("\t", "\th", "\n", "\r"));
  }
}
