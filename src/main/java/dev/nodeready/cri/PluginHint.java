package dev.nodeready.cri;

import dev.nodeready.failure.FailureException;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

/**
 * Why containerd offers no CRI: its configuration disables the plugin, or its log says why the
 * plugin did not load. Asked once, when the wait for the plugin is over.
 */
public final class PluginHint implements Supplier<String> {
  /** How a hint begins that is a setting of the configuration. */
  static final String DISABLED = "disabled_plugins";

  private static final int LONGEST = 400;

  private final ConfigDump dump;
  private final Supplier<List<String>> log;

  /**
   * A hint from these two.
   *
   * @param log the last lines of containerd's log, oldest first; may be empty
   */
  public PluginHint(ConfigDump dump, Supplier<List<String>> log) {
    this.dump = dump;
    this.log = log;
  }

  /** The setting or the line; empty where neither tells. */
  @Override
  public String get() {
    String disabled = disabled();
    return disabled.isEmpty() ? line() : disabled;
  }

  private String disabled() {
    try {
      String named = DumpedConfig.disabledCri(dump.text());
      return named.isEmpty() ? "" : DISABLED + " has \"" + named + "\"";
    } catch (FailureException e) {
      return "";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "";
    }
  }

  private String line() {
    String found = "";
    for (String line : log.get()) {
      String lower = line.toLowerCase(Locale.ROOT);
      boolean aboutCri = lower.contains(".cri") || lower.contains("\"cri\"");
      if (aboutCri && (lower.contains("fail") || lower.contains("skip"))) {
        found = line.strip();
      }
    }
    return found.length() <= LONGEST ? found : found.substring(0, LONGEST) + "…";
  }
}
