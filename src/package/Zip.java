import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.SortedMap;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Writes archives that are the same for the same content. */
final class Zip {
  private Zip() {}

  /** Writes entries in their order. */
  static void write(Path file, SortedMap<String, byte[]> entries, Instant time) throws IOException {
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
      zip.setLevel(Deflater.BEST_COMPRESSION);
      for (var content : entries.entrySet()) {
        ZipEntry entry = new ZipEntry(content.getKey());
        // Archives know no zone: a time set as an instant would depend on the builder's.
        entry.setTimeLocal(LocalDateTime.ofInstant(time, ZoneOffset.UTC));
        zip.putNextEntry(entry);
        zip.write(content.getValue());
        zip.closeEntry();
      }
    }
  }
}
