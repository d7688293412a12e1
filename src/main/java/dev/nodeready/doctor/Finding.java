package dev.nodeready.doctor;

import dev.nodeready.catalogue.Code;
import dev.nodeready.failure.Failure;
import dev.nodeready.host.Root;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * Something that is wrong with this machine.
 *
 * @param what is wrong, in a sentence without its subject's remedy
 * @param evidence what shows it; never empty
 * @param remedy what to do about it, as an imperative
 */
public record Finding(
    Code code,
    Weight weight,
    Confidence confidence,
    String what,
    List<Evidence> evidence,
    String remedy) {
  /** In the order in which a boot meets them: what blocks first stands first. */
  private static final List<String> AREAS =
      List.of("HOST", "CONFIG", "AWS", "SYSTEMD", "CONTAINERD", "CRI", "IMAGE", "KUBELET", "JOIN");

  /**
   * The failure that blocks first, by the surest look, comes first. Not by the JDK's comparators of
   * several keys: those can be serialized, so that no AOT cache has them.
   */
  public static final Comparator<Finding> FIRST_THINGS_FIRST = Finding::firstThingsFirst;

  /** What it does to the node. */
  public enum Weight {
    /** With it the node does not join, or starts no pods. */
    FAILURE,
    /** The node lives with it, for now. */
    WARNING;

    /** As it is told. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Nothing is accused without evidence. */
  public Finding {
    evidence = List.copyOf(evidence);
    if (evidence.isEmpty()) {
      throw new IllegalArgumentException(code + " has no evidence");
    }
  }

  /** One that keeps the node from joining, with the remedy of the catalogue. */
  public static Finding failure(
      Code code, Confidence confidence, String what, Evidence... evidence) {
    return new Finding(code, Weight.FAILURE, confidence, what, List.of(evidence), code.remedy());
  }

  /** One that the node lives with, with the remedy of the catalogue. */
  public static Finding warning(
      Code code, Confidence confidence, String what, Evidence... evidence) {
    return new Finding(code, Weight.WARNING, confidence, what, List.of(evidence), code.remedy());
  }

  /**
   * What a look that another part of the program makes has failed at.
   *
   * @param source who was looked at
   */
  public static Finding of(Failure failure, Weight weight, String source) {
    List<Evidence> evidence = new ArrayList<>();
    evidence.add(Evidence.of(source, failure.happened()));
    failure
        .said()
        .lines()
        .limit(3)
        .forEach(line -> evidence.add(new Evidence("its log", line, false)));
    return new Finding(
        failure.code(),
        weight,
        Confidence.SEEN,
        "tried to " + failure.tried() + ", but " + failure.happened(),
        evidence,
        failure.remedy());
  }

  /** The same with another remedy. */
  public Finding mendedBy(String other) {
    return new Finding(code, weight, confidence, what, evidence, other);
  }

  /** The same with one more thing that shows it. */
  public Finding and(Evidence more) {
    List<Evidence> all = new ArrayList<>(evidence);
    all.add(more);
    return new Finding(code, weight, confidence, what, all, remedy);
  }

  /** The same with the paths of a machine that lies below a root as that machine has them. */
  public Finding below(Root root) {
    String prefix = root.folder().toString();
    return new Finding(
        code,
        weight,
        confidence,
        what.replace(prefix, ""),
        evidence.stream()
            .map(one ->
                new Evidence(
                    one.source().replace(prefix, ""),
                    one.text().replace(prefix, ""),
                    one.forEverybody()))
            .toList(),
        remedy.replace(prefix, ""));
  }

  /** Whether it is of an area, or has this code. */
  boolean isOf(String areaOrCode) {
    return code.isOf(areaOrCode);
  }

  /** Whether both tell of one code. */
  boolean isSameAs(Finding other) {
    return code == other.code();
  }

  /** The same where another look weighs it too: the heavier weight holds. */
  Finding weighing(Weight other) {
    Weight heavier = other.compareTo(weight) < 0 ? other : weight;
    return new Finding(code, heavier, confidence, what, evidence, remedy);
  }

  /** Whether a boot may name it as the cause of its failure. */
  public boolean isSure() {
    return confidence != Confidence.POSSIBLE;
  }

  private static int firstThingsFirst(Finding one, Finding other) {
    int weight = one.weight.compareTo(other.weight);
    int guess = Boolean.compare(one.isGuess(), other.isGuess());
    int rank = Integer.compare(one.rank(), other.rank());
    int confidence = one.confidence.compareTo(other.confidence);
    return weight != 0 ? weight : guess != 0 ? guess : rank != 0 ? rank : confidence;
  }

  private boolean isGuess() {
    return confidence == Confidence.POSSIBLE;
  }

  private int rank() {
    int rank = AREAS.indexOf(code.area());
    return rank < 0 ? AREAS.size() : rank;
  }

  /** For people. */
  @Override
  public String toString() {
    return "%s (%s, %s): %s".formatted(code, weight.word(), confidence.word(), what);
  }
}
