package dev.nodeready.containerd;

import dev.nodeready.host.ProgramVersion;
import java.util.List;

/** A layout of containerd's configuration, by its {@code version}. */
enum Schema {
  /** containerd 1.x; 2.x reads it and can migrate it. */
  V2(2, "io.containerd.grpc.v1.cri", "io.containerd.grpc.v1.cri"),
  /** containerd 2.0. */
  V3(3, "io.containerd.cri.v1.images", "io.containerd.cri.v1.runtime"),
  /** containerd 2.3: as 3, with the servers' addresses moved below {@code plugins}. */
  V4(4, "io.containerd.cri.v1.images", "io.containerd.cri.v1.runtime");

  static final String SERVER = "io.containerd.server.v1.grpc";

  final int version;
  final String images;
  final String runtime;

  Schema(int version, String images, String runtime) {
    this.version = version;
    this.images = images;
    this.runtime = runtime;
  }

  /** The highest number that a containerd of a known version reads. */
  static int newest(ProgramVersion containerd) {
    return containerd.atLeast(2, 3) ? 4 : containerd.atLeast(2, 0) ? 3 : 2;
  }

  /** The table that holds the address of containerd's socket. */
  List<String> server() {
    return this == V4 ? List.of("plugins", SERVER) : List.of("grpc");
  }

  /** A table of the part that deals with images. */
  List<String> images(String... below) {
    return path(images, below);
  }

  /** A table of the part that runs containers. */
  List<String> runtime(String... below) {
    return path(runtime, below);
  }

  private static List<String> path(String plugin, String... below) {
    List<String> path = new java.util.ArrayList<>(List.of("plugins", plugin));
    path.addAll(List.of(below));
    return path;
  }
}
