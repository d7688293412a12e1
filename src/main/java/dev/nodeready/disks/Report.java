package dev.nodeready.disks;

import dev.nodeready.failure.Failure;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a run did, found, and left for somebody to look at. */
public final class Report {
  private final List<String> did = new ArrayList<>();
  private final List<String> is = new ArrayList<>();
  private final List<Failure> looks = new ArrayList<>();

  /** Something changed. */
  void did(String what) {
    did.add(what);
  }

  /** Something was so before. */
  void is(String what) {
    is.add(what);
  }

  /** Something went otherwise than wanted, and ends nothing. */
  void needsALook(Failure failure) {
    looks.add(failure);
  }

  /** The same with what another one says. */
  void add(Report other) {
    did.addAll(other.did);
    is.addAll(other.is);
    looks.addAll(other.looks);
  }

  /** Whether the machine is other than before. */
  public boolean changed() {
    return !did.isEmpty();
  }

  /** For people: what was done, else what was found. */
  public String words() {
    List<String> words = new ArrayList<>(did);
    words.addAll(is);
    return String.join("; ", words);
  }

  /** For programs. */
  public Map<String, Object> members() {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("changed", changed());
    members.put("did", List.copyOf(did));
    members.put("is", List.copyOf(is));
    members.put("looks", looks.stream().map(Failure::members).toList());
    return members;
  }

  /** What needs a look. */
  public List<Failure> looks() {
    return List.copyOf(looks);
  }
}
