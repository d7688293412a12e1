package dev.nodeready.records;

import dev.nodeready.failure.Words;
import dev.nodeready.host.NumberedFiles;
import dev.nodeready.host.Root;
import dev.nodeready.report.NewerShapeException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The kept records of a machine. */
public final class Records {
  private static final Logger LOG = LoggerFactory.getLogger(Records.class);
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
      read(each).ifPresent(story -> all.add(story.after(sameBoot(all, story))));
    }
    return List.copyOf(all);
  }

  private static List<Story> sameBoot(List<Story> all, Story story) {
    return all.stream().filter(other -> other.bootId().equals(story.bootId())).toList();
  }

  /**
   * One of them.
   *
   * @param wanted its number; or 0 for the newest, -1 for the one before, and so on
   * @return empty where there is none
   * @throws IOException as {@link #all}
   */
  public static Optional<Story> one(Root root, int wanted) throws IOException {
    List<Story> all = all(root);
    int at = all.size() - 1 + wanted;
    if (wanted <= 0) {
      return at < 0 ? Optional.empty() : Optional.of(all.get(at));
    }
    return all.stream().filter(story -> story.number() == wanted).findFirst();
  }

  private static NumberedFiles files(Root root) {
    return new NumberedFiles(root, RecordWriter.FOLDER, RecordWriter.SUFFIX);
  }

  /** Empty where it gave way to a newer one in between, is no file, or of a newer version. */
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
    } catch (NewerShapeException e) {
      LOG.warn("{} is passed over: {}", path, Words.of(e));
      return Optional.empty();
    }
  }
}
