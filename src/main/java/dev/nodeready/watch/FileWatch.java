package dev.nodeready.watch;

import dev.nodeready.catalogue.Code;
import dev.nodeready.failure.Failure;
import dev.nodeready.host.Root;
import dev.nodeready.node.Manifest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The files that a boot wrote: that they are still as it wrote them. */
public final class FileWatch implements Watched {
  private final Root root;
  private final FileBell bell = new FileBell();
  private final Stamps stamps = new Stamps();
  private List<Path> paths;
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
    if (stamps.renew(paths)) {
      Manifest manifest = new Manifest(root);
      paths = paths(manifest);
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

  @Override
  public void close() {
    bell.close();
  }
}
