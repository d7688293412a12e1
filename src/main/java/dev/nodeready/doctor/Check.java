package dev.nodeready.doctor;

import dev.nodeready.catalogue.Code;
import java.io.IOException;
import java.util.Set;

/**
 * One thing to look at.
 *
 * @param name what is looked at, for people
 * @param codes all that it may find
 * @param needs what it cannot do without
 * @param look at it; independent of every other, changes nothing
 */
public record Check(String name, Set<Code> codes, Need needs, Look look) {
  /** Copies the set. */
  public Check {
    codes = Set.copyOf(codes);
  }

  /** What a check needs to be done at all. */
  public enum Need {
    /** Any user may do it. */
    NOTHING,
    /** Only root may read what it looks at. */
    ROOT,
    /** The same, on a machine where kubelet has its files. */
    NODE
  }

  /** Looks once. */
  @FunctionalInterface
  public interface Look {
    /**
     * Looks.
     *
     * @throws IOException when something that has to be readable is not
     * @throws InterruptedException when the time for it is over
     */
    Looked at(Patient patient) throws IOException, InterruptedException;
  }

  /** Whether it may find something of an area such as {@code HOST}, or a code. */
  public boolean isAbout(String areaOrCode) {
    return codes.stream().anyMatch(code -> code.isOf(areaOrCode));
  }
}
