package dev.nodeready.kubelet;

import dev.nodeready.config.Suggest;
import dev.nodeready.failure.Failure;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The fields of KubeletConfiguration. kubelet itself ignores a field that it does not know, so a
 * misspelt one is lost without a word.
 */
public final class KubeletFields {
  /** Fields of {@code kubelet.config.k8s.io/v1beta1} in Kubernetes 1.34. */
  private static final String KNOWN =
      """
      address allowedUnsafeSysctls apiVersion authentication authorization cgroupDriver cgroupRoot
      cgroupsPerQOS clusterDNS clusterDomain configMapAndSecretChangeDetectionStrategy
      containerLogMaxFiles containerLogMaxSize containerLogMaxWorkers containerLogMonitorInterval
      containerRuntimeEndpoint contentType cpuCFSQuota cpuCFSQuotaPeriod cpuManagerPolicy
      cpuManagerPolicyOptions cpuManagerReconcilePeriod crashLoopBackOff enableContentionProfiling
      enableControllerAttachDetach enableDebugFlagsHandler enableDebuggingHandlers
      enableProfilingHandler enableServer enableSystemLogHandler enableSystemLogQuery
      enforceNodeAllocatable eventBurst eventRecordQPS evictionHard evictionMaxPodGracePeriod
      evictionMinimumReclaim evictionPressureTransitionPeriod evictionSoft evictionSoftGracePeriod
      failCgroupV1 failSwapOn featureGates fileCheckFrequency hairpinMode healthzBindAddress
      healthzPort httpCheckFrequency imageGCHighThresholdPercent imageGCLowThresholdPercent
      imageMaximumGCAge imageMinimumGCAge imagePullCredentialsVerificationPolicy
      imageServiceEndpoint iptablesDropBit iptablesMasqueradeBit kernelMemcgNotification kind
      kubeAPIBurst kubeAPIQPS kubeReserved kubeReservedCgroup kubeletCgroups
      localStorageCapacityIsolation logging makeIPTablesUtilChains maxOpenFiles
      maxParallelImagePulls maxPods memoryManagerPolicy memorySwap memoryThrottlingFactor
      mergeDefaultEvictionSettings nodeLeaseDurationSeconds nodeStatusMaxImages
      nodeStatusReportFrequency nodeStatusUpdateFrequency oomScoreAdj podCIDR podLogsDir
      podPidsLimit podsPerCore port preloadedImagesVerificationAllowlist protectKernelDefaults
      providerID qosReserved readOnlyPort registerNode registerWithTaints registryBurst
      registryPullQPS reservedMemory reservedSystemCPUs resolvConf rotateCertificates runOnce
      runtimeRequestTimeout seccompDefault serializeImagePulls serverTLSBootstrap
      showHiddenMetricsForVersion shutdownGracePeriod shutdownGracePeriodByPodPriority
      shutdownGracePeriodCriticalPods singleProcessOOMKill staticPodPath staticPodURL
      staticPodURLHeader streamingConnectionIdleTimeout syncFrequency systemCgroups systemReserved
      systemReservedCgroup tlsCertFile tlsCipherSuites tlsMinVersion tlsPrivateKeyFile
      topologyManagerPolicy topologyManagerPolicyOptions topologyManagerScope tracing
      userNamespaces volumePluginDir volumeStatsAggPeriod
      """;

  private KubeletFields() {}

  /**
   * The keys that are no field of KubeletConfiguration as of Kubernetes 1.34, each with the field
   * that was probably meant.
   *
   * @param config of {@code spec.kubelet.config}
   */
  public static List<Failure> misspelt(Map<String, ?> config) {
    List<Failure> found = new ArrayList<>();
    if (!config.isEmpty()) {
      List<String> known = List.of(KNOWN.strip().split("\\s+"));
      for (String key : config.keySet()) {
        if (!known.contains(key)) {
          found.add(unknown(key, Suggest.closest(key, known)));
        }
      }
    }
    return found;
  }

  private static Failure unknown(String key, @Nullable String meant) {
    return Failure.permanent(
        "CONFIG_KUBELET_FIELD_UNKNOWN",
        "set " + key + " in spec.kubelet.config",
        "kubelet has no such field and would ignore it without a word",
        meant == null
            ? "see the fields of KubeletConfiguration; newer kubelets may know it"
            : "did you mean " + meant + "?");
  }
}
