package dev.nodeready.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nodeready.Ports;
import dev.nodeready.catalogue.Code;
import dev.nodeready.host.Commands;
import dev.nodeready.node.RealPart;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A real kubelet is made to end in each way that it does by itself, and the cause is named. */
class RealKubeletCausesIT {
  private static final String HEAD =
      "kind: KubeletConfiguration\napiVersion: kubelet.config.k8s.io/v1beta1\n";

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "KUBELET_FLAG_UNKNOWN | --container-runtime=remote | | --container-runtime",
        "KUBELET_LABEL_FORBIDDEN | --node-labels=node-role.kubernetes.io/worker= | |"
            + " node-role.kubernetes.io/worker",
        "KUBELET_TAINT_INVALID | --register-with-taints=a=b:Never | | Never",
        "KUBELET_CONFIG_REFUSED | | maxPods: -3 | maxPods",
        "KUBELET_CONFIG_REFUSED | | featureGates: {NoSuchGate: true} | NoSuchGate",
        "KUBELET_FILE_MISSING | --config=/nonexistent/kubelet.yaml | | /nonexistent/kubelet.yaml",
        "KUBELET_FILE_MISSING | | 'authentication: {x509: {clientCAFile: /nonexistent/ca.crt}}' |"
            + " /nonexistent/ca.crt",
      })
  void what_ends_it_is_named(Code code, String flag, String setting, String names)
      throws Exception {
    String said = ended(flag, setting == null ? "" : setting);

    Ill machine = new Ill(folder).asNode().said("kubelet.service", said.split("\n"));
    machine.withSettings("{\"healthzPort\": " + Ports.free() + "}");
    List<Finding> found = machine.diagnosis(List.of(KubeletCheck.check())).findings();
    assertThat(found)
        .as(said)
        .singleElement()
        .satisfies(finding -> {
          assertThat(finding.code()).isEqualTo(code);
          assertThat(finding.what()).contains(names);
          assertThat(finding.isSure()).isTrue();
        });
    Ill.proved(
        code, found.getFirst().what(), "a real kubelet with " + (flag == null ? setting : flag));
  }

  private String ended(String flag, String setting) throws Exception {
    Path config = Files.writeString(folder.resolve("kubelet.yaml"), HEAD + setting + "\n");
    List<String> words =
        new ArrayList<>(
            List.of(
                RealPart.KUBELET.program("kubelet"),
                "--root-dir=" + folder.resolve("root"),
                "--cert-dir=" + folder.resolve("pki"),
                "--kubeconfig=" + folder.resolve("kubeconfig"),
                "--hostname-override=berth"));
    words.add(flag != null && flag.startsWith("--config=") ? flag : "--config=" + config);
    if (flag != null && !flag.startsWith("--config=")) {
      words.add(flag);
    }
    Commands.Result result = new Commands(Map.of()).run(Duration.ofSeconds(30), words);
    assertThat(result.ok()).isFalse();
    return result.errors();
  }
}
