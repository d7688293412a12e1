package dev.nodeready.lab;

import dev.nodeready.lab.Joining.Cni;
import dev.nodeready.lab.Joining.Containerd;
import dev.nodeready.lab.Joining.Credentials;
import dev.nodeready.lab.Joining.Kubelet;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every kubelet with every containerd, by every kind of credentials, with a pod network that is
 * there, late or absent: 36 boots, by command alone: {@code src/test/run -Dit.excluded=
 * -Dit.test=JoinMatrixIT}.
 */
@Tag("matrix")
@Timeout(300)
@OnControlPlane(1)
class JoinMatrixIT {
  @TempDir private Path folder;

  @ParameterizedTest
  @MethodSource("all")
  void joins(Joining joining, ControlPlane plane) {
    joining.happens(plane, folder);
  }

  private static Stream<Joining> all() {
    return Stream.of(Kubelet.values())
        .flatMap(kubelet ->
            Stream.of(Containerd.values())
                .flatMap(containerd ->
                    Stream.of(Credentials.values())
                        .flatMap(credentials ->
                            Stream.of(Cni.values())
                                .map(cni -> new Joining(kubelet, containerd, credentials, cni)))));
  }
}
