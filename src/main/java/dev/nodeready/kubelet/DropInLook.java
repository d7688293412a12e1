package dev.nodeready.kubelet;

import dev.nodeready.catalogue.Code;
import dev.nodeready.config.kubelet.Findings;
import dev.nodeready.config.kubelet.KubeletRules;
import dev.nodeready.failure.Failure;
import dev.nodeready.host.Root;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Looks at the drop-ins that kubelet will read: it exits on one that is empty, of no kind, or of
 * another type, and passes over names that do not end with {@code .conf}.
 */
final class DropInLook {
  private final Root root;
  private final int minor;
  private final List<Failure> fatal;
  private final List<String> notes;

  /** A look of which {@code fatal} and {@code notes} take what it finds. */
  DropInLook(Root root, int minor, List<Failure> fatal, List<String> notes) {
    this.root = root;
    this.minor = minor;
    this.fatal = fatal;
    this.notes = notes;
  }

  void look() {
    boolean read = KubeletOnMachine.readsDropIns(KubeletOnMachine.words(root));
    for (Path file : KubeletOnMachine.dropIns(root)) {
      String name = root.nameOf(file);
      if (!KubeletOnMachine.isRead(file)) {
        notes.add(name + " is not read by kubelet, which takes only names that end with .conf");
      } else if (!read) {
        notes.add(name + " is not read: without spec.kubelet.config kubelet gets no --config-dir");
      } else {
        dropIn(file, name);
      }
    }
  }

  private void dropIn(Path file, String name) {
    Map<String, @Nullable Object> object = KubeletOnMachine.object(file);
    if (object.isEmpty()) {
      broken(name, "it is empty, or neither YAML nor JSON");
    } else if (!"KubeletConfiguration".equals(object.get("kind"))
        || !"kubelet.config.k8s.io/v1beta1".equals(object.get("apiVersion"))) {
      broken(
          name,
          "it does not say kind: KubeletConfiguration and apiVersion: kubelet.config.k8s.io/v1beta1");
    } else {
      KubeletRules.types(object, minor, new Told(name));
    }
  }

  /** What kubelet cannot read of one drop-in, and what it would pass over. */
  private final class Told implements Findings {
    private final String name;

    Told(String name) {
      this.name = name;
    }

    @Override
    public void error(String path, String text, String suggestion) {
      broken(name, path + " " + text + "; " + suggestion);
    }

    @Override
    public void strict(String path, String text, String suggestion) {
      notes.add(name + ": " + path + ": " + text + "; " + suggestion);
    }

    @Override
    public void warn(String path, String text, String suggestion) {
      strict(path, text, suggestion);
    }
  }

  private void broken(String name, String why) {
    fatal.add(
        Failure.permanent(
            Code.KUBELET_DROP_IN_BROKEN,
            Preflight.TRIED,
            "it would exit on " + name + ": " + why,
            "mend or remove " + name));
  }
}
