package dev.nodeready.config.kubelet;

import java.math.BigDecimal;
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
  public BigDecimal reserved(String resource, BigDecimal capacity) {
    BigDecimal sum = amount("kubeReserved", resource).add(amount("systemReserved", resource));
    return resource.equals("memory") ? sum.add(eviction(capacity)) : sum;
  }

  private BigDecimal amount(String field, String resource) {
    BigDecimal amount = Quantity.parse(String.valueOf(effective.map(field).get(resource)));
    return amount == null ? BigDecimal.ZERO : amount;
  }

  private BigDecimal eviction(BigDecimal capacity) {
    String text = String.valueOf(effective.map("evictionHard").get("memory.available"));
    boolean percent = text.endsWith("%");
    BigDecimal amount = Quantity.parse(percent ? text.substring(0, text.length() - 1) : text);
    return amount == null
        ? BigDecimal.ZERO
        : percent ? capacity.multiply(amount).movePointLeft(2) : amount;
  }

  /** What a number says; null where nothing does. */
  public @Nullable Long number(String field) {
    return effective.number(field);
  }
}
