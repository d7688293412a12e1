package dev.nodeready.node;

import dev.nodeready.catalogue.Code;
import dev.nodeready.config.NodeConfig.LocalStorage;
import dev.nodeready.failure.Failure;
import dev.nodeready.host.Commands;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Has the machine's own script set up the instance-store disks. */
public final class LocalDisks {
  private static final String SCRIPT = "setup-local-disks";
  private static final Map<String, String> NO_BIND =
      Map.of(
          "Containerd", "--no-bind-containerd",
          "PodLogs", "--no-bind-pods-logs",
          "SOCI", "--no-bind-soci");

  private LocalDisks() {}

  /** The command for a strategy; empty where nothing is to be done. */
  public static List<String> command(LocalStorage storage) {
    if (storage.strategy().isEmpty()) {
      return List.of();
    }
    List<String> words = new ArrayList<>();
    words.add(SCRIPT);
    words.add(storage.strategy().toLowerCase(Locale.ROOT));
    if (!storage.mountPath().isEmpty()) {
      words.add("--dir");
      words.add(storage.mountPath());
    }
    for (String mount : storage.disabledMounts()) {
      String option = NO_BIND.get(mount);
      if (option != null) {
        words.add(option);
      }
    }
    return List.copyOf(words);
  }

  /**
   * Runs the command.
   *
   * @return what the script printed; empty where nothing was to be done
   * @throws dev.nodeready.failure.FailureException with code {@code HOST_LOCAL_DISKS_FAILED},
   *     {@code HOST_COMMAND_MISSING} or {@code HOST_COMMAND_TIMEOUT}
   */
  public static String setUp(LocalStorage storage, Commands commands, Duration limit)
      throws InterruptedException {
    List<String> words = command(storage);
    if (words.isEmpty()) {
      return "";
    }
    Commands.Result result = commands.run(limit, words);
    if (!result.ok()) {
      throw Failure.passing(
              Code.HOST_LOCAL_DISKS_FAILED,
              "run " + String.join(" ", words),
              "it ended with exit code " + result.exitCode() + ": " + result.lastWords(),
              Code.HOST_LOCAL_DISKS_FAILED.remedy("COMMAND", String.join(" ", words)))
          .asException();
    }
    return result.output();
  }
}
