package dev.nodeready.verify;

import dev.nodeready.catalogue.Code;
import dev.nodeready.doctor.Check;
import dev.nodeready.doctor.Check.Need;
import dev.nodeready.doctor.Confidence;
import dev.nodeready.doctor.Evidence;
import dev.nodeready.doctor.Finding;
import dev.nodeready.doctor.Looked;
import dev.nodeready.doctor.Patient;
import dev.nodeready.host.HostFacts.CredentialProvider;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;

/**
 * kubelet's image credential provider, where the image has its folder: on EC2 kubelet ends without
 * it, and pulls from no private registry where it cannot be executed.
 */
final class CredentialProviderCheck {
  private CredentialProviderCheck() {}

  static Check check() {
    return new Check(
        "image credential provider",
        Set.of(
            Code.KUBELET_CREDENTIAL_PROVIDER_MISSING,
            Code.KUBELET_CREDENTIAL_PROVIDER_NOT_EXECUTABLE),
        Need.NOTHING,
        CredentialProviderCheck::look);
  }

  private static Looked look(Patient patient) {
    String program = CredentialProvider.EKS_PATH;
    String folder = program.substring(0, program.lastIndexOf('/'));
    if (!patient.has(folder)) {
      return Looked.not("the image has no " + folder);
    }
    Path place = ImageFiles.place(patient.root(), program);
    if (!Files.isRegularFile(place)) {
      return Looked.found(
          Finding.failure(
              Code.KUBELET_CREDENTIAL_PROVIDER_MISSING,
              Confidence.SEEN,
              folder + " is there, and the program in it is not",
              Evidence.of("folder " + folder, "no " + program)));
    }
    if (!Files.isExecutable(place)) {
      Code code = Code.KUBELET_CREDENTIAL_PROVIDER_NOT_EXECUTABLE;
      return Looked.found(
          Finding.warning(
                  code,
                  Confidence.SEEN,
                  program + " cannot be executed",
                  Evidence.of(program, "its mode lets nobody execute it"))
              .mendedBy(code.remedy("FILE", program)));
    }
    return Looked.FINE;
  }
}
