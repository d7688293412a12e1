package dev.nodeready.cri;

import dev.nodeready.catalogue.Code;
import io.grpc.Status;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a runtime or its registry does for a while, and what a boot that ends by it may say. */
enum Trouble {
  /** The runtime is not there: its start takes so long, or it was stopped. */
  AWAY(Code.CRI_SOCKET_ABSENT, Code.CRI_LOST, Code.CRI_REFUSED, Code.CRI_CRASH_LOOP),
  /** It was killed, and its socket file lies there still. */
  KILLED(Code.CRI_REFUSED, Code.CRI_LOST, Code.CRI_SOCKET_ABSENT, Code.CRI_CRASH_LOOP),
  /** It starts, as it says. */
  STARTING(Code.CRI_NOT_INITIALIZED),
  /** It has no CRI service. */
  NO_PLUGIN(Code.CRI_UNIMPLEMENTED),
  /** It says of itself that it is not ready. */
  NOT_READY(Code.CRI_RUNTIME_NOT_READY),
  /** Its version is not told. */
  NO_VERSION("Version"),
  /** Its status is not told. */
  NO_STATUS("Status"),
  /** It does not say which images it has. */
  NO_IMAGE_STATUS("ImageStatus"),
  /** It comes and goes each few seconds. */
  FLAPS(
      Code.CRI_REFUSED, Code.CRI_LOST, Code.CRI_SOCKET_ABSENT, Code.CRI_ERROR, Code.CRI_CRASH_LOOP),
  /** Each pull kills it. */
  DIES_OF_PULLS(Code.CRI_LOST, Code.CRI_REFUSED),
  /** It says that it has pulled, and nothing is there. */
  PULLS_NOTHING(Code.IMAGE_LEFT_NOTHING),
  UNAUTHORIZED(": 401 Unauthorized", false, Code.IMAGE_UNAUTHORIZED),
  FORBIDDEN(": 403 Forbidden", true, Code.IMAGE_FORBIDDEN),
  NO_SUCH_IMAGE(": 404 Not Found: not found", true, Code.IMAGE_NOT_FOUND),
  RATE_LIMIT(": 429 Too Many Requests", false, Code.IMAGE_RATE_LIMITED),
  REGISTRY_ERROR(": 503 Service Unavailable", false, Code.IMAGE_REGISTRY_ERROR),
  REGISTRY_AWAY(": connect: connection refused", false, Code.IMAGE_REGISTRY_UNREACHABLE),
  NO_SUCH_HOST(": lookup r: no such host", false, Code.IMAGE_REGISTRY_UNKNOWN_HOST),
  WEB_PAGE(": unexpected media type text/html", false, Code.IMAGE_REGISTRY_PAGE),
  CUT_OFF(": failed size validation: 5 != 207", false, Code.IMAGE_CUT_OFF),
  WRONG_CERTIFICATE(": x509: certificate signed by unknown authority", false, Code.IMAGE_TLS),
  DISK_FULL(": no space left on device", true, Code.IMAGE_DISK_FULL);

  @SuppressWarnings("ImmutableEnumChecker") // what Set.of makes is immutable
  private final Set<Code> blamed;

  private final String words;
  private final boolean permanent;
  private final String method;

  Trouble(Code... blamed) {
    this("", false, "", Set.of(blamed));
  }

  /** A method of CRI that ends with an error of any code. */
  Trouble(String method) {
    this("", false, method, ofCri());
  }

  /** A pull that ends with these words. */
  Trouble(String words, boolean permanent, Code code) {
    this(words, permanent, "PullImage", Set.of(code));
  }

  Trouble(String words, boolean permanent, String method, Set<Code> blamed) {
    this.words = words;
    this.permanent = permanent;
    this.method = method;
    this.blamed = blamed;
  }

  private static Set<Code> ofCri() {
    return Stream.of(Code.values())
        .filter(code -> code.area().equals("CRI"))
        .collect(Collectors.toUnmodifiableSet());
  }

  /** Whether a boot may end by it though it would pass: no other try could mend what it says. */
  boolean isFinal() {
    return permanent || this == NO_PLUGIN;
  }

  /** Whether the failure of a boot may be laid to it. */
  boolean explains(Code code) {
    return blamed.contains(code);
  }

  /** The error that it means, drawn where any would do. */
  Status error(RandomGenerator random) {
    if (!words.isEmpty()) {
      return Status.UNKNOWN.withDescription("failed to resolve reference \"r/p:1\"" + words);
    }
    Status.Code[] codes = Status.Code.values();
    return Status.fromCode(codes[1 + random.nextInt(codes.length - 1)])
        .withDescription("some words");
  }

  /** Has the runtime behave so. */
  void play(ScriptedCri cri, Status error) {
    switch (this) {
      case AWAY, KILLED, FLAPS -> {}
      case STARTING -> cri.notInitialized(Status.Code.UNKNOWN);
      case NO_PLUGIN -> cri.withoutPlugin();
      case NOT_READY -> cri.runtimeNotReady("ContainerdHasNoRuntime", "no runtime is configured");
      case DIES_OF_PULLS -> cri.pulling(new ScriptedCri.Pull.KillsServer());
      case PULLS_NOTHING -> cri.pulling(new ScriptedCri.Pull.LeavesNothing());
      default -> cri.failing(method, error);
    }
  }
}
