package dev.nodeready.disks;

import dev.nodeready.host.Root;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Who has a file below a folder open for writing, whoever started it: what such a program writes
 * while the folder moves would be lost to it.
 */
final class Writers {
  private static final int WRITING = 3;

  private final Root root;

  Writers(Root root) {
    this.root = root;
  }

  /** One of them, for people; empty where there is none. */
  Optional<String> below(Path folder) {
    Object device = device(folder);
    try (DirectoryStream<Path> processes = Files.newDirectoryStream(root.at("/proc"), "[0-9]*")) {
      for (Path process : processes) {
        Optional<String> file = open(process, folder, device);
        if (file.isPresent()) {
          return Optional.of(name(process) + " writes to " + file.get());
        }
      }
    } catch (IOException | DirectoryIteratorException e) {
      // Without a look at the processes the daemons' own units have to do.
      return Optional.empty();
    }
    return Optional.empty();
  }

  private static Optional<String> open(Path process, Path folder, Object device) {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(process.resolve("fd"))) {
      for (Path file : files) {
        Path leads = Files.readSymbolicLink(file);
        if (leads.startsWith(folder) && device.equals(device(file)) && writes(process, file)) {
          return Optional.of(leads.toString());
        }
      }
    } catch (IOException | DirectoryIteratorException e) {
      // The process has ended, and its files with it.
      return Optional.empty();
    }
    return Optional.empty();
  }

  /** In a container, another folder may have the same name. */
  private static Object device(Path file) {
    try {
      return Files.getAttribute(file, "unix:dev");
    } catch (IOException e) {
      return "none";
    }
  }

  /** By the flags that proc(5) gives in octal. */
  private static boolean writes(Path process, Path file) throws IOException {
    String info = Files.readString(process.resolve("fdinfo").resolve(file.getFileName()));
    return info.lines()
        .filter(line -> line.startsWith("flags:"))
        .map(line -> line.substring("flags:".length()).strip())
        .anyMatch(flags -> (Long.parseLong(flags, 8) & WRITING) != 0);
  }

  private static String name(Path process) {
    try {
      return Files.readString(process.resolve("comm")).strip()
          + " (pid "
          + process.getFileName()
          + ")";
    } catch (IOException e) {
      return "process " + process.getFileName();
    }
  }
}
