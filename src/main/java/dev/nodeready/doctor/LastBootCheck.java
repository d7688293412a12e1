package dev.nodeready.doctor;

import dev.nodeready.catalogue.Code;
import dev.nodeready.doctor.Check.Need;
import dev.nodeready.doctor.Finding.Weight;
import dev.nodeready.report.StatusFile;
import dev.nodeready.report.StatusReader;
import java.io.IOException;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What ended the last run of nodeready since this machine started. It may be over by now, so it is
 * likely and no more: what other checks see is surer.
 */
final class LastBootCheck {
  private static final String BOOT_ID = "/proc/sys/kernel/random/boot_id";

  /** Runs that were stopped, or met another, say nothing of the machine. */
  private static final Set<Code> OF_THE_RUN =
      EnumSet.of(Code.BOOT_STOPPED, Code.BOOT_ALREADY_RUNNING, Code.BOOT_NONE);

  private LastBootCheck() {}

  static Check check() {
    EnumSet<Code> codes = EnumSet.allOf(Code.class);
    codes.removeAll(OF_THE_RUN);
    return new Check("last boot", codes, Need.NOTHING, LastBootCheck::look);
  }

  private static Looked look(Patient patient) throws IOException {
    String text = StatusReader.text(patient.root().at(StatusFile.PATH));
    if (text == null) {
      return Looked.not("none has been recorded since this machine started");
    }
    Map<String, @Nullable Object> status = StatusReader.parse(text);
    String bootId = String.join("", patient.lines(BOOT_ID)).strip();
    if (!bootId.isEmpty() && !bootId.equals(status.get("bootId"))) {
      return Looked.not("the status is of an earlier start of this machine");
    }
    return status.get("failure") instanceof Map<?, ?> failure
        ? judged(failure, status)
        : Looked.FINE;
  }

  private static Looked judged(Map<?, ?> failure, Map<String, @Nullable Object> status) {
    Optional<Code> code =
        Code.named(String.valueOf(failure.get("code"))).filter(one -> !OF_THE_RUN.contains(one));
    if (code.isEmpty()) {
      return Looked.FINE;
    }
    String happened = String.valueOf(failure.get("happened"));
    return Looked.found(
        new Finding(
            code.get(),
            "failed".equals(status.get("state")) ? Weight.FAILURE : Weight.WARNING,
            Confidence.LIKELY,
            "the last boot %s: it tried to %s, but %s"
                .formatted(status.get("state"), failure.get("tried"), happened),
            List.of(Evidence.of(StatusFile.PATH + " of " + status.get("updatedAt"), happened)),
            String.valueOf(failure.get("remedy"))));
  }
}
