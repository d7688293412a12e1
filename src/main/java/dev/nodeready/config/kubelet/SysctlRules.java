package dev.nodeready.config.kubelet;

import dev.nodeready.config.Suggest;
import java.util.HashSet;
import java.util.Set;

/** Kernel settings that each pod gets (k8s.io/component-helpers/node/util/sysctl). */
final class SysctlRules extends Rules {
  private static final String FIELD = "defaultPodSysctls";
  private static final String PART = "[a-z0-9](?:[-_a-z0-9]*[a-z0-9])?";
  private static final String NAME = "(?:" + PART + "[./])*" + PART;
  private static final int LONGEST = 253;

  /** Those of a pod's own namespaces, all others being the machine's. */
  private static final String OF_PODS =
      "(?:net|fs\\.mqueue|user)\\..*|kernel\\.(?:domainname|sem|shm|shmall|shmmax|shmmni|shm_rmid_forced"
          + "|msg|msgmax|msgmnb|msgmni)";

  SysctlRules(Effective config, Findings findings) {
    super(config, findings);
  }

  @Override
  void check() {
    if (config.minor() < 37 || !config.gate("DefaultPodSysctls")) {
      return;
    }
    Set<String> seen = new HashSet<>();
    for (Object key : config.map(FIELD).keySet()) {
      String name = String.valueOf(key);
      String quoted = Suggest.quote(name);
      if (name.length() > LONGEST || !name.matches(NAME)) {
        refuseMember(
            quoted + " is no name of a sysctl", "write net.core.somaxconn, say", FIELD, name);
      } else if (!normal(name).matches(OF_PODS)) {
        refuseMember(quoted + " is not a pod's own", "set it for the machine", FIELD, name);
      } else if (!seen.add(normal(name))) {
        refuseMember(quoted + " stands twice, with . and /", "take one out", FIELD, name);
      }
    }
  }

  /** With dots, and with slashes for dots, where a slash comes first. */
  private static String normal(String name) {
    int slash = name.indexOf('/');
    int dot = name.indexOf('.');
    return slash < 0 || (dot >= 0 && dot < slash)
        ? name
        : name.replace('.', '\0').replace('/', '.').replace('\0', '/');
  }
}
