package dev.nodeready.host;

import java.io.IOException;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Gives back what only the start of a process, or a rare piece of its work, needed. Each start
 * touches all of the classes that it may use, 40 MB of the files that they lie in, and a process
 * that stays needs few of them. What is needed after all is read again, page by page.
 */
public final class SparePages {
  private static final Path MAPS = Path.of("/proc/self/maps");

  /** Smaller pieces are not worth a call. */
  private static final long SMALLEST = 1 << 19;

  /** {@code MADV_RANDOM} and {@code MADV_PAGEOUT} of madvise(2); the second from Linux 5.4 on. */
  private static final int[] ADVICE = {1, 21};

  private SparePages() {}

  /** Gives back what it can, and never anything that would be lost. */
  public static void giveBack() {
    // Else the heap grows to its limit before anything in it is looked at.
    System.gc();
    try {
      List<String> maps = Files.readAllLines(MAPS);
      for (String map : maps) {
        giveBack(map.split("\\s+", 6));
      }
    } catch (IOException e) {
      // Then it stays.
      return;
    }
  }

  /** Of {@code FROM-TO rwxp OFFSET DEVICE INODE PATH}, as proc(5) has it, where that is a file. */
  private static void giveBack(String[] map) {
    if (map.length < 6 || !map[5].startsWith("/")) {
      return;
    }
    String[] ends = map[0].split("-", 2);
    long from = Long.parseUnsignedLong(ends[0], 16);
    long length = Long.parseUnsignedLong(ends[1], 16) - from;
    if (length >= SMALLEST) {
      for (int advice : ADVICE) {
        advise(from, length, advice);
      }
    }
  }

  private static void advise(long from, long length, int advice) {
    try {
      // A kernel that does not know the advice leaves all as it is.
      int _ = (int) CLibrary.MADVISE.invokeExact(from, length, advice);
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  @SuppressWarnings("restricted") // The launcher allows it.
  private static final class CLibrary {
    static final MethodHandle MADVISE =
        Linker.nativeLinker()
            .downcallHandle(
                Linker.nativeLinker().defaultLookup().findOrThrow("madvise"),
                FunctionDescriptor.of(
                    ValueLayout.JAVA_INT,
                    ValueLayout.JAVA_LONG,
                    ValueLayout.JAVA_LONG,
                    ValueLayout.JAVA_INT));
  }
}
