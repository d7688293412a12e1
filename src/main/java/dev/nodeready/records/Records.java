package dev.nodeready.records;

import dev.nodeready.host.NumberedFiles;
import dev.nodeready.host.Root;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The kept records of a machine. */
public final class Records {
  private static final int MOST_BYTES = 1 << 20;

  private Records() {}

  /**
   * What all of them tell, oldest first.
   *
   * @throws IOException when they cannot be read, as by a user other than root
   */
  public static List<Story> all(Root root) throws IOException {
    List<Story> all = new ArrayList<>();
    for (NumberedFiles.Numbered each : files(root).list()) {
      read(each).ifPresent(all::add);
    }
    return List.copyOf(all);
  }

  /**
   * One of them.
   *
   * @param wanted its number; or 0 for the newest, -1 for the one before, and so on
   * @return empty where there is none
   * @throws IOException as {@link #all}
   */
  public static Optional<Story> one(Root root, int wanted) throws IOException {
    List<NumberedFiles.Numbered> all = files(root).list();
    for (int at = 0; at < all.size(); at++) {
      boolean is = wanted > 0 ? all.get(at).number() == wanted : at == all.size() - 1 + wanted;
      if (is) {
        return read(all.get(at));
      }
    }
    return Optional.empty();
  }

  private static NumberedFiles files(Root root) {
    return new NumberedFiles(root, RecordWriter.FOLDER, RecordWriter.SUFFIX);
  }

  /** Empty where it gave way to a newer one in between, or is no file. */
  private static Optional<Story> read(NumberedFiles.Numbered each) throws IOException {
    Path path = each.path();
    if (!Files.isRegularFile(path)) {
      return Optional.empty();
    }
    try (var in = Files.newInputStream(path)) {
      String text = new String(in.readNBytes(MOST_BYTES), StandardCharsets.UTF_8);
      return Optional.of(StoryReader.read(each.number(), text));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }
}
