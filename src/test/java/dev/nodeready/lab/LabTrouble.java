package dev.nodeready.lab;

import static dev.nodeready.lab.LabTrouble.Kind.LASTS;
import static dev.nodeready.lab.LabTrouble.Kind.ONCE;
import static dev.nodeready.lab.LabTrouble.Kind.REFUSES;

import dev.nodeready.catalogue.Code;
import java.util.Set;

/**
 * What is done to a machine, or by those it asks, and what a boot that ends by it may say. One more
 * changes what each seed draws, and with that the seeds to choose for CI.
 */
enum LabTrouble {
  /** Its start takes so long. */
  CONTAINERD_LATE("late", LASTS, Blame.RUNTIME),
  CONTAINERD_HUNG("hung", LASTS, Blame.RUNTIME),
  CONTAINERD_STOPPED("stopped", REFUSES, Blame.RUNTIME),
  CONTAINERD_KILLED("killed", ONCE, Set.of()),
  CONTAINERD_FLAPPING("flapping", LASTS, Blame.RUNTIME),
  /** It ends at each start. */
  CONTAINERD_CRASHING("crashing", LASTS, Blame.RUNTIME),

  REGISTRY_REFUSED("refused registry", LASTS, Blame.REGISTRY),
  REGISTRY_SILENT("silent registry", LASTS, Blame.REGISTRY),
  REGISTRY_HANGS("registry hang", LASTS, Blame.REGISTRY),
  REGISTRY_SLOW("registry slow 1500", LASTS, Blame.REGISTRY),
  REGISTRY_CLOSES("registry close", LASTS, Blame.REGISTRY),
  REGISTRY_CUT("registry cut", LASTS, Blame.CONTENT),
  REGISTRY_LIES("registry lies", LASTS, Blame.CONTENT),
  REGISTRY_PAGE("registry page", LASTS, Blame.CONTENT),
  REGISTRY_401("registry 401", LASTS, Set.of(Code.IMAGE_UNAUTHORIZED)),
  REGISTRY_403("registry 403", REFUSES, Set.of(Code.IMAGE_FORBIDDEN)),
  REGISTRY_404("registry 404", REFUSES, Set.of(Code.IMAGE_NOT_FOUND)),
  REGISTRY_429("registry 429", LASTS, Set.of(Code.IMAGE_RATE_LIMITED)),
  REGISTRY_503("registry 503", LASTS, Set.of(Code.IMAGE_REGISTRY_ERROR)),

  IMDS_REFUSED("refused imds", LASTS, Blame.METADATA),
  IMDS_SILENT("silent imds", LASTS, Blame.METADATA),
  IMDS_HANGS("imds hang", LASTS, Blame.METADATA),
  IMDS_SLOW("imds slow 700", LASTS, Blame.METADATA),
  IMDS_CUT("imds cut", LASTS, Blame.METADATA),
  IMDS_PAGE("imds page", REFUSES, Blame.METADATA),
  IMDS_LIES("imds lies", REFUSES, Blame.LIES),
  IMDS_403("imds 403", REFUSES, Set.of(Code.AWS_IMDS_REFUSED)),
  IMDS_404("imds 404", REFUSES, Blame.NO_METADATA),
  IMDS_429("imds 429", LASTS, Blame.METADATA),
  IMDS_503("imds 503", LASTS, Blame.METADATA),

  EC2_REFUSED("refused ec2", LASTS, Blame.EC2),
  EC2_SILENT("silent ec2", LASTS, Blame.EC2),
  EC2_HANGS("ec2 hang", LASTS, Blame.EC2),
  EC2_THROTTLED("ec2 503", LASTS, Set.of(Code.AWS_THROTTLED)),
  EC2_500("ec2 500", LASTS, Set.of(Code.AWS_API_UNAVAILABLE)),
  EC2_DENIED("ec2 403", REFUSES, Set.of(Code.AWS_PERMISSION_DENIED)),
  EC2_PAGE("ec2 page", REFUSES, Set.of(Code.AWS_API_BAD_ANSWER)),

