package dev.nodeready.config.kubelet;

import dev.nodeready.config.Paths;
import dev.nodeready.config.Suggest;
import dev.nodeready.config.Words;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Checks {@code spec.kubelet.flags} as the words that kubelet gets: it exits on a flag that it does
 * not know, on a value that it cannot read, and on a word that belongs to no flag.
 */
final class FlagCheck {
  private static final String PATH = "spec.kubelet.flags";

  private final int minor;
  private final Findings findings;

  FlagCheck(int minor, Findings findings) {
    this.minor = minor;
    this.findings = findings;
  }

  void check(FlagList list) {
    for (FlagList.Flag stray : list.strays()) {
      findings.error(
          at(stray),
          "kubelet gets the word " + Suggest.quote(stray.name()) + ", which is no flag, and exits",
          stray.name().startsWith("-")
              ? "take it out"
              : "write flag and value as --flag=" + stray.name());
    }
    cloudProvider(list);
    int taints = 0;
    for (FlagList.Flag flag : list.flags()) {
      String word = Table.flags().word(flag.name(), minor);
      if (word == null) {
        unknown(flag);
      } else {
        known(flag, word);
      }
      taints += flag.name().equals("register-with-taints") ? 1 : 0;
      if (taints == 2 && flag.name().equals("register-with-taints")) {
        findings.warn(
            at(flag),
            "is given more than once, and kubelet takes only the last one",
            "put all taints into one flag, with commas");
      }
    }
  }

  /** kubelet has had none of its own since 1.31, and the last flag counts. */
  private void cloudProvider(FlagList list) {
    FlagList.Flag last = list.lastFlag("cloud-provider");
    String value = last == null ? null : last.value();
    if (last == null || value == null || minor < 31) {
      return;
    }
    if (!value.isEmpty() && !value.equals("external")) {
      findings.error(
          at(last),
          "kubelet has no cloud provider " + Suggest.quote(value) + " and exits",
          "write --cloud-provider=external, or take it out");
    }
  }

  private static String at(FlagList.Flag flag) {
    return Paths.item(PATH, flag.item());
  }

  private void unknown(FlagList.Flag flag) {
    String name = flag.name();
    String text = "kubelet 1." + minor + " has no --" + name;
    int first = Table.flags().first(name);
    String since = RemovedFlags.since(name);
    if (first > minor) {
      findings.unknown(at(flag), text + " and would exit; it came with 1." + first, "take it out");
    } else if (since != null || first > 0) {
      String gone = since == null ? "1." + (Table.flags().last(name) + 1) : since;
      findings.unknown(
          at(flag), text + " since version " + gone + " and would exit", replacement(name));
    } else {
      String near = Suggest.closest(name, Table.flags().names(minor));
      findings.unknown(
          at(flag),
          text + " and would exit",
          near == null ? replacement(name) : Suggest.question("--" + near));
    }
  }

  /** What to do instead of a flag: set the field of the same name, where there is one. */
  private String replacement(String name) {
    String plain = name.replace("-", "");
    for (String field : Table.fields().names(minor)) {
      if (field.equalsIgnoreCase(plain)) {
        return "set " + field + " in spec.kubelet.config";
      }
    }
    return "take it out";
  }

  private void known(FlagList.Flag flag, String word) {
    String type = word.substring(0, word.indexOf('>'));
    String value = flag.value();
    if (value == null) {
      findings.error(
          at(flag),
          "--" + flag.name() + " has no value, and kubelet exits",
          "write --" + flag.name() + "=…");
      return;
    }
    switch (type) {
      case "labels" -> new LabelCheck(findings, at(flag)).labels(value);
      case "taints" -> new LabelCheck(findings, at(flag)).taints(value);
      case "version", "bool/h" ->
          findings.error(at(flag), "kubelet only prints something and exits", "take it out");
      default -> readable(flag, type, value);
    }
  }

  private void readable(FlagList.Flag flag, String type, String value) {
    if (FlagValues.read(type, value) == null) {
      findings.error(
          at(flag),
          "kubelet cannot read "
              + Suggest.quote(value)
              + " as the value of --"
              + flag.name()
              + " and exits",
          meant(type, value));
    }
  }

  private static String meant(String type, String value) {
    @Nullable String time = type.equals("duration") ? GoValues.withoutDays(value) : null;
    return time == null ? FlagValues.example(type) : "write " + time;
  }

  /** What systemd or the environment file would do to the items, flag or not. */
  void items(List<String> items) {
    for (int at = 0; at < items.size(); at++) {
      FlagItem item = new FlagItem(items.get(at));
      String path = Paths.item(PATH, at);
      if (item.text().isEmpty()) {
        findings.warn(path, "is empty", "take it out");
      } else if (Words.hasControl(item.text().replace('\t', ' '))) {
        // Certain not to join: systemd drops the whole line, so kubelet would get no flag at all.
        findings.error(path, "holds a control character", "take it out");
      } else if (items.get(at).strip().indexOf('\n') >= 0) {
        // nodeadm's nodes join: the line ends there, and the flags behind it are lost.
        findings.strict(
            path,
            "holds a line break, at which nodeadm's line of flags ends; taken for a space here",
            "make each flag an item of its own");
      } else if (!item.asWritten()) {
        findings.warn(
            path,
            "holds blanks, quotes or backslashes that systemd would take off or split at; kubelet"
                + " gets it as one word, as written",
            "write it without them");
      }
    }
  }
}
