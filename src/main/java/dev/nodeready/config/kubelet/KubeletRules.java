package dev.nodeready.config.kubelet;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Holds what a user says of kubelet, in {@code spec.kubelet.config} and {@code spec.kubelet.flags},
 * against what one version of kubelet takes: types of fields first, then ranges, then what fields
 * ask of each other. The facts are those of kubelet's own validation; {@code KubeletRulesIT} holds
 * each against a real kubelet.
 */
public final class KubeletRules {
  private KubeletRules() {}

  /**
   * Everything that a version of kubelet would exit on or pass over.
   *
   * @param minor the version: 34 is 1.34. One that the tables do not have is taken for the nearest,
   *     and what is found is then no error, since it is not certain.
   */
  public static void check(
      Map<String, @Nullable Object> config, List<String> flags, int minor, Findings findings) {
    if (minor == Math.clamp(minor, Release.OLDEST, Release.NEWEST)) {
      checkKnown(config, flags, minor, findings);
    } else {
      int nearest = Math.clamp(minor, Release.OLDEST, Release.NEWEST);
      checkKnown(config, flags, nearest, new Uncertain(findings, minor < nearest));
    }
  }

  private static void checkKnown(
      Map<String, @Nullable Object> config, List<String> flags, int minor, Findings findings) {
    FlagList list = FlagList.of(flags, minor);
    new FlagCheck(minor, findings).items(flags);
    new FlagCheck(minor, findings).check(list);
    if (!config.isEmpty()) {
      new FieldCheck(minor, findings).check(config, "", "spec.kubelet.config");
    }
    // Most nodes have labels and the like alone, which no rule between fields asks for.
    if (!config.isEmpty() || list.setsFields(minor)) {
      Effective effective = new Effective(config, list, minor);
      for (Rules rules : all(effective, findings)) {
        rules.check();
      }
    }
  }

  /** The types alone, of a file that is merged with others. */
  public static void types(Map<String, @Nullable Object> file, int minor, Findings findings) {
    new FieldCheck(minor, findings).check(file, "", "");
  }

  private static List<Rules> all(Effective config, Findings findings) {
    return List.of(
        new RangeRules(config, findings),
        new ChoiceRules(config, findings),
        new GateRules(config, findings),
        new ImageRules(config, findings),
        new ShutdownRules(config, findings),
        new EvictionRules(config, findings),
        new ReservedRules(config, findings),
        new ManagerRules(config, findings),
        new SysctlRules(config, findings),
        new OtherRules(config, findings));
  }

  /**
   * The same where the version is not known: what each version refuses is told as it is, and what
   * only some do as a warning, or not at all.
   *
   * @param some whether what depends on the version is told
   */
  public static void checkAnyVersion(
      Map<String, @Nullable Object> config, List<String> flags, boolean some, Findings findings) {
    List<Found> newest = found(config, flags, Release.NEWEST);
    List<Found> oldest = found(config, flags, Release.OLDEST);
    NavigableSet<String> later = new TreeSet<>();
    oldest.stream().filter(Found::cameLater).map(Found::path).forEach(later::add);
    oldest.removeIf(one -> some && one.cameLater());
    Set<Found> always = kinds(oldest);
    for (Found one : newest) {
      if (always.contains(one.kind()) || (some && beginsWithOneOf(later, one.path()))) {
        one.tell(findings);
      } else if (some) {
        one.only("with kubelet 1." + Release.NEWEST, findings);
      }
    }
    Set<Found> still = kinds(newest);
    for (Found one : oldest) {
      if (some && !still.contains(one.kind())) {
        one.only("with kubelet 1." + Release.OLDEST, findings);
      }
    }
  }

  /** There may be thousands of each. */
  private static Set<Found> kinds(List<Found> found) {
    return found.stream().map(Found::kind).collect(Collectors.toSet());
  }

  /** What begins a text stands before it, and behind it only what begins it to the same place. */
  private static boolean beginsWithOneOf(NavigableSet<String> beginnings, String text) {
    String left = text;
    String near = beginnings.floor(left);
    while (near != null && !text.startsWith(near)) {
      left = left.substring(0, Arrays.mismatch(left.toCharArray(), near.toCharArray()));
      near = beginnings.floor(left);
    }
    return near != null;
  }

  private static List<Found> found(
      Map<String, @Nullable Object> config, List<String> flags, int minor) {
    List<Found> found = new ArrayList<>();
    check(config, flags, minor, new Collected(found));
    return found;
  }

  private enum Weight {
    WARNING,
    STRICT,
    UNKNOWN,
    ERROR
  }

  private record Found(Weight weight, String path, String text, String suggestion) {
    /** Versions phrase the same thing alike, but for their number and what they suggest. */
    Found kind() {
      return new Found(weight, path, plain(), "");
    }

    /** Whether it is about a name that the version does not know yet. */
    boolean cameLater() {
      return text.contains("; it came with 1.");
    }

    private String plain() {
      return text.replaceFirst("^kubelet 1\\.\\d+", "kubelet");
    }

    void tell(Findings to) {
      switch (weight) {
        case WARNING -> to.warn(path, plain(), suggestion);
        case STRICT, UNKNOWN -> to.strict(path, plain(), suggestion);
        case ERROR -> to.error(path, plain(), suggestion);
      }
    }

    void only(String when, Findings to) {
      to.warn(path, when + ": " + text, suggestion);
    }
  }

  /** An older version may know names that are gone since. */
  private record Uncertain(Findings to, boolean older) implements Findings {
    @Override
    public void unknown(String path, String text, String suggestion) {
      if (!older) {
        to.strict(path, text, suggestion);
      }
    }

    @Override
    public void error(String path, String text, String suggestion) {
      to.strict(path, text, suggestion);
    }

    @Override
    public void strict(String path, String text, String suggestion) {
      to.strict(path, text, suggestion);
    }

    @Override
    public void warn(String path, String text, String suggestion) {
      to.warn(path, text, suggestion);
    }
  }

  private record Collected(List<Found> found) implements Findings {
    @Override
    public void error(String path, String text, String suggestion) {
      found.add(new Found(Weight.ERROR, path, text, suggestion));
    }

    @Override
    public void unknown(String path, String text, String suggestion) {
      found.add(new Found(Weight.UNKNOWN, path, text, suggestion));
    }

    @Override
    public void strict(String path, String text, String suggestion) {
      found.add(new Found(Weight.STRICT, path, text, suggestion));
    }

    @Override
    public void warn(String path, String text, String suggestion) {
      found.add(new Found(Weight.WARNING, path, text, suggestion));
    }
  }
}
