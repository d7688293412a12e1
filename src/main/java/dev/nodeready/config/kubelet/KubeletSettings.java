package dev.nodeready.config.kubelet;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a kubelet on this machine goes by: its files in their order, below its flags. */
public final class KubeletSettings {
  private final Effective effective;

  private KubeletSettings(Effective effective) {
    this.effective = effective;
  }

  /**
   * The settings of these files and words.
   *
   * @param files each as it is merged over the ones before
   * @param words kubelet's arguments
   * @param version such as {@code v1.34.2}; empty where it is not known, which is taken for the
   *     oldest
   */
  public static KubeletSettings of(
      List<Map<String, @Nullable Object>> files, List<String> words, String version) {
    int minor = Math.clamp(Release.of(version), Release.OLDEST, Release.NEWEST);
    return new KubeletSettings(Effective.ofFiles(files, FlagList.ofWords(words, minor), minor));
  }

  /** What a switch says, by its path such as {@code failSwapOn}, or kubelet's default for it. */
  public boolean is(String field) {
    return effective.is(field);
  }

  /** What a text says; empty where nothing does. */
  public String text(String field) {
    return effective.text(field);
  }

  /**
   * How much of a resource is kept back from pods; kubelet exits where that is more than there is.
   *
   * @param resource {@code cpu} or {@code memory}
   * @param capacity what there is, in cores or bytes
   */
  public Decimal reserved(String resource, Decimal capacity) {
    Decimal sum = amount("kubeReserved", resource).plus(amount("systemReserved", resource));
    return resource.equals("memory") ? sum.plus(eviction(capacity)) : sum;
  }

  private Decimal amount(String field, String resource) {
    Decimal amount = Quantity.parse(String.valueOf(effective.map(field).get(resource)));
    return amount == null ? Decimal.ZERO : amount;
  }

  private Decimal eviction(Decimal capacity) {
    String text = String.valueOf(effective.map("evictionHard").get("memory.available"));
    boolean percent = text.endsWith("%");
    Decimal amount = Quantity.parse(percent ? text.substring(0, text.length() - 1) : text);
    return amount == null
        ? Decimal.ZERO
        : percent ? capacity.times(amount).times(Decimal.ten(-2)) : amount;
  }

  /** What a number says; null where nothing does. */
  public @Nullable Long number(String field) {
    return effective.number(field);
  }
}
