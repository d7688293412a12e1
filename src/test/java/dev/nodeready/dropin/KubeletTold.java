package dev.nodeready.dropin;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a kubelet has read, in its own words: JSON or YAML, by its version. It reads no authority's
 * certificate first, since those of drawn configurations are none.
 *
 * @param flags as they stand in its log
 * @param configuration with the names of its own structures; empty where it refused it
 */
record KubeletTold(Map<String, String> flags, Map<String, @Nullable Object> configuration) {
  private static final Pattern FLAG = Pattern.compile("] FLAG: --([\\w-]+)=\"(.*)\"");

  /** Runs it where it can reach nobody and writes nowhere. */
  static KubeletTold by(List<String> words, Path place) throws IOException, InterruptedException {
    List<String> line =
        new ArrayList<>(
            List.of(
                "unshare",
                "--mount",
                "--net",
                "sh",
                "-c",
                "for each in /srv /var/lib /etc/kubernetes; do [ ! -d $each ] || mount -t tmpfs none $each; done;"
                    + " exec timeout 20 \"$@\" --v=5 --client-ca-file=",
                "x"));
    line.addAll(words);
    Path log = place.resolve("log");
    Process kubelet =
        new ProcessBuilder(line).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    if (!kubelet.waitFor(30, TimeUnit.SECONDS)) {
      kubelet.destroyForcibly();
      throw new IOException("kubelet does not end: " + words);
    }
    return of(Files.readString(log));
  }

  static KubeletTold of(String log) {
    Map<String, String> flags = new LinkedHashMap<>();
    log.lines()
        .map(FLAG::matcher)
        .filter(Matcher::find)
        .forEach(found -> flags.put(found.group(1), found.group(2).translateEscapes()));
    if (flags.isEmpty()) {
      throw new IllegalArgumentException("kubelet told no flags: " + log);
    }
    String config =
        log.lines()
            .dropWhile(one -> !one.contains("KubeletConfiguration\" config"))
            .skip(1)
            .takeWhile(one -> !one.equals(" >"))
            .map(one -> one.replaceFirst("^\t", ""))
            .collect(Collectors.joining("\n"));
    return new KubeletTold(flags, config.isEmpty() ? Map.of() : NodeAsRead.yaml(config));
  }

  /** One line for each flag that has another value. */
  List<String> flagsUnlike(Map<String, @Nullable Object> wanted) {
    List<String> found = new ArrayList<>();
    wanted.forEach((name, value) -> {
      String told = flags.get(name);
      FlagSet same = new FlagSet();
      if (told != null) {
        same.set(name, told);
      }
      boolean own = List.of("v", "config", "config-dir").contains(name);
      if (!own && !Within.equal(sorted(value), sorted(same.values().get(name)))) {
        found.add("flag " + name + ": wanted " + value + ", kubelet has " + told);
      }
    });
    return found;
  }

  /** It tells a taint without a value with the sign of an empty one. */
  private static @Nullable Object sorted(@Nullable Object value) {
    return value instanceof Map<?, ?> map
        ? new TreeMap<>(Merged.table(map)).toString().replace("=:", ":")
        : value;
  }

  /** One line for each setting that it has otherwise; what it does not know is not asked for. */
  List<String> unlike(Map<String, @Nullable Object> wanted) {
    wanted.keySet().removeIf(name -> name.startsWith("quay"));
    return Within.unlike(wanted, configuration);
  }
}
