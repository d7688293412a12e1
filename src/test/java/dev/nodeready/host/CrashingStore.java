package dev.nodeready.host;

/**
 * A file store whose process dies before a given file operation: that one and all later ones are
 * not done any more, cleaning up included.
 */
public final class CrashingStore {
  private final int lastWords;
  private int operations;

  private CrashingStore(int lastWords) {
    this.lastWords = lastWords;
  }

  /** The end of the process. */
  public static final class Crash extends Error {
    private Crash(String where) {
      super(where, null, false, false);
    }
  }

  /**
   * A store that dies.
   *
   * @param operation the number of the operation that is not done any more, from 1
   */
  public static FileStore before(int operation, Root root) {
    return new CrashingStore(operation).store(root);
  }

  /** How many file operations something takes. */
  public static int count(Root root, java.util.function.Consumer<FileStore> work) {
    CrashingStore counter = new CrashingStore(Integer.MAX_VALUE);
    work.accept(counter.store(root));
    return counter.operations;
  }

  private FileStore store(Root root) {
    return new FileStore(
        root,
        (operation, place) -> {
          operations++;
          if (operations >= lastWords) {
            throw new Crash(operation + " " + place);
          }
        });
  }
}
