package dev.nodeready.config;

import static dev.nodeready.config.Severity.ERROR;
import static dev.nodeready.config.Severity.STRICT;
import static dev.nodeready.config.Severity.WARNING;

import dev.nodeready.catalogue.Code;
import dev.nodeready.config.schema.Schema;
import dev.nodeready.failure.Words;
import dev.nodeready.tree.Origin;
import dev.nodeready.tree.Place;
import dev.nodeready.tree.Value.Obj;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reads one source: what it says, as one merged document. */
final class SourceReader {
  private static final int LONGEST_FILE = 10 << 20;
  private static final int LONGEST_USER_DATA = 1 << 20;

  private final UserData userData;
  private final Consumer<Problem> problems;
  private final Flawed flawed;

  SourceReader(UserData userData, Consumer<Problem> problems, Flawed flawed) {
    this.userData = userData;
    this.problems = problems;
    this.flawed = flawed;
  }

  /** What the source says, or null where it says nothing. */
  @Nullable Obj read(SourceUri source) throws InterruptedException {
    List<Obj> documents =
        switch (source) {
          case SourceUri.Imds imds -> imds(imds.uri());
          case SourceUri.File file -> path(file.uri(), file.path());
        };
    return new TreeMerge(problems).all(Schema.DOCUMENT, documents);
  }

  /**
   * User data may be anything, so what is wrong with it stops no boot that has its configuration
   * from elsewhere.
   */
  private List<Obj> imds(String uri) throws InterruptedException {
    byte[] bytes = userData.fetch();
    if (bytes == null || bytes.length == 0) {
      problems.accept(
          new Problem(
              WARNING, Code.CONFIG_NONE, "", whole(uri), "the instance has no user data", ""));
      return List.of();
    }
    if (bytes.length > LONGEST_USER_DATA) {
      problems.accept(
          new Problem(
              ERROR,
              Code.CONFIG_TOO_LARGE,
              "",
              whole(uri),
              "the user data is longer than 1 MiB",
              ""));
      return List.of();
    }
    List<Problem> found = new ArrayList<>();
    List<Obj> documents = new Documents(found::add, flawed).read(bytes, Place.of(uri, uri));
    if (documents.isEmpty() && Problems.failing(found, true).isEmpty()) {
      found.add(
          new Problem(
              STRICT, Code.CONFIG_NONE, "", null, uri + ": no NodeConfig in the user data", ""));
    }
    for (Problem problem : found) {
      problems.accept(problem.severity() == ERROR ? problem.as(STRICT) : problem);
    }
    return documents;
  }

  private List<Obj> path(String uri, Path path) {
    try {
      return Files.isDirectory(path) ? folder(uri, path) : file(uri, path);
    } catch (NoSuchFileException e) {
      problems.accept(unreadable(uri, path + " does not exist", "check the path"));
    } catch (IOException e) {
      problems.accept(
          unreadable(uri, path + " cannot be read: " + Words.of(e), "check its permissions"));
    }
    return List.of();
  }

  private static Problem unreadable(String uri, String text, String suggestion) {
    return new Problem(ERROR, Code.CONFIG_SOURCE_UNREADABLE, "", whole(uri), text, suggestion);
  }

  private static Origin whole(String uri) {
    return new Origin(uri, uri, 0, 0);
  }

  private List<Obj> folder(String uri, Path folder) throws IOException {
    List<Path> files = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
      for (Path entry : entries) {
        if (isConfig(entry)) {
          files.add(entry);
        }
      }
    }
    files.sort((one, other) -> name(one).compareTo(name(other)));
    if (files.isEmpty()) {
      String text = "no yaml, yml or json file in " + folder;
      problems.accept(new Problem(WARNING, Code.CONFIG_NONE, "", whole(uri), text, ""));
    }
    List<Obj> documents = new ArrayList<>();
    for (Path file : files) {
      documents.addAll(file(uri, file));
    }
    return documents;
  }

  private static boolean isConfig(Path entry) {
    String name = name(entry).toLowerCase(Locale.ROOT);
    return (name.endsWith(".yaml") || name.endsWith(".yml") || name.endsWith(".json"))
        && !Files.isDirectory(entry);
  }

  private static String name(Path path) {
    return String.valueOf(path.getFileName());
  }

  private List<Obj> file(String uri, Path file) throws IOException {
    byte[] bytes;
    try (InputStream in = Files.newInputStream(file)) {
      bytes = in.readNBytes(LONGEST_FILE + 1);
    }
    if (bytes.length > LONGEST_FILE) {
      String text = file + " is longer than 10 MiB";
      problems.accept(
          new Problem(
              ERROR,
              Code.CONFIG_TOO_LARGE,
              "",
              whole(uri),
              text,
              "name the file of the NodeConfig"));
      return List.of();
    }
    List<Problem> found = new ArrayList<>();
    List<Obj> documents =
        new Documents(found::add, flawed).read(bytes, Place.of(uri, file.toString()));
    boolean nothing = documents.isEmpty();
    found.forEach(problem -> problems.accept(nothing ? asReason(problem) : problem));
    if (nothing && found.stream().map(SourceReader::asReason).allMatch(SourceReader::isHarmless)) {
      problems.accept(
          unreadable(
              uri,
              file + " holds no NodeConfig",
              "give its part Content-Type: application/node.eks.aws"));
    }
    return documents;
  }

  /** What only deserves a look beside a NodeConfig is the reason where there is none. */
  private static Problem asReason(Problem problem) {
    boolean reason =
        problem.severity() == STRICT || problem.code() == Code.CONFIG_NODECONFIG_UNREAD;
    return reason ? problem.as(ERROR) : problem;
  }

  private static boolean isHarmless(Problem problem) {
    return problem.severity() != ERROR;
  }
}
