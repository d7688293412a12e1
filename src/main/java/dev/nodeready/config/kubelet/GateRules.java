package dev.nodeready.config.kubelet;

import dev.nodeready.config.Suggest;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Feature gates: known to this version, not fixed to the opposite, and not without what they need.
 */
final class GateRules extends Rules {
  private static final List<String> NODEADM = List.of("InstanceIdNodeName", "FastImagePull");
  private static final String FIELD = "featureGates";

  private final Table gates = Table.gates();

  GateRules(Effective config, Findings findings) {
    super(config, findings);
  }

  @Override
  void check() {
    Map<?, ?> set = says(FIELD) ? config.map(FIELD) : Map.of();
    set.forEach((key, on) -> {
      String name = String.valueOf(key);
      String word = gates.word(name, config.minor());
      if (word == null) {
        unknown(name);
      } else if (on instanceof Boolean is) {
        known(name, word, is);
      }
    });
  }

  private void unknown(String name) {
    if (config.isGenerated(FIELD, name)) {
      return;
    }
    String text = "kubelet 1." + config.minor() + " has no feature gate " + Suggest.quote(name);
    if (NODEADM.contains(name)) {
      unknownMember(text + " and would exit", "it belongs to spec.featureGates", FIELD, name);
      return;
    }
    int first = gates.first(name);
    String when =
        first == 0
            ? ""
            : first > config.minor()
                ? "; it came with 1." + first
                : " any more; 1." + gates.last(name) + " was the last";
    String near = first > 0 ? null : Suggest.closest(name, gates.names(config.minor()));
    unknownMember(
        text + when + ", and would exit",
        near == null ? "take it out" : Suggest.question(near),
        FIELD,
        name);
  }

  private void known(String name, String word, boolean on) {
    int needs = word.indexOf('>');
    String state = needs < 0 ? word : word.substring(0, needs);
    boolean fixed = state.equals(state.toUpperCase(Locale.ROOT));
    if (fixed && on != state.equals("ON")) {
      refuseMember(
          "kubelet 1." + config.minor() + " has fixed it to " + !on + " and would exit",
          "take it out",
          FIELD,
          name);
    }
    if (on && needs > 0 && config.minor() >= 35) {
      for (String other : word.substring(needs + 1).split(",", -1)) {
        if (!config.gate(other)) {
          refuseMember(
              "needs the feature gate " + other + ", which is off",
              "set " + other + ": true too",
              FIELD,
              name);
        }
      }
    }
  }
}
