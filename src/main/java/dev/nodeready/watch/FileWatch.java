package dev.nodeready.watch;

import dev.nodeready.catalogue.Code;
import dev.nodeready.failure.Failure;
import dev.nodeready.host.Root;
import dev.nodeready.node.Manifest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The files that a boot wrote: that they are still as it wrote them. */
public final class FileWatch implements Watched {
  private final Root root;
  private final FileBell bell = new FileBell();
  private List<Path> paths;
  private Map<Path, String> stamps = Map.of();
  private Seen last = Seen.FINE;

  /** Those of a machine. */
  public FileWatch(Root root) {
    this.root = root;
    paths = List.of(root.at(Manifest.LASTING), root.at(Manifest.PASSING));
  }

  @Override
  public void ring(Runnable ring) {
    bell.ring(ring);
  }

  /** Files are read only where one of them has changed since they were. */
  @Override
  public Seen look() {
    // First what is heard of, then the look: nothing that happens between the two is missed.
    bell.follow(paths);
    Map<Path, String> now = stamps(paths);
    if (!now.equals(stamps)) {
      Manifest manifest = new Manifest(root);
      paths = paths(manifest);
      stamps = stamps(paths);
      // What was changed since then is read again.
      now.forEach(stamps::replace);
      bell.follow(paths);
      last = Seen.of(wrong(manifest));
    }
    return last;
  }

  private List<Path> paths(Manifest manifest) {
    return Stream.concat(Stream.of(Manifest.LASTING, Manifest.PASSING), manifest.paths().stream())
        .map(root::at)
        .toList();
  }

  private static List<Failure> wrong(Manifest manifest) {
    List<Failure> wrong = new ArrayList<>();
    manifest
        .drifted()
        .forEach(
            (path, how) -> wrong.add(Failure.passing(Code.HOST_FILE_DRIFTED, "keep " + path, how)));
    return wrong;
  }

  private static Map<Path, String> stamps(List<Path> paths) {
    Map<Path, String> stamps = new HashMap<>();
    paths.forEach(path -> stamps.put(path, stamp(path)));
    return stamps;
  }

  /** Differs whenever the file was changed, since nobody sets the time of a change. */
  private static String stamp(Path path) {
    try {
      return Files.readAttributes(path, "unix:ctime,ino").toString();
    } catch (IOException e) {
      return "";
    }
  }

  @Override
  public void close() {
    bell.close();
  }
}
