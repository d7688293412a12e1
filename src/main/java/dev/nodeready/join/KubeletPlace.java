package dev.nodeready.join;

import dev.nodeready.catalogue.Code;
import dev.nodeready.failure.Failure;
import dev.nodeready.failure.Words;
import dev.nodeready.host.Root;
import dev.nodeready.kubelet.KubeletArguments;
import dev.nodeready.kubelet.KubeletSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Where kubelet joins, by the arguments that it is started with.
 *
 * @param root below which all its files lie
 * @param node the name that it registers under
 * @param kubeconfig its credentials; empty for none
 * @param bootstrapKubeconfig what it asks for a certificate with; empty where it does not
 * @param certificate what it was issued; a link that it keeps on the latest
 * @param providerId of this machine in its cloud; empty where nobody set one
 * @param environment the variables that it runs with
 */
public record KubeletPlace(
    Root root,
    String node,
    String kubeconfig,
    String bootstrapKubeconfig,
    String certificate,
    String providerId,
    Map<String, String> environment) {
  private static final String CERTIFICATES = "/var/lib/kubelet/pki";

  /**
   * The place of the kubelet that our files are for.
   *
   * @param environment the variables of its service
   * @throws IOException when its environment file cannot be read
   */
  public static KubeletPlace of(Root root, Map<String, String> environment) throws IOException {
    List<String> arguments = KubeletArguments.of(Files.readString(root.at(KubeletArguments.FILE)));
    String named = last(arguments, "hostname-override", "");
    String folder = last(arguments, "cert-dir", CERTIFICATES);
    return new KubeletPlace(
        root,
        (named.isEmpty() ? hostname() : named).strip().toLowerCase(Locale.ROOT),
        last(arguments, "kubeconfig", ""),
        last(arguments, "bootstrap-kubeconfig", ""),
        folder + "/kubelet-client-current.pem",
        last(arguments, "provider-id", KubeletSettings.text(root, "providerID")),
        environment);
  }

  /**
   * The same.
   *
   * @throws dev.nodeready.failure.FailureException with code {@code JOIN_KUBELET_UNKNOWN}
   */
  public static KubeletPlace known(Root root, Map<String, String> environment) {
    try {
      return of(root, environment);
    } catch (IOException e) {
      throw Failure.passing(
              Code.JOIN_KUBELET_UNKNOWN,
              "find out how kubelet joins",
              "its environment file cannot be read: " + Words.of(e))
          .asException(e);
    }
  }

  /** Whether kubelet asks the cluster for its certificate. */
  public boolean bootstraps() {
    return !bootstrapKubeconfig.isEmpty();
  }

  /** kubelet takes the last of several; a value may be a word of its own. */
  private static String last(List<String> arguments, String name, String otherwise) {
    String found = otherwise;
    for (int at = 0; at < arguments.size(); at++) {
      String word = arguments.get(at);
      if (word.startsWith("--" + name + "=")) {
        found = word.substring(name.length() + 3);
      } else if (word.equals("--" + name) && at + 1 < arguments.size()) {
        found = arguments.get(at + 1);
      }
    }
    return found;
  }

  private static String hostname() throws IOException {
    return Files.readString(Root.MACHINE.at("/proc/sys/kernel/hostname"));
  }
}
