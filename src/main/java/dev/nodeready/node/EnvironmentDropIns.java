package dev.nodeready.node;

import dev.nodeready.failure.Failure;
import dev.nodeready.failure.FailureException;
import dev.nodeready.host.RenderedFile;
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
   * One file for each service that has variables.
   *
   * @throws FailureException with code {@code CONFIG_ENVIRONMENT_INVALID} for a name that is none
   */
  static List<RenderedFile> of(Map<String, Map<String, String>> environment) {
    List<RenderedFile> files = new ArrayList<>();
    new TreeMap<>(environment)
        .forEach((service, variables) -> {
          if (!variables.isEmpty()) {
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
      checkName(service, variable.getKey());
      text.append(all ? "DefaultEnvironment=\"" : "Environment=\"")
          .append(variable.getKey())
          .append('=')
          .append(SystemdQuote.inside(variable.getValue()))
          .append("\"\n");
      secret |= Secrets.in(variable.getKey(), variable.getValue());
    }
    String path = all ? DEFAULT : path(checkedService(service));
    return secret
        ? RenderedFile.secret(path, text.toString())
        : RenderedFile.text(path, text.toString());
  }

  private static void checkName(String service, String name) {
    if (!name.matches("[A-Za-z_][A-Za-z0-9_]*")) {
      throw invalid(
          "set variable '" + name + "' for " + service,
          "that is no name of an environment variable",
          "use letters, digits and underscores");
    }
  }

  private static String checkedService(String service) {
    if (!service.matches("[A-Za-z0-9:_@\\\\-][A-Za-z0-9:_.@\\\\-]{0,200}")) {
      throw invalid(
          "set variables for service '" + service + "'",
          "that is no name of a service",
          "give the unit's name without .service");
    }
    return service;
  }

  private static FailureException invalid(String tried, String happened, String remedy) {
    return Failure.permanent("CONFIG_ENVIRONMENT_INVALID", tried, happened, remedy).asException();
  }
}
