package dev.nodeready.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.IFactory;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** Builders for what commands have in common. */
final class Specs {
  /**
   * picocli's own looks for Groovy first, which reads the directory of all libraries: 13 ms of each
   * start. Nothing here is made by it.
   */
  private static final IFactory MAKER =
      new IFactory() {
        @Override
        public <K> K create(Class<K> kind) throws ReflectiveOperationException {
          return kind.getDeclaredConstructor().newInstance();
        }
      };

  static {
    // No option here is of a type beyond text, truth and lists of text. For others picocli looks
    // through classes of the JDK's, and in all libraries for those that this runtime has not.
    System.setProperty("picocli.converters.excludes", ".*");
  }

  private Specs() {}

  /** The command line that a specification describes. */
  static CommandLine line(CommandSpec spec) {
    return new CommandLine(spec, MAKER);
  }

  /** Adds a command below another one, under its own name. */
  static void add(CommandSpec spec, CommandSpec sub) {
    spec.addSubcommand(sub.name(), line(sub));
  }

  static CommandSpec root(String name) {
    CommandSpec root =
        command(name, "Takes this machine from boot to a joined Kubernetes node, and proves it.");
    root.addOption(flag("Print version and build, and exit.", "-V", "--version"));
    return root;
  }

  static CommandSpec command(String name, String summary) {
    CommandSpec spec = CommandSpec.wrapWithoutInspection(null, MAKER).name(name);
    spec.usageMessage().description(summary).sortOptions(false).sortSynopsis(false);
    spec.addOption(
        OptionSpec.builder("-h", "--help")
            .usageHelp(true)
            .description("Print this help and exit.")
            .build());
    return spec;
  }

  static OptionSpec flag(String description, String... names) {
    return OptionSpec.builder(names[0], rest(names))
        .type(boolean.class)
        .description(description)
        .build();
  }

  /** A flag that the program gives itself. */
  static OptionSpec hidden(String name) {
    return OptionSpec.builder(name).type(boolean.class).hidden(true).build();
  }

  static OptionSpec value(String label, String description, String... names) {
    return OptionSpec.builder(names[0], rest(names))
        .type(String.class)
        .paramLabel(label)
        .description(description)
        .build();
  }

  /** The same with what a shell may offer. */
  static OptionSpec value(
      String label, String description, Iterable<String> candidates, String... names) {
    return OptionSpec.builder(names[0], rest(names))
        .type(String.class)
        .completionCandidates(candidates)
        .paramLabel(label)
        .description(description)
        .build();
  }

  /** One of the values that the label names, with bars between them. */
  static OptionSpec choice(String label, String description, String... names) {
    return OptionSpec.builder(names[0], rest(names))
        .type(String.class)
        .completionCandidates(List.of(label.split("\\|")))
        .paramLabel(label)
        .description(description)
        .build();
  }

  static OptionSpec values(String label, String description, String... names) {
    return many(label, description, names).build();
  }

  /** The same with what a shell may offer. */
  static OptionSpec values(
      String label, String description, Iterable<String> candidates, String... names) {
    return many(label, description, names).completionCandidates(candidates).build();
  }

  /** A word that may be left out, with what a shell may offer for it. */
  static PositionalParamSpec argument(
      String label, String description, Iterable<String> candidates) {
    return PositionalParamSpec.builder()
        .index("0")
        .arity("0..1")
        .type(String.class)
        .paramLabel(label)
        .completionCandidates(candidates)
        .description(description)
        .build();
  }

  private static OptionSpec.Builder many(String label, String description, String... names) {
    return OptionSpec.builder(names[0], rest(names))
        .arity("1")
        .type(ArrayList.class)
        .auxiliaryTypes(String.class)
        .paramLabel(label)
        .description(description);
  }

  private static String[] rest(String[] names) {
    return Arrays.copyOfRange(names, 1, names.length);
  }
}
