package dev.nodeready.host;

import com.kenai.jffi.CallContext;
import com.kenai.jffi.CallingConvention;
import com.kenai.jffi.Invoker;
import com.kenai.jffi.Library;
import com.kenai.jffi.Type;
import java.io.IOException;
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
  private static final Path STATUS = Path.of("/proc/self/status");

  /** Smaller pieces are not worth a call. */
  private static final long SMALLEST = 1 << 19;

  /** {@code MADV_RANDOM} and {@code MADV_PAGEOUT} of madvise(2); the second from Linux 5.4 on. */
  private static final int[] ADVICE = {1, 21};

  private SparePages() {}

  /** KiB that this process has in memory now; 0 where that cannot be told. */
  public static long resident() {
    try {
      return Files.readAllLines(STATUS).stream()
          .filter(line -> line.startsWith("VmRSS:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
          .findFirst()
          .orElse(0);
    } catch (IOException e) {
      return 0;
    }
  }

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

  /** A kernel that does not know the advice leaves all as it is. */
  private static void advise(long from, long length, int advice) {
    long _ = Invoker.getInstance().invokeN3(CLibrary.CALL, CLibrary.MADVISE, from, length, advice);
  }

  /**
   * By what jnr-unixsocket calls the C library with, and its classes lie in the cache: {@code
   * java.lang.foreign} would load and compile two hundred for this one call, which is just what is
   * to be given back.
   */
  private static final class CLibrary {
    static final long MADVISE = Library.getDefault().getSymbolAddress("madvise");
    static final CallContext CALL =
        CallContext.getCallContext(
            Type.SINT32,
            new Type[] {Type.SINT64, Type.SINT64, Type.SINT32},
            CallingConvention.DEFAULT,
            false);
  }
}
