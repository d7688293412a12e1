package dev.nodeready.lab;

import dev.nodeready.catalogue.Code;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a boot may say that ends by trouble with one of those that it needs. */
final class Blame {
  /** The container runtime is away, or does not answer: to us, in a pull, or to kubelet. */
  static final Set<Code> RUNTIME =
      Set.of(
          Code.CRI_BACKLOG_FULL,
          Code.CRI_ERROR,
          Code.IMAGE_PULL_FAILED,
          Code.IMAGE_PULL_STALLED,
          Code.IMAGE_PULL_TIMEOUT,
          Code.KUBELET_EXITED,
          Code.KUBELET_SILENT,
          Code.CRI_SOCKET_ABSENT,
          Code.CRI_REFUSED,
          Code.CRI_SILENT,
          Code.CRI_LOST,
          Code.CRI_CRASH_LOOP,
          Code.CRI_NOT_INITIALIZED,
          Code.CRI_UNIT_FAILED,
          Code.CRI_EXITED,
          Code.KUBELET_CRASH_LOOP,
          Code.KUBELET_NOT_LISTENING,
          Code.JOIN_NOT_READY,
          Code.JOIN_NOT_REGISTERED);

  /** The registry does not answer. */
  static final Set<Code> REGISTRY =
      Set.of(Code.IMAGE_REGISTRY_UNREACHABLE, Code.IMAGE_PULL_STALLED, Code.IMAGE_PULL_TIMEOUT);

  /** The registry answers something else. */
  static final Set<Code> CONTENT =
      Set.of(
          Code.IMAGE_CUT_OFF,
          Code.IMAGE_REGISTRY_PAGE,
          Code.IMAGE_REGISTRY_UNREACHABLE,
          Code.IMAGE_PULL_FAILED);

  static final Set<Code> METADATA =
      Set.of(Code.AWS_IMDS_UNREACHABLE, Code.AWS_IMDS_BAD_ANSWER, Code.AWS_IMDS_ABSENT);

  /** There is no user data, and of the instance nothing is told. */
  static final Set<Code> NO_METADATA =
      union(METADATA, Set.of(Code.CONFIG_FIELD_MISSING, Code.CONFIG_NONE));

  /** It says something else than it should, such as half of a configuration. */
  static final Set<Code> LIES = union(METADATA, configuration(), Set.of(Code.AWS_REGION_INVALID));

  static final Set<Code> EC2 = Set.of(Code.AWS_ENDPOINT_UNREACHABLE, Code.AWS_API_UNAVAILABLE);

  /** The API server does not answer. */
  static final Set<Code> API =
      union(joining(Code.JOIN_API_ERROR), Set.of(Code.JOIN_API_REFUSED, Code.JOIN_API_SILENT));

  static final Set<Code> NAMES =
      union(Set.of(Code.JOIN_API_UNRESOLVED, Code.IMAGE_REGISTRY_UNKNOWN_HOST), EC2, API, REGISTRY);

  static final Set<Code> NETWORK =
      union(METADATA, NAMES, Set.of(Code.HOST_ROUTE_ABSENT, Code.HOST_INTERFACE_WITHOUT_ADDRESS));

  static final Set<Code> DISK =
      Set.of(
          Code.HOST_WRITE_FAILED,
          Code.HOST_DISK_FULL,
          Code.HOST_READ_ONLY,
          Code.HOST_INODES_SPENT,
          Code.KUBELET_CRASH_LOOP);

  /** containerd has no room, or does not start for want of it. */
  static final Set<Code> STORE =
      union(RUNTIME, Set.of(Code.IMAGE_DISK_FULL, Code.IMAGE_PULL_FAILED, Code.IMAGE_LEFT_NOTHING));

  private Blame() {}

  /** What the API server's answers come to: for us, and where kubelet alone met them. */
  static Set<Code> joining(Code code) {
    return Set.of(code, Code.JOIN_NOT_REGISTERED, Code.JOIN_NOT_READY);
  }

  private static Set<Code> configuration() {
    return Stream.of(Code.values())
        .filter(code -> code.area().equals("CONFIG"))
        .collect(Collectors.toUnmodifiableSet());
  }

  @SafeVarargs
  private static Set<Code> union(Set<Code>... sets) {
    Set<Code> all = EnumSet.noneOf(Code.class);
    for (Set<Code> set : sets) {
      all.addAll(set);
    }
    return Set.copyOf(all);
  }
}
