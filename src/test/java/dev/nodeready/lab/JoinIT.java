package dev.nodeready.lab;

import static dev.nodeready.lab.Guest.JOINED;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Machines with the package installed join a real control plane. */
@Tag("lab")
@Timeout(300)
@ExtendWith(WithControlPlane.class)
class JoinIT {
  @TempDir private Path folder;

  @Test
  void a_bootstrap_kubeconfig_that_is_already_there_makes_a_node(ControlPlane plane) {
    Member member =
        Member.of(plane, "n1", folder)
            .withBootstrapKubeconfig(plane, plane.token(Duration.ofMinutes(10)));
    try (Guest guest = plane.boot(member)) {
      guest.await(30, JOINED);
      plane.awaitReady(member.node());
    }
  }
}
