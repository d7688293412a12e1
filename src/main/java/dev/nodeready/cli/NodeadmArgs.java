package dev.nodeready.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A command line of nodeadm or nodeadm-internal, read as nodeadm reads it and put into nodeready's
 * words: any number of dashes, {@code --name value} or {@code --name=value}, global flags anywhere,
 * repeated flags append, {@code --} ends it. Unlike there, {@code init -d containerd} means the
 * daemon.
 */
final class NodeadmArgs {
  private static final Set<String> HELP = Set.of("h", "help");

  private final String[] args;
  private final List<String> words = new ArrayList<>();
  private final List<String> sources = new ArrayList<>();
  private final List<String> skipped = new ArrayList<>();
  private final List<String> daemons = new ArrayList<>();
  private final List<String> network = new ArrayList<>();
  private String cache = "";
  private String output = "";
  private boolean verbose;
  private boolean help;
  private boolean version;
  private int at;

  private NodeadmArgs(String[] args) {
    this.args = args;
  }

  /**
   * What the line asks for.
   *
   * @param line the same in nodeready's words
   * @param output the file that the result goes into; empty for standard output
   * @param help whether it asks for the help of the command that the line names
   */
  record Line(List<String> line, String output, boolean help) {
    Line(List<String> line, String output) {
      this(line, output, false);
    }
  }

  /** The line is none that nodeadm knows. */
  static final class UsageException extends Exception {
    UsageException(String message) {
      super(message);
    }
  }

  static Line parse(String... args) throws UsageException {
    NodeadmArgs nodeadm = new NodeadmArgs(args);
    nodeadm.read();
    return nodeadm.line();
  }

  private void read() throws UsageException {
    for (at = 0; at < args.length; at++) {
      String arg = args[at];
      if (arg.equals("--")) {
        return;
      }
      if (arg.startsWith("-") && arg.length() > 1) {
        flag(arg);
      } else {
        words.add(arg);
      }
    }
  }

  private void flag(String arg) throws UsageException {
    String text = arg.replaceFirst("^-+", "");
    String dashes = arg.substring(0, arg.length() - text.length());
    int equals = text.indexOf('=');
    String name = equals < 0 ? text : text.substring(0, equals);
    @Nullable String value = equals < 0 ? null : text.substring(equals + 1);
    if (HELP.contains(name)) {
      help = true;
    } else if (name.equals("version")) {
      version = true;
    } else if (name.equals("development") || (name.equals("d") && !daemonFollows(value))) {
      verbose = value == null || bool(name, value);
    } else {
      option(name, dashes + name, value);
    }
  }

  private boolean daemonFollows(@Nullable String value) {
    String word = value != null ? value : at + 1 < args.length ? args[at + 1] : "";
    return word.equals("containerd") || word.equals("kubelet");
  }

  private String next(String name) throws UsageException {
    at++;
    if (at >= args.length) {
      throw new UsageException("Expected a following arg for flag " + name);
    }
    return args[at];
  }

  /** Whether it is known comes first: what is not needs no value. */
  private void option(String name, String seen, @Nullable String given) throws UsageException {
    Consumer<String> known =
        switch (name) {
          case "c", "config-source" -> sources::add;
          case "config-cache" -> value -> cache = value;
          case "s", "skip" -> skipped::add;
          case "i", "interface" -> value -> network.add("--interface=" + value);
          case "a", "action" -> value -> network.add("--action=" + value);
          case "d", "daemon" -> daemons::add;
          case "o", "config-output" -> value -> output = value;
          default -> throw new UsageException("Unknown arguments supplied: " + seen);
        };
    known.accept(given == null ? next(seen) : given);
  }

  /** The words that Go takes for a boolean. */
  private static boolean bool(String name, String value) throws UsageException {
    return switch (value) {
      case "1", "t", "T", "true", "TRUE", "True" -> true;
      case "0", "f", "F", "false", "FALSE", "False" -> false;
      default -> throw new UsageException("--" + name + " is true or false, not " + value);
    };
  }

  private Line line() throws UsageException {
    if (version) {
      return new Line(List.of("--version"), "");
    }
    if (help) {
      return new Line(List.copyOf(words), "", true);
    }
    if (!words.isEmpty() && words.getFirst().equals("completion")) {
      words.add(CompletionCommand.NODEADM);
      return new Line(words, "");
    }
    return switch (String.join(" ", words).toLowerCase(Locale.ROOT)) {
      case "init" -> init();
      case "config check" -> shared(List.of("config", "check"), false);
      case "config dump" -> shared(List.of("config", "dump"), true);
      case "udev-net-manager" -> new Line(joined("udev-net-manager", network), "");
      case "boot-hook" -> new Line(List.of("boot-hook"), "");
      case "", "config" -> throw new UsageException("No command specified");
      default -> throw new UsageException("Unexpected argument: " + words.getLast());
    };
  }

  private Line init() {
    List<String> line = new ArrayList<>(shared(List.of("init"), true).line());
    line.add(1, BootArgs.AS_NODEADM);
    if (verbose) {
      line.add("--verbose");
    }
    NodeadmPhases.addTo(line, skipped, daemons);
    // Scripts call it under "set -e" while the service is at it.
    line.add("--wait");
    return new Line(line, "");
  }

  private static List<String> joined(String command, List<String> options) {
    List<String> line = new ArrayList<>(List.of(command));
    line.addAll(options);
    return line;
  }

  private Line shared(List<String> command, boolean withCache) {
    List<String> line = new ArrayList<>(command);
    for (String source : sources) {
      line.add("--config-source=" + source);
    }
    if (withCache && !cache.isEmpty()) {
      line.add("--config-cache=" + cache);
    }
    return new Line(line, output);
  }
}
