package dev.nodeready.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SparePagesTest {
  private static final int BYTES = 8 << 20;
  private static final int PAGE = 4096;

  @TempDir Path folder;

  @Test
  void pages_of_a_file_that_nobody_reads_any_more_leave_the_memory_and_come_back_as_they_were()
      throws IOException {
    Path file = Files.write(folder.resolve("classes"), filled());
    try (FileChannel channel = FileChannel.open(file);
        Arena arena = Arena.ofConfined()) {
      channel.force(true);
      MemorySegment mapped = channel.map(MapMode.READ_ONLY, 0, BYTES, arena);
      assertEquals(BYTES / PAGE, sum(mapped));
      assertTrue(resident(file) > BYTES / 1024 / 2, "it was read: " + resident(file) + " kB");

      SparePages.giveBack();

      assertTrue(resident(file) < BYTES / 1024 / 2, "it is spare: " + resident(file) + " kB");
      assertEquals(BYTES / PAGE, sum(mapped));
    }
  }

  private static byte[] filled() {
    byte[] bytes = new byte[BYTES];
    Arrays.fill(bytes, (byte) 1);
    return bytes;
  }

  private static long sum(MemorySegment mapped) {
    long sum = 0;
    for (long at = 0; at < BYTES; at += PAGE) {
      sum += mapped.get(ValueLayout.JAVA_BYTE, at);
    }
    return sum;
  }

  /** In kB, as the kernel tells it. */
  private static long resident(Path file) throws IOException {
    List<String> lines = Files.readAllLines(Path.of("/proc/self/smaps"));
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).endsWith(file.toString())) {
        return lines.subList(i, lines.size()).stream()
            .filter(line -> line.startsWith("Rss:"))
            .findFirst()
            .map(line -> Long.parseLong(line.replaceAll("\\D", "")))
            .orElseThrow();
      }
    }
    throw new AssertionError(file + " is not mapped");
  }
}
