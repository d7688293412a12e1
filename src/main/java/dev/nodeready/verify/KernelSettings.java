package dev.nodeready.verify;

import dev.nodeready.host.Root;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The kernel's settings and swap as a machine of the image will have them once it has booted: by
 * the kernel's defaults, sysctl.d(5) and fstab(5).
 *
 * @param sysctls by name with dots, each with where it is set
 */
record KernelSettings(Map<String, Setting> sysctls, List<String> swaps) {
  /** In the order in which they win: of files of the same name only the first is read. */
  private static final List<String> FOLDERS =
      List.of("/etc/sysctl.d", "/usr/local/lib/sysctl.d", "/usr/lib/sysctl.d", "/lib/sysctl.d");

  /** What the kernel begins with, of what kubelet looks at. */
  private static final Map<String, String> DEFAULTS =
      Map.of(
          "vm.overcommit_memory", "0",
          "vm.panic_on_oom", "0",
          "kernel.panic", "0",
          "kernel.panic_on_oops", "0",
          "kernel.keys.root_maxkeys", "1000000",
          "kernel.keys.root_maxbytes", "25000000");

  /**
   * A setting.
   *
   * @param source file and line
   */
  record Setting(String value, String source) {}

  /** Those of the image below a root. */
  static KernelSettings of(Root root) {
    Map<String, Path> files = new TreeMap<>();
    FOLDERS.forEach(folder -> add(root, folder, files));
    Map<String, Setting> settings = new LinkedHashMap<>();
    files.values().forEach(file -> read(root, file, settings));
    read(root, root.at("/etc/sysctl.conf"), settings);
    return new KernelSettings(settings, swaps(root));
  }

  private static void add(Root root, String folder, Map<String, Path> files) {
    try (DirectoryStream<Path> found = Files.newDirectoryStream(root.at(folder), "*.conf")) {
      found.forEach(file -> files.putIfAbsent(String.valueOf(file.getFileName()), file));
    } catch (IOException e) {
      // Not every system has each of them.
      return;
    }
  }

  private static void read(Root root, Path file, Map<String, Setting> settings) {
    int number = 0;
    for (String line : ImageFiles.lines(root, root.nameOf(file))) {
      number++;
      String[] words = line.strip().replaceFirst("^-", "").split("=", 2);
      if (words.length == 2 && !words[0].startsWith("#") && !words[0].startsWith(";")) {
        String name = words[0].strip().replace('/', '.');
        settings.put(name, new Setting(words[1].strip(), root.nameOf(file) + ":" + number));
      }
    }
  }

  private static List<String> swaps(Root root) {
    List<String> swaps = new ArrayList<>();
    for (String line : ImageFiles.lines(root, "/etc/fstab")) {
      String[] words = line.strip().split("\\s+", -1);
      boolean swap = words.length > 3 && words[2].equals("swap") && !words[3].contains("noauto");
      if (swap && !words[0].startsWith("#")) {
        swaps.add(words[0]);
      }
    }
    return List.copyOf(swaps);
  }

  /** The kernel's files that say so, by their paths below {@code /proc}. */
  Map<String, String> asFiles() {
    Map<String, String> files = new LinkedHashMap<>();
    DEFAULTS.forEach((name, value) -> {
      Setting set = sysctls.get(name);
      files.put("sys/" + name.replace('.', '/'), (set == null ? value : set.value()) + "\n");
    });
    StringBuilder table = new StringBuilder("Filename\tType\tSize\tUsed\tPriority\n");
    swaps.forEach(swap -> table.append(swap).append(" partition 1 0 -2\n"));
    files.put("swaps", table.toString());
    return files;
  }
}
