package dev.nodeready.cli;

import java.util.List;
import java.util.regex.Pattern;

/** The commands that stand in a remedy. */
final class RemedyCommands {
  /** Programs that remedies send people to. */
  static final String PROGRAMS =
      "(?<![\\w./-])(?:nodeready|containerd(?= config| --)|journalctl|systemctl|networkctl|timedatectl|cloud-init|kubectl|kubeadm"
          + "|apt-get|aws|sysctl|swapoff|findmnt|openssl|getent|chmod|skopeo|curl|df|ip|ls|ctr|crictl|restorecon|base64|lsblk|rmdir|ss)(?= )";

  /** A command ends where the sentence goes on. */
  private static final Pattern COMMAND =
      Pattern.compile(PROGRAMS + "[^;,)]*?(?=$|[;,)]|, | or | and | \\| )");

  private RemedyCommands() {}

  static List<List<String>> in(String remedy) {
    return COMMAND
        .matcher(remedy)
        .results()
        .map(found -> List.of(found.group().strip().split(" ")))
        .toList();
  }
}
