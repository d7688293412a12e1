package dev.nodeready.doctor;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The variables that kubelet is started with, from the files that a boot has written for systemd.
 */
final class KubeletEnvironment {
  private static final List<String> FILES =
      List.of(
          "/etc/systemd/system.conf.d/environment.conf",
          "/etc/systemd/system/kubelet.service.d/environment.conf");

  private static final Pattern VARIABLE =
      Pattern.compile("^(?:Default)?Environment=\"([A-Za-z_][A-Za-z0-9_]*)=(.*)\"$");

  private KubeletEnvironment() {}

  static Map<String, String> of(Patient patient) {
    Map<String, String> variables = new LinkedHashMap<>();
    for (String file : FILES) {
      for (String line : patient.lines(file)) {
        Matcher variable = VARIABLE.matcher(line);
        if (variable.find()) {
          variables.put(variable.group(1), variable.group(2).replace("%%", "%"));
        }
      }
    }
    return variables;
  }
}
