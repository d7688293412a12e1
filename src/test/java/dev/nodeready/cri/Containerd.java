package dev.nodeready.cri;

import dev.nodeready.Needs;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The containerds that tests run against, where they are on this machine. */
public enum Containerd {
  /** The distribution's 1.x, from the PATH. */
  V1("apt-get install containerd") {
    @Override
    List<Path> folders() {
      return Stream.of(System.getenv("PATH").split(":", -1)).map(Path::of).toList();
    }
  },
  /** 2.x, built from its Go module. */
  V2("src/test/setup/20-containerd2") {
    @Override
    List<Path> folders() {
      Path cache =
          Optional.ofNullable(System.getenv("XDG_CACHE_HOME"))
              .map(Path::of)
              .orElse(Path.of(System.getProperty("user.home"), ".cache"));
      return List.of(
          cache.resolve("nodeready-parts/containerd-v2.4.2"),
          cache.resolve("real-cluster/bin/containerd-v2.4.2"));
    }
  };

  private final String howToGet;

  Containerd(String howToGet) {
    this.howToGet = howToGet;
  }

  abstract List<Path> folders();

  /** One of its programs; where it is missing the test fails in CI and is skipped elsewhere. */
  public Path program(String name) {
    Optional<Path> found =
        folders().stream()
            .map(folder -> folder.resolve(name))
            .filter(Files::isExecutable)
            .findFirst();
    String message = "no " + name + " " + this + " here; get it by: " + howToGet;
    Needs.that(found.isPresent(), message);
    return found.orElseThrow();
  }
}
