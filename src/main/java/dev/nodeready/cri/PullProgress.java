package dev.nodeready.cri;

/**
 * A number that changes whenever a pull has got on. CRI itself tells nothing of it, and the usage
 * in ImageFsInfo is renewed every ten seconds only and grows at unpacking, so that one looks at
 * where the bytes arrive.
 */
@FunctionalInterface
public interface PullProgress {
  /** Nothing is known, as with a runtime that is no containerd. */
  PullProgress UNKNOWN = () -> -1;

  /** The number; less than zero when nothing is known. */
  long mark();
}
