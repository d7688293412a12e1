package dev.nodeready.supervise;

import dev.nodeready.catalogue.Code;
import dev.nodeready.host.Root;
import java.util.Arrays;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Puts remedies into the terms of where a boot runs. They are written for a machine whose daemons
 * systemd runs; elsewhere logs are files, and files lie below another root.
 */
public final class Remedies implements UnaryOperator<String> {
  private final Root root;
  private final Supervisor supervisor;

  /** Remedies for daemons that are run so, on a machine that lies there. */
  public Remedies(Root root, Supervisor supervisor) {
    this.root = root;
    this.supervisor = supervisor;
  }

  @Override
  public String apply(String remedy) {
    String logs = Terms.LOG.matcher(remedy).replaceAll(log -> quoted(logs(log.group(1))));
    if (root.equals(Root.MACHINE)) {
      return logs;
    }
    String files =
        Terms.FILE.matcher(Code.byHand(logs)).replaceAll(file -> quoted(below(file.group())));
    return Terms.OURS
        .matcher(files)
        .replaceAll(word -> quoted(word.group() + " --root " + root.folder()));
  }

  private String logs(String units) {
    return Arrays.stream(units.strip().split("-u "))
        .map(String::strip)
        .filter(unit -> !unit.isEmpty())
        .map(unit -> log(unit.equals("kubelet") ? Daemon.KUBELET : Daemon.CONTAINERD))
        .collect(Collectors.joining("; "));
  }

  private String log(Daemon daemon) {
    String command = supervisor.logCommand(daemon);
    return command.isEmpty() ? "the log of " + daemon.program() : command;
  }

  private String below(String file) {
    return file.startsWith(root.folder() + "/") ? file : root.at(file).toString();
  }

  private static String quoted(String text) {
    return Matcher.quoteReplacement(text);
  }

  /** Apart, since most boots need no remedy. */
  private static final class Terms {
    private static final Pattern LOG =
        Pattern.compile("journalctl((?: -u (?:containerd|kubelet))+)");
    private static final Pattern FILE =
        Pattern.compile("(?<![\\w./:-])/(?:etc|var|run)(?:/[\\w.-]+)+");
    private static final Pattern OURS =
        Pattern.compile("\\bnodeready (?:init|plan|status)\\b(?! --root)");
  }
}
