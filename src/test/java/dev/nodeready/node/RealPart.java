package dev.nodeready.node;

import dev.nodeready.Needs;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Real programs that files are held against, where they are on this machine. */
public enum RealPart {
  CONTAINERD_1("", "apt-get install containerd"),
  CONTAINERD_2("containerd-v2.4.2", "build github.com/containerd/containerd/v2 v2.4.2"),
  CONTAINERD_2_0("containerd-v2.0.5", "build github.com/containerd/containerd/v2 v2.0.5"),
  PATCH("", "apt-get install patch"),
  KUBELET("k8s-v1.34.4", "build k8s.io/kubernetes v1.34.4"),
  KUBERNETES_NEWEST("k8s-v1.37.2", "run src/test/setup/31-kubernetes-newest"),
  ETCD("etcd-v3.7.3", "run src/test/setup/32-etcd");

  private final String folder;
  private final String howToGet;

  RealPart(String folder, String howToGet) {
    this.folder = folder;
    this.howToGet = howToGet;
  }

  /** One of its programs; where it is missing the test fails in CI and is skipped elsewhere. */
  public String program(String name) {
    Optional<Path> found =
        places().stream().map(place -> place.resolve(name)).filter(Files::isExecutable).findFirst();
    String message =
        "no " + name + " of " + this + "; to get it: " + howToGet + " into one of " + places();
    Needs.that(found.isPresent(), message);
    return found.orElseThrow().toString();
  }

  private List<Path> places() {
    if (folder.isEmpty()) {
      return Stream.of(System.getenv("PATH").split(":", -1)).map(Path::of).toList();
    }
    List<Path> places = new ArrayList<>();
    String cache = System.getenv("XDG_CACHE_HOME");
    Path base = cache == null ? Path.of(System.getProperty("user.home"), ".cache") : Path.of(cache);
    places.add(base.resolve("nodeready-parts").resolve(folder));
    places.add(base.resolve("real-cluster/bin").resolve(folder));
    return places;
  }
}
