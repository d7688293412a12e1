package dev.nodeready.host;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;

/** Files of a folder that are numbered in the order in which they were begun, for root alone. */
public final class NumberedFiles {
  /** Others begin files at the same time, but not as many as this. */
  private static final int TRIES = 8;

  private static final int DIGITS = 6;
  private static final int LONGEST_NUMBER = 9;

  private final Path folder;
  private final String suffix;

  /**
   * The files below {@code root}.
   *
   * @param folder absolute, as on the machine; made with the first file
   * @param suffix what follows the number in each name, such as {@code .jsonl}
   */
  public NumberedFiles(Root root, String folder, String suffix) {
    this.folder = root.at(folder);
    this.suffix = suffix;
  }

  /** One of them. */
  public record Numbered(int number, Path path) {}

  /**
   * All of them, oldest first; none where there is no folder.
   *
   * @throws IOException when the folder cannot be read
   */
  public List<Numbered> list() throws IOException {
    List<Numbered> all = new ArrayList<>();
    // No stream: its classes would be the largest part of beginning a file early in a boot.
    try (DirectoryStream<Path> paths = Files.newDirectoryStream(folder)) {
      for (Path path : paths) {
        int number = number(path);
        if (number > 0) {
          all.add(new Numbered(number, path));
        }
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    } catch (NoSuchFileException | NotDirectoryException e) {
      return List.of();
    }
    // Comparators of the JDK's are linked anew at each start, since no cache keeps them.
    all.sort((one, other) -> Integer.compare(one.number(), other.number()));
    return List.copyOf(all);
  }

  /** The number in the name; 0 where it is no name of ours. */
  private int number(Path path) {
    String name = path.getFileName().toString();
    int length = name.endsWith(suffix) ? name.length() - suffix.length() : 0;
    int number = 0;
    for (int at = 0; at < length; at++) {
      int digit = Character.digit(name.charAt(at), 10);
      if (digit < 0 || length > LONGEST_NUMBER) {
        return 0;
      }
      number = 10 * number + digit;
    }
    return number;
  }

  /**
   * Begins the next file.
   *
   * @throws IOException when it cannot be made, as on a file system that is full or read-only
   */
  public GrowingFile next() throws IOException {
    List<Numbered> there = list();
    if (there.isEmpty()) {
      makeFolder();
    }
    int number = there.isEmpty() ? 1 : there.getLast().number() + 1;
    for (int last = number + TRIES; ; number++) {
      try {
        return GrowingFile.create(folder.resolve(name(number)), number);
      } catch (FileAlreadyExistsException e) {
        if (number == last) {
          throw e;
        }
      }
    }
  }

  private String name(int number) {
    String digits = String.valueOf(number);
    return "0".repeat(Math.max(0, DIGITS - digits.length())) + digits + suffix;
  }

  /** The folder alone is closed to others: what lies beside it is not ours. */
  private void makeFolder() throws IOException {
    if (Files.isDirectory(folder)) {
      return;
    }
    Path above = folder.resolveSibling(".");
    if (!Files.isDirectory(above)) {
      Files.createDirectories(above);
    }
    Files.createDirectory(
        folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
  }

  /**
   * Removes the oldest ones.
   *
   * @param most how many stay
   * @param bytes how many bytes those together have at most; the newest one stays however long
   * @throws IOException when one cannot be removed
   */
  public void keep(int most, long bytes) throws IOException {
    long sum = 0;
    int kept = 0;
    for (Numbered each : list().reversed()) {
      sum += Files.size(each.path());
      kept++;
      if (kept > 1 && (kept > most || sum > bytes)) {
        Files.deleteIfExists(each.path());
      }
    }
  }
}