  API_REFUSED("refused api", LASTS, Blame.API),
  API_SILENT("silent api", LASTS, Blame.API),
  API_HANGS("api hang", LASTS, Blame.API),
  API_CLOSES("api close", LASTS, Blame.API),
  API_FOREIGN("api foreign", LASTS, Blame.joining(Code.JOIN_CA_WRONG)),
  API_401("api 401", LASTS, Blame.joining(Code.JOIN_UNAUTHORIZED)),
  API_403("api 403", LASTS, Blame.joining(Code.JOIN_FORBIDDEN)),
  API_429("api 429", LASTS, Blame.joining(Code.JOIN_THROTTLED)),
  API_503("api 503", LASTS, Blame.joining(Code.JOIN_API_ERROR)),

  NAMES_DEAD("names hang", LASTS, Blame.NAMES),
  NAMES_SLOW("names slow 1500", LASTS, Blame.NAMES),
  NAMES_NONE("names nxdomain", LASTS, Blame.NAMES),
  NAMES_FAIL("names servfail", LASTS, Blame.NAMES),
  NAMES_WRONG("names wrong", LASTS, Blame.NAMES),

  CABLE_OUT("unplugged", LASTS, Blame.NETWORK),

  ETC_FULL("full etc", REFUSES, Blame.DISK),
  ETC_WITHOUT_INODES("inodes etc", REFUSES, Blame.DISK),
  ETC_READ_ONLY("readonly etc", REFUSES, Blame.DISK),
  VAR_FULL("full var", REFUSES, Blame.DISK),
  VAR_WITHOUT_INODES("inodes var", REFUSES, Blame.DISK),
  VAR_READ_ONLY("readonly var", REFUSES, Blame.DISK),
  /** There is no room for an image, and hardly any for what containerd notes. */
  STORE_FULL("crammed", REFUSES, Blame.STORE),

  /** The boot is stopped. */
  TERMINATED("terminated", ONCE, Set.of(Code.BOOT_STOPPED)),
  /** It is killed, and systemd starts it again. */
  SLAIN("slain", ONCE, Set.of()),
  POWER_CUT("", ONCE, Set.of());

  private final String what;
  private final Kind kind;

  @SuppressWarnings("ImmutableEnumChecker") // what Set.of makes is immutable
  private final Set<Code> blamed;

  LabTrouble(String what, Kind kind, Set<Code> blamed) {
    this.what = what;
    this.kind = kind;
    this.blamed = blamed;
  }

  /** How a boot may take it. */
  enum Kind {
    /** A boot waits until it has passed. */
    LASTS,
    /** A boot may end by it at once. */
    REFUSES,
    /** It is no state, but something that happens. */
    ONCE
  }

  Kind kind() {
    return kind;
  }

  /** Whether the failure of a boot may be laid to it. */
  boolean explains(Code code) {
    return blamed.contains(code);
  }

  /** Whether it is {@link Surroundings} that do it, and not something in the machine. */
  boolean isOutside() {
    return what.matches("(registry|imds|ec2|api|names) .*");
  }

  /** In the words of whoever does it. */
  String what() {
    return what;
  }

  /** The service that behaves so, or the part of the machine that it is done to. */
  String place() {
    return isOutside()
        ? what.replaceAll(" .*", "")
        : what.replaceAll("(full|inodes|readonly) ", "");
  }

  /** How the service behaves. */
  String mode() {
    return what.substring(place().length() + 1);
  }

  /** Whether it can be so only from before a boot. */
  boolean isBefore() {
    return this == STORE_FULL;
  }

  /** Whether it can be done only to something that runs. */
  boolean isWithin() {
    return switch (this) {
      case CONTAINERD_HUNG, CONTAINERD_STOPPED, CONTAINERD_FLAPPING -> true;
      default -> kind == Kind.ONCE;
    };
  }

  /** Whether no boot joins while it is so. */
  boolean stopsAll() {
    return switch (this) {
      case REGISTRY_SLOW, IMDS_SLOW, NAMES_SLOW -> false;
      case CONTAINERD_HUNG, CONTAINERD_STOPPED, CONTAINERD_FLAPPING -> false;
      case VAR_FULL, VAR_WITHOUT_INODES, VAR_READ_ONLY, STORE_FULL -> false;
      default -> kind != Kind.ONCE;
    };
  }
}
