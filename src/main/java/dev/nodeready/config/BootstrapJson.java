package dev.nodeready.config;

import dev.nodeready.config.ConfigJson.Members;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code spec.bootstrap} as it would have to be written: only what differs from the defaults. */
final class BootstrapJson {
  private BootstrapJson() {}

  static Map<String, @Nullable Object> differing(Bootstrap seen) {
    Bootstrap our = Bootstrap.DEFAULTS;
    Members members = new Members();
    members.add("budgets", budgets(seen.budgets(), our.budgets()));
    members.add("retry", retry(seen.retry(), our.retry()));
    other(members, "sandboxImage", seen.sandboxImage(), our.sandboxImage());
    other(members, "archives", seen.archives(), our.archives());
    time(members, "pullTimeout", seen.pullTimeout(), our.pullTimeout());
    time(members, "pullStall", seen.pullStall(), our.pullStall());
    other(members, "sandboxMissing", seen.sandboxMissing(), our.sandboxMissing());
    other(members, "join", seen.join(), our.join());
    other(members, "platform", seen.platform(), our.platform());
    other(members, "nodeName", seen.nodeName(), our.nodeName());
    other(members, "nodeIPs", seen.nodeIps(), our.nodeIps());
    other(members, "providerID", seen.providerId(), our.providerId());
    members.add("credentials", credentials(seen.bootstrapToken()));
    members.add("metrics", metrics(seen.fleet(), our.fleet()));
    other(members, "onVerdict", seen.fleet().onVerdict(), our.fleet().onVerdict());
    other(members, "annotateNode", seen.fleet().annotateNode(), our.fleet().annotateNode());
    other(members, "strict", seen.strict(), our.strict());
    return members.map;
  }

  private static Object budgets(Bootstrap.Budgets seen, Bootstrap.Budgets our) {
    Members members = new Members();
    time(members, "total", seen.total(), our.total());
    time(members, "runtime", seen.runtime(), our.runtime());
    time(members, "image", seen.image(), our.image());
    time(members, "kubelet", seen.kubelet(), our.kubelet());
    time(members, "join", seen.join(), our.join());
    return members.map;
  }

  private static Object metrics(Bootstrap.Fleet seen, Bootstrap.Fleet our) {
    Members members = new Members();
    other(members, "textfile", seen.textfile(), our.textfile());
    return members.map;
  }

  private static Object credentials(Bootstrap.BootstrapToken seen) {
    Members token = new Members();
    other(token, "token", seen.token(), "");
    other(token, "file", seen.file(), "");
    Members members = new Members();
    members.add("bootstrapToken", token.map);
    return members.map;
  }

  private static Object retry(Bootstrap.Pauses seen, Bootstrap.Pauses our) {
    Members members = new Members();
    time(members, "first", seen.first(), our.first());
    time(members, "longest", seen.longest(), our.longest());
    other(members, "factor", seen.factor(), our.factor());
    other(members, "jitter", seen.jitter(), our.jitter());
    return members.map;
  }

  private static void time(Members members, String name, Duration seen, Duration our) {
    other(members, name, Durations.format(seen), Durations.format(our));
  }

  private static void other(Members members, String name, Object seen, Object our) {
    if (!seen.equals(our)) {
      members.put(name, seen);
    }
  }
}
