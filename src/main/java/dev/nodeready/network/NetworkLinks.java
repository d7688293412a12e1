package dev.nodeready.network;

import dev.nodeready.tree.JsonObject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The links that {@code networkctl list --json} tells of.
 *
 * @param states the administrative state of each, by name
 * @param made those that software made, such as bridges, which are nobody's way out
 */
record NetworkLinks(Map<String, String> states, Set<String> made) {
  /**
   * Reads the list.
   *
   * @throws IOException when it is not what networkctl prints
   */
  static NetworkLinks parse(String json) throws IOException {
    if (!(JsonObject.read(json, "networkctl").get("Interfaces") instanceof List<?> all)) {
      throw new IOException("it lists no Interfaces");
    }
    Map<String, String> states = new LinkedHashMap<>();
    Set<String> made = new HashSet<>();
    for (Object one : all) {
      if (one instanceof Map<?, ?> link) {
        String name = String.valueOf(link.get("Name"));
        states.put(name, String.valueOf(link.get("AdministrativeState")));
        if (link.get("Kind") != null) {
          made.add(name);
        }
      }
    }
    return new NetworkLinks(states, made);
  }

  /** Each link that is not as it has to be, with its state and the one wanted; empty when none. */
  String trouble(Set<String> required) {
    List<String> wrong = new ArrayList<>();
    for (String name : required) {
      String state = states.getOrDefault(name, "not there");
      if (!state.equals("configured")) {
        wrong.add(name + " is " + state + ", not configured");
      }
    }
    states.forEach((name, state) -> {
      boolean another = !required.contains(name) && !made.contains(name);
      if (another && !state.equals("unmanaged")) {
        wrong.add(name + " is " + state + ", and has to be left alone");
      }
    });
    return String.join("; ", wrong);
  }

  /** The state of each link. */
  String told() {
    List<String> words = new ArrayList<>();
    states.forEach((name, state) -> words.add(name + " " + state));
    return String.join(", ", words);
  }
}
