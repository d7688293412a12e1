package dev.nodeready.watch;

import dev.nodeready.catalogue.Code;
import dev.nodeready.failure.Failure;
import dev.nodeready.host.Root;
import dev.nodeready.node.Manifest;
import java.util.ArrayList;
import java.util.List;

/** The files that a boot wrote: that they are still as it wrote them. */
public final class FileWatch implements Watched {
  private final Root root;
  private final FileBell bell = new FileBell();

  /** Those of a machine. */
  public FileWatch(Root root) {
    this.root = root;
  }

  @Override
  public void ring(Runnable ring) {
    bell.ring(ring);
  }

  @Override
  public Seen look() {
    Manifest manifest = new Manifest(root);
    // First what is heard of, then the look: nothing that happens between the two is missed.
    bell.follow(manifest.paths().stream().map(root::at).toList());
    List<Failure> wrong = new ArrayList<>();
    manifest
        .drifted()
        .forEach(
            (path, how) -> wrong.add(Failure.passing(Code.HOST_FILE_DRIFTED, "keep " + path, how)));
    return Seen.of(wrong);
  }

  @Override
  public void close() {
    bell.close();
  }
}
