package dev.nodeready.kubelet;

import dev.nodeready.catalogue.Code;
import dev.nodeready.config.NodeConfig;
import dev.nodeready.failure.Failure;
import dev.nodeready.failure.Words;
import dev.nodeready.host.HostFacts;
import dev.nodeready.host.RenderedFile;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * Renders all of kubelet's files.
 *
 * @param files in the order in which nodeadm writes them
 * @param maxPods that kubelet is told, before the user's own {@code maxPods}
 * @param warnings what is worth a look but stops nothing
 */
public record KubeletFiles(List<RenderedFile> files, int maxPods, List<Failure> warnings) {
  /**
   * The files for this input.
   *
   * @throws dev.nodeready.failure.FailureException where the input cannot make a node
   */
  public static KubeletFiles of(KubeletInput input) {
    List<Failure> warnings = new ArrayList<>();
    int maxPods =
        MaxPods.of(input.facts().limits(), input.config().kubelet().maxPodsExpression(), warnings);
    List<RenderedFile> files = new ArrayList<>();
    files.add(RenderedFile.text(KubeletPaths.CONFIG, KubeletConfiguration.text(input, maxPods)));
    if (input.hasDropIn()) {
      files.add(
          RenderedFile.text(
              KubeletPaths.DROP_IN,
              KubeletConfiguration.dropIn(input.config().kubelet().config())));
    }
    addKubeconfig(files, input);
    addCredentialProvider(files, input, warnings);
    files.add(certificateAuthority(input.config().cluster()));
    files.add(environment(input));
    warnings.addAll(KubeletWarnings.of(input, maxPods));
    return new KubeletFiles(List.copyOf(files), maxPods, List.copyOf(warnings));
  }

  private static void addKubeconfig(List<RenderedFile> files, KubeletInput input) {
    NodeConfig.Cluster cluster = input.config().cluster();
    var instance = input.status().instance();
    String region = instance == null ? "" : instance.region();
    if (input.hasToken()) {
      files.add(
          RenderedFile.secret(
              KubeletPaths.BOOTSTRAP_KUBECONFIG,
              Kubeconfig.withToken(
                  cluster.apiServerEndpoint(), input.config().bootstrap().bootstrapToken())));
    } else if (cluster.outpost()) {
      files.add(
          RenderedFile.text(
              KubeletPaths.BOOTSTRAP_KUBECONFIG,
              Kubeconfig.text(cluster.apiServerEndpoint(), cluster.id(), region)));
    } else if (input.onEc2() || input.facts().given().equals(HostFacts.GivenCredentials.NONE)) {
      files.add(
          RenderedFile.text(
              KubeletPaths.KUBECONFIG,
              Kubeconfig.text(cluster.apiServerEndpoint(), cluster.name(), region)));
    }
  }

  private static void addCredentialProvider(
      List<RenderedFile> files, KubeletInput input, List<Failure> warnings) {
    HostFacts.CredentialProvider provider = input.facts().credentials();
    if (!provider.found()) {
      if (input.onEc2()) {
        // Certain not to join: kubelet ends where the program that its file names is not there.
        throw Failure.permanent(
                Code.KUBELET_CREDENTIAL_PROVIDER_MISSING,
                "set up kubelet's image credential provider",
                "there is no program at " + provider.path())
            .asException();
      }
      return;
    }
    if (!provider.executable()) {
      warnings.add(KubeletWarnings.notExecutable(provider.path()));
    }
    String name = provider.path().substring(provider.path().lastIndexOf('/') + 1);
    files.add(
        RenderedFile.text(
            KubeletPaths.CREDENTIALS, CredentialProviderConfig.text(name, input.version())));
  }

  private static RenderedFile certificateAuthority(NodeConfig.Cluster cluster) {
    String text = cluster.certificateAuthority();
    try {
      byte[] pem = Base64.getMimeDecoder().decode(text == null ? "" : text);
      return new RenderedFile(KubeletPaths.CA, 0644, pem);
    } catch (IllegalArgumentException e) {
      // Certain not to join: no authority can be made of it, and kubelet ends without its file.
      throw Failure.permanent(
              Code.CONFIG_CA_INVALID,
              "decode spec.cluster.certificateAuthority",
              "it is no base64: " + Words.of(e))
          .asException(e);
    }
  }

  private static RenderedFile environment(KubeletInput input) {
    boolean alpha = input.hasDropIn() && input.version().known() && !input.version().atLeast(1, 30);
    return RenderedFile.text(
        KubeletPaths.ENVIRONMENT,
        (alpha ? "KUBELET_CONFIG_DROPIN_DIR_ALPHA=on\n" : "")
            + "NODEADM_KUBELET_ARGS="
            + FlagLine.of(KubeletFlags.of(input), input.config().kubelet().flags()));
  }
}
