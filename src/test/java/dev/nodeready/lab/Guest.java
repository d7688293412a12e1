package dev.nodeready.lab;

import dev.nodeready.PlainWords;
import dev.nodeready.doctor.Named;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A machine in the boot lab. Its clock is the host's, its disk lasts over a reboot. */
final class Guest implements AutoCloseable {
  /** Lines of shell to wait for. */
  static final String JOINED = "systemctl is-active --quiet nodeready.service";

  static final String FAILED = "systemctl is-failed --quiet nodeready.service";

  private static final String PREFIX = "nr" + ProcessHandle.current().pid();
  private static int made;

  private final String name;
  private final String layers;
  private final String store;

  private Guest(String name, String layers, String store) {
    this.name = name;
    this.layers = layers;
    this.store = store;
  }

  /** Boots a machine to the end of its boot. */
  static Guest boot(String layers) {
    return next(layers, "").up(false);
  }

  /** Begins to boot a machine; its systemd answers, and that is all. */
  static Guest beginBoot(String layers) {
    return beginBoot(layers, "");
  }

  /**
   * The same.
   *
   * @param store what its containerd has stored; empty for the lab's
   */
  static Guest beginBoot(String layers, String store) {
    return next(layers, store).up(true);
  }

  /** Nobody else can close a machine whose boot does not end. */
  private Guest up(boolean atOnce) {
    Shell.Said said = lab(atOnce, "up", name);
    if (said.code() != 0) {
      String story = story();
      close();
      throw new AssertionError(said.text() + "\n" + story);
    }
    return this;
  }

  private static synchronized Guest next(String layers, String store) {
    return new Guest(PREFIX + "x" + ++made, layers, store);
  }

  /** Runs a line of shell inside. */
  Shell.Said sh(String line) {
    return lab(false, "sh", name, "sh", "-c", line);
  }

  /** The same, of a line that has to work. */
  String ok(String line) {
    return sh(line).ok();
  }

  /** A property of a unit, such as {@code ActiveState}. */
  String property(String unit, String property) {
    return ok("systemctl show --value -p " + property + " " + unit);
  }

  /** A time of a unit in milliseconds since the machine's start. */
  long millis(String unit, String property) {
    return Long.parseLong(property(unit, property + "TimestampMonotonic")) / 1000;
  }

  /** Milliseconds since the machine's start, now. */
  long millis() {
    return (long) (Double.parseDouble(ok("cut -d' ' -f1 /proc/uptime")) * 1000);
  }

  /** How often a service was started in this boot. */
  long starts(String service) {
    return ok("journalctl -b -q -o cat --no-pager _PID=1")
        .lines()
        .filter(line -> line.startsWith("Started " + service + ".service"))
        .count();
  }

  /** What the agent has written in this boot. */
  String journal() {
    return PlainWords.of(
        ok("journalctl --quiet --no-pager --boot --output=cat --unit=nodeready.service"));
  }

  /** Waits until a line of shell works, for at most so many seconds. */
  void await(int seconds, String line) {
    Shell.Said said =
        sh(
            "n=0; until "
                + line
                + "; do n=$((n+1)); [ $n -lt "
                + seconds * 20
                + " ] || exit 1; sleep 0.05; done");
    if (said.code() != 0) {
      throw new AssertionError("not within " + seconds + " s: " + line + "\n" + story());
    }
  }

  /** All that helps to see what went wrong. */
  String story() {
    return sh("systemctl list-jobs --no-pager; systemctl status --no-pager -n 0 nodeready.service"
            + " containerd.service kubelet.service; cat /run/nodeready/status.json;"
            + " journalctl -b --no-pager -q -o short-monotonic | tail -60")
        .text();
  }

  /** Waits for the end of the boot. */
  void awaitBoot() {
    lab(false, "wait", name).ok();
  }

  /** Shuts down and boots again. */
  void reboot() {
    lab(false, "reboot", name).ok();
  }

  /** Shuts down and begins to boot again; returns when systemd answers. */
  void rebootAtOnce() {
    lab(true, "reboot", name).ok();
  }

  /** Cuts the power and boots again; returns when systemd answers. */
  void powerCut() {
    lab(true, "reboot", name, "kill").ok();
  }

  /** What the lab calls it. */
  String name() {
    return name;
  }

  /** The status file of this boot. */
  String status() {
    return ok("cat /run/nodeready/status.json");
  }

  /** What the first boot of it has recorded, up to its verdict. */
  Named named() {
    String first = "ls /var/lib/nodeready/boots/*.jsonl | head -n 1 | xargs cat";
    await(30, first + " | grep -q '\"verdict\"'");
    return new Named(ok(first).lines().toList());
  }

  /** What its console has shown. */
  String console() {
    return lab(false, "console", name).ok();
  }

  /** The process id of its systemd, as the host numbers it. */
  String leader() {
    return lab(false, "leader", name).ok();
  }

  /** A file of it as the host finds it, while it is up. */
  Path file(String path) {
    return Path.of("/proc", leader(), "root").resolve(path.substring(1));
  }

  private Shell.Said lab(boolean atOnce, String... words) {
    List<String> all = new ArrayList<>(List.of(Lab.SCRIPT.toString()));
    all.addAll(List.of(words));
    Map<String, String> environment = new HashMap<>(Map.of("EXTRA", layers));
    if (!store.isEmpty()) {
      environment.put("CTD", store);
    }
    if (atOnce) {
      environment.put("WAIT", "no");
    }
    return Shell.run(environment, all);
  }

  @Override
  public void close() {
    lab(false, "down", name, "kill");
  }
}
