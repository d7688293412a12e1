import java.nio.file.Path;
import java.util.List;

/**
 * The machines that packages are for: {@code nodeready.arch} names them as Debian does, and {@code
 * nodeready.jdk} the folder of a JDK for them, where they are not of the kind that builds.
 *
 * @param arch {@code amd64} or {@code arm64}
 * @param jdk empty for the JDK that builds
 */
record Target(String arch, String jdk) {
  static Target named() {
    Target target =
        new Target(System.getProperty("nodeready.arch"), System.getProperty("nodeready.jdk", ""));
    if (!List.of("amd64", "arm64").contains(target.arch)) {
      throw new IllegalArgumentException("nodeready.arch is amd64 or arm64, not " + target.arch);
    }
    if (!target.isThisMachine() && target.jdk.isEmpty()) {
      throw new IllegalArgumentException(
          "the runtime for %s is made of a JDK for it: name its folder with -Dnodeready.jdk"
              .formatted(target.arch));
    }
    return target;
  }

  /** Whether what is made runs where it is made. */
  boolean isThisMachine() {
    return machine().equals(System.getProperty("os.arch").replace("amd64", "x86_64"));
  }

  /** As Linux and jffi name it. */
  String machine() {
    return arch.equals("amd64") ? "x86_64" : "aarch64";
  }

  /** What tells jlink where the modules are. */
  List<String> modules() {
    return jdk.isEmpty() ? List.of() : List.of("--module-path", Path.of(jdk, "jmods").toString());
  }

  /** Of binutils; those for another machine have its name before theirs. */
  String objcopy() {
    return isThisMachine() ? "objcopy" : machine() + "-linux-gnu-objcopy";
  }
}
