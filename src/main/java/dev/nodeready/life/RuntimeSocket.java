package dev.nodeready.life;

import dev.nodeready.containerd.ContainerdFiles;
import dev.nodeready.containerd.EffectiveConfig;
import dev.nodeready.cri.CriEndpoint;
import dev.nodeready.failure.FailureException;
import dev.nodeready.host.Root;
import dev.nodeready.kubelet.KubeletOnMachine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where a machine's container runtime listens, as far as its files say. */
public final class RuntimeSocket {
  private RuntimeSocket() {}

  /** Where kubelet looks for it, else where containerd's file says, else where it does anyway. */
  public static CriEndpoint of(Root root) {
    String kubelets = KubeletOnMachine.settings(root, "").text("containerRuntimeEndpoint");
    Path socket = CriEndpoint.parse(kubelets.isEmpty() ? configured(root) : kubelets).socket();
    return new CriEndpoint(socket.startsWith(root.folder()) ? socket : root.at(socket.toString()));
  }

  private static String configured(Root root) {
    try {
      return EffectiveConfig.parse(Files.readString(root.at(ContainerdFiles.CONFIG))).socket();
    } catch (IOException | FailureException e) {
      return ContainerdFiles.SOCKET;
    }
  }
}
