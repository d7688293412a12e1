package dev.nodeready.node;

import dev.nodeready.host.RenderedFile;
import dev.nodeready.host.SecretVariables;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Environment variables for services, as drop-ins of systemd. */
final class EnvironmentDropIns {
  static final String DEFAULT = "/etc/systemd/system.conf.d/environment.conf";
  private static final String ALL_SERVICES = "default";

  private EnvironmentDropIns() {}

  /** Where a service's variables lie. */
  static String path(String service) {
    return "/etc/systemd/system/" + service + ".service.d/environment.conf";
  }

  /**
   * One file for each service that has variables. What cannot be the name of a unit or would leave
   * its line is left out; a name that systemd ignores stands as nodeadm writes it.
   */
  static List<RenderedFile> of(Map<String, Map<String, String>> environment) {
    List<RenderedFile> files = new ArrayList<>();
    new TreeMap<>(environment)
        .forEach((service, variables) -> {
          if (!variables.isEmpty() && (service.equals(ALL_SERVICES) || isUnit(service))) {
            files.add(file(service, variables));
          }
        });
    return files;
  }

  private static RenderedFile file(String service, Map<String, String> variables) {
    boolean all = service.equals(ALL_SERVICES);
    StringBuilder text = new StringBuilder(all ? "[Manager]\n" : "[Service]\n");
    boolean secret = false;
    for (Map.Entry<String, String> variable : new TreeMap<>(variables).entrySet()) {
      if (!isWritable(variable.getKey())) {
        continue;
      }
      text.append(all ? "DefaultEnvironment=\"" : "Environment=\"")
          .append(variable.getKey())
          .append('=')
          .append(SystemdQuote.inside(variable.getValue()))
          .append("\"\n");
      secret |= SecretVariables.in(variable.getKey(), variable.getValue());
    }
    String path = all ? DEFAULT : path(service);
    return secret
        ? RenderedFile.secret(path, text.toString())
        : RenderedFile.text(path, text.toString());
  }

  private static boolean isWritable(String name) {
    return name.chars().noneMatch(c -> c < 0x20 || c == 0x7f || c == '"' || c == '\\' || c == '%');
  }

  private static boolean isUnit(String service) {
    return service.matches("[A-Za-z0-9:_@\\\\-][A-Za-z0-9:_.@\\\\-]{0,200}");
  }
}
