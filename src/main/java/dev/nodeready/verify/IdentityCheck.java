package dev.nodeready.verify;

import dev.nodeready.catalogue.Code;
import dev.nodeready.doctor.Check;
import dev.nodeready.doctor.Check.Need;
import dev.nodeready.doctor.Confidence;
import dev.nodeready.doctor.Evidence;
import dev.nodeready.doctor.Finding;
import dev.nodeready.doctor.Finding.Weight;
import dev.nodeready.doctor.Looked;
import dev.nodeready.doctor.Patient;
import dev.nodeready.host.Root;
import dev.nodeready.identity.Identity;
import dev.nodeready.identity.Identity.Left;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Whether anything is left in an image that makes all of its machines the same one. */
final class IdentityCheck {
  /** With these its machines are another node, or kubelet ends; with the rest they join. */
  private static final Set<Identity> KEEPS_FROM_JOINING =
      EnumSet.of(Identity.CERTIFICATES, Identity.NODE_NAME, Identity.RESOURCE_STATE);

  private static final int MOST = 5;

  private IdentityCheck() {}

  static Check check() {
    return new Check(
        "identity",
        Set.of(Code.HOST_IDENTITY_LEFT),
        Need.ROOT,
        patient -> Looked.found(found(patient)));
  }

  /** One finding for all that weighs the same, since one command takes all of it out. */
  private static List<Finding> found(Patient patient) {
    boolean running = patient.root().equals(Root.MACHINE);
    List<Left> left =
        Identity.allLeftIn(patient.root()).stream()
            .filter(one -> !one.identity().isHarmless())
            // Below a root it lies on the disk, whatever is mounted there later.
            .filter(one -> !(running && one.isInMemory()))
            .toList();
    List<Finding> found = new ArrayList<>();
    for (Weight weight : Weight.values()) {
      List<Left> these = left.stream().filter(one -> weight(one) == weight).toList();
      if (!these.isEmpty()) {
        found.add(finding(weight, these));
      }
    }
    return found;
  }

  /** Of what kubelet gave to pods, it ends at the states of its managers alone. */
  private static Weight weight(Left one) {
    boolean keeps =
        KEEPS_FROM_JOINING.contains(one.identity())
            && (one.identity() != Identity.RESOURCE_STATE || one.path().endsWith("_manager_state"));
    return keeps ? Weight.FAILURE : Weight.WARNING;
  }

  private static Finding finding(Weight weight, List<Left> left) {
    List<String> what = left.stream().map(one -> one.identity().what()).distinct().toList();
    List<Evidence> shows =
        left.stream()
            .limit(MOST)
            .map(one -> Evidence.of(one.path(), one.identity().word()))
            .toList();
    return new Finding(
        Code.HOST_IDENTITY_LEFT,
        weight,
        Confidence.SEEN,
        "the image carries " + String.join(", ", what),
        shows,
        Code.HOST_IDENTITY_LEFT.remedy());
  }
}
