package dev.nodeready.network;

import dev.nodeready.tree.JsonReader;
import java.io.IOException;
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
    if (!(JsonReader.object(json, "networkctl").get("Interfaces") instanceof List<?> all)) {
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

  /** Why the network is not as it has to be; empty when it is. */
  String trouble(Set<String> required) {
    for (String name : required) {
      String state = states.getOrDefault(name, "not there");
      if (!state.equals("configured")) {
        return name + " is " + state + ", not configured";
      }
    }
    for (Map.Entry<String, String> link : states.entrySet()) {
      String name = link.getKey();
      boolean another = !required.contains(name) && !made.contains(name);
      if (another && !link.getValue().equals("unmanaged")) {
        return name + " is " + link.getValue() + ", and has to be left alone";
      }
    }
    return "";
  }
}
