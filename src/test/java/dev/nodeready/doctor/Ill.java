package dev.nodeready.doctor;

import dev.nodeready.host.Root;
import dev.nodeready.retry.Time;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A machine below a folder with whatever a test put there, and the diagnoses that it gets. */
public final class Ill {
  private final Root root;
  private final Map<String, List<LogLine>> logs = new LinkedHashMap<>();
  private Map<String, String> environment = Map.of();
  private boolean asRoot = true;

  /** One below a folder, with nothing in it. */
  public Ill(Path folder) {
    root = new Root(folder);
  }

  /** Below which its files lie. */
  public Root root() {
    return root;
  }

  /** It has a file. */
  public Ill with(String path, String text) throws IOException {
    Files.createDirectories(root.at(path).getParent());
    Files.writeString(root.at(path), text);
    return this;
  }

  /** It has files of a kubelet that is set up. */
  public Ill asNode() throws IOException {
    return with("/etc/eks/kubelet-version.txt", "v1.34.4\n")
        .withFlags("")
        .withSettings("{\"kind\": \"KubeletConfiguration\"}");
  }

  /** Its kubelet has these flags alone. */
  Ill withFlags(String flags) throws IOException {
    return with("/etc/eks/kubelet/environment", "NODEADM_KUBELET_ARGS=" + flags + "\n");
  }

  /** Its kubelet's file has these settings alone, in JSON. */
  Ill withSettings(String settings) throws IOException {
    return with("/etc/kubernetes/kubelet/config.json", settings);
  }

  /** A unit, or the kernel, has said something just now. */
  public Ill said(String unit, String... lines) {
    for (String line : lines) {
      LogLine said = new LogLine(Time.SYSTEM.now(), line);
      logs.computeIfAbsent(unit, u -> new ArrayList<>()).add(said);
    }
    return this;
  }

  /** The looking process has a variable. */
  public Ill having(String name, String value) {
    environment = Map.of(name, value);
    return this;
  }

  /** Somebody else than root looks. */
  public Ill seenByAnybody() {
    asRoot = false;
    return this;
  }

  /** As the checks see it. */
  Patient patient() {
    return Patient.of(root, environment, unit -> logs.getOrDefault(unit, List.of()), asRoot);
  }

  /** What these checks say. */
  public Diagnosis diagnosis(List<Check> checks) throws InterruptedException {
    return new Doctor(patient()).look(checks, Duration.ofSeconds(30));
  }

  /** What the checks about an area or code say. */
  public Diagnosis diagnosis(String about) throws InterruptedException {
    return diagnosis(Checks.about(about));
  }
}
