package dev.nodeready.config.kubelet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nodeready.config.ConfigResolver;
import dev.nodeready.config.Problem;
import dev.nodeready.config.Severity;
import dev.nodeready.config.Validation;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What the marks in {@code rules.txt} say, for kubelet 1.34; a real one has the last word. */
class KubeletRulesTest {
  /** What people wrote, and what we tell them to write. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {imageMaximumGCAge: 2d12h}                          | imageMaximumGCAge    | write 60h
          {imageMaximumGCAge: 1w}                             | imageMaximumGCAge    | write 168h
          {syncFrequency: 1h 30m}                             | syncFrequency        | write 1h30m
          {syncFrequency: "90"}                               | syncFrequency        | write 90s
          {syncFrequency: 90}                                 | syncFrequency        | "90s"
          {systemReserved: {cpu: 1}}                          | systemReserved.cpu   | "1"
          {systemReserved: {memory: 512MB}}                   | systemReserved.memory | "512M"
          {systemReserved: {memory: "=512Mi"}}                | systemReserved.memory | "512Mi"
          {kubeReserved: {cpu: "-100m"}}                      | kubeReserved.cpu     | "100m"
          {kubeReserved: {cpus: "1"}}                         | kubeReserved.cpus    | did you mean cpu?
          {clusterDNS: "10.0.0.1, 10.0.0.2"}                  | clusterDNS           | ["10.0.0.1", "10.0.0.2"]
          {enforceNodeAllocatable: pods}                      | enforceNodeAllocatable | ["pods"]
          {kubeReserved: "cpu=1,memory=1Gi"}                  | kubeReserved         | {cpu: 1, memory: 1Gi}
          {failSwapOn: "false"}                               | failSwapOn           | false without quotes
          {maxPods: "110"}                                    | maxPods              | 110 without quotes
          {clusterDomain: [cluster, local]}                   | clusterDomain        | "cluster,local"
          {shutdownGracePeriod: 20s}                          | shutdownGracePeriod  | set shutdownGracePeriodCriticalPods too
          {imageGCHighThresholdPercent: 70}                   | imageGCHighThresholdPercent | set both
          {evictionSoft: {memory.available: 1Gi}}             | evictionSoft."memory.available" | evictionSoftGracePeriod
          {evictionHard: {memory.avail: 1Gi}}                 | evictionHard."memory.avail" | did you mean memory.available?
          {registerWithTaints: [{key: a, effect: no_execute}]} | registerWithTaints[0] | did you mean NoExecute?
          {topologyManagerPolicy: single-numa}                | topologyManagerPolicy | write single-numa-node
          {cpuManagerPolicy: Static}                          | cpuManagerPolicy     | write static
          {memoryManagerPolicy: static}                       | memoryManagerPolicy  | write Static
          {featureGates: {FastImagePull: true}}               | featureGates.FastImagePull | belongs to spec.featureGates
          {featureGates: {CpuManagerPolicyAlphaOptions: true}} | featureGates.CpuManagerPolicyAlphaOptions | CPUManagerPolicyAlphaOptions?
          {featureGates: {CSIMigrationRBD: true}}             | featureGates.CSIMigrationRBD | take it out
          {reservedCpus: "0"}                                 | reservedCpus         | reservedSystemCPUs?
          {resolverConfig: /etc/resolv.conf}                  | resolverConfig       | resolvConf?
          {metadata: {name: a}}                               | metadata             | take it out
          {clusterDns: [10.0.0.1]}                            | clusterDns           | clusterDNS?
          {imageGcHighThreshold: 80}                          | imageGcHighThreshold | imageGCHighThresholdPercent?
          {nodeLabels: {a: b}}                                | nodeLabels           | --node-labels=
          {authentication: {x509: {clientCaFile: /a}}}        | authentication.x509.clientCaFile | clientCAFile?
          """)
  void says_where_and_what_to_write(String config, String path, String words) throws Exception {
    String text = RuleCases.node(config, "");
    List<Problem> problems =
        new ConfigResolver(() -> text.getBytes(StandardCharsets.UTF_8))
            .check(List.of(), new Validation.Facts("v1.34.2", 0), _ -> List.of());

    assertThat(problems)
        .filteredOn(problem -> problem.path().equals("spec.kubelet.config." + path))
        .singleElement()
        .satisfies(problem -> {
          assertThat(problem.suggestion()).contains(words);
          assertThat(problem.severity()).isNotEqualTo(Severity.WARNING);
          assertThat(problem.toLine()).startsWith("imds://user-data:");
        });
  }

  @ParameterizedTest
  @MethodSource("dev.nodeready.config.kubelet.RuleCases#all")
  void refuses_what_kubelet_exits_on_and_nothing_else(RuleCases.Case one) {
    switch (one.mark()) {
      case '-', '!' -> assertThat(one.refusals(34)).isNotEmpty();
      case '+' -> assertThat(one.refusals(34)).isEmpty();
      default ->
          assertThat(
                  IntStream.rangeClosed(Release.OLDEST, Release.NEWEST)
                      .mapToObj(minor -> one.refusals(minor).isEmpty()))
              .contains(true, false);
    }
  }
}
