package dev.nodeready.config.kubelet;

import dev.nodeready.config.ConfigResolver;
import dev.nodeready.config.NodeConfig;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The cases in {@code rules.txt}: what kubelet takes and what it exits on. */
public final class RuleCases {
  private RuleCases() {}

  /**
   * One case.
   *
   * @param mark - for what kubelet exits on, + for what it takes, ? for what depends on its
   *     version, ! for what only the API server, or a kubelet that has one, refuses
   */
  public record Case(char mark, String text, NodeConfig.Kubelet kubelet) {
    @Override
    public String toString() {
      return mark + " " + text;
    }

    /** What our rules say would end this version of kubelet. */
    public List<String> refusals(int minor) {
      List<String> errors = new ArrayList<>();
      KubeletRules.check(
          kubelet.config(),
          kubelet.flags(),
          minor,
          new Findings() {
            @Override
            public void error(String path, String words, String suggestion) {
              errors.add(path + ": " + words + "; " + suggestion);
            }

            @Override
            public void strict(String path, String words, String suggestion) {}

            @Override
            public void warn(String path, String words, String suggestion) {}
          });
      return errors;
    }

    /** The user's settings, as the drop-in has them. */
    public Map<String, @Nullable Object> config() {
      return kubelet.config();
    }

    /** The words that kubelet gets. */
    public List<String> words() {
      return kubelet.flags().stream().flatMap(flag -> new FlagItem(flag).words().stream()).toList();
    }
  }

  /** The flags that the tables have for a version. */
  public static List<String> flags(int minor) {
    return Table.flags().names(minor);
  }

  /** The feature gates that the tables have for a version. */
  public static List<String> gates(int minor) {
    return Table.gates().names(minor);
  }

  /** All of them. */
  public static Stream<Case> all() throws IOException, InterruptedException {
    List<Case> cases = new ArrayList<>();
    try (InputStream in = RuleCases.class.getResourceAsStream("rules.txt")) {
      for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList()) {
        if (!line.isBlank() && !line.startsWith("#")) {
          cases.add(new Case(line.charAt(0), line.substring(2), kubelet(line.substring(2))));
        }
      }
    }
    return cases.stream();
  }

  /** A whole NodeConfig with this configuration and these flags. */
  static String node(String config, String flags) {
    return """
    apiVersion: node.eks.aws/v1alpha1
    kind: NodeConfig
    spec:
      cluster: {name: quay, apiServerEndpoint: https://192.0.2.1, certificateAuthority: Y2E=, cidr: 10.96.0.0/16}
      kubelet:
        config: %s
        flags: [%s]
    """
        .formatted(config, flags);
  }

  private static NodeConfig.Kubelet kubelet(String text) throws InterruptedException {
    int bar = text.indexOf(" | ");
    String config = bar < 0 ? text : text.substring(0, bar);
    String flags =
        bar < 0
            ? ""
            : Stream.of(text.substring(bar + 3).split(" "))
                .map(flag -> "'" + flag.replace("'", "''") + "'")
                .collect(Collectors.joining(", "));
    byte[] node = node(config, flags).getBytes(StandardCharsets.UTF_8);
    return new ConfigResolver(() -> node).look(List.of(), null).config().kubelet();
  }
}
