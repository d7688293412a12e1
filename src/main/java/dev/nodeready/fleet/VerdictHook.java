package dev.nodeready.fleet;

import dev.nodeready.failure.Failure;
import dev.nodeready.failure.FailureException;
import dev.nodeready.host.Commands;
import dev.nodeready.report.BootRecord;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The program of {@code spec.bootstrap.onVerdict}: it gets the status on standard input, and the
 * most important of it as variables for those that read no JSON. It has no variable of ours, which
 * may be secrets. Whatever it does, the verdict stays.
 */
final class VerdictHook {
  private static final Logger LOG = LoggerFactory.getLogger("boot");
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private final Duration limit;

  VerdictHook() {
    this(LIMIT);
  }

  /** One with another limit. */
  VerdictHook(Duration limit) {
    this.limit = limit;
  }

  /**
   * Runs it to its end.
   *
   * @param status as the status file has it
   * @throws InterruptedException when the boot is being stopped; so is the program
   */
  void run(List<String> words, BootRecord boot, String status) throws InterruptedException {
    try {
      Commands.Result result = Commands.withOnly(variables(boot)).run(limit, words, status);
      if (!result.ok()) {
        LOG.warn(
            "onVerdict: {} ended with exit code {}; it said: {}",
            words.getFirst(),
            result.exitCode(),
            result.lastWords());
      }
    } catch (FailureException e) {
      LOG.warn("onVerdict: {}", e.failure().toLine());
    }
  }

  private static Map<String, String> variables(BootRecord boot) {
    Map<String, String> variables = new LinkedHashMap<>();
    variables.put("PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin");
    variables.put("NODEREADY_STATE", boot.state().word());
    variables.put("NODEREADY_EXIT_CODE", String.valueOf(boot.exitCode()));
    Failure failure = boot.failure();
    variables.put("NODEREADY_CODE", failure == null ? "" : failure.code().name());
    variables.put("NODEREADY_NODE", boot.join().getOrDefault("node", ""));
    return variables;
  }
}
