package dev.nodeready.cri;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * What lies where in an uncompressed tar (POSIX.1-1988 {@code ustar}), without reading through it.
 */
final class TarIndex implements AutoCloseable {
  private static final int BLOCK = 512;
  private static final int MOST_ENTRIES = 10_000;
  private static final int LONGEST_TEXT = 4 << 20;
  private static final String BLOBS = "blobs/sha256/";
  private static final int SHA256 = 32;
  private static final int PIECE = 1 << 20;

  private final FileChannel file;
  private final Map<String, Entry> entries = new HashMap<>();

  /** Where an entry's content begins, and its bytes. */
  private record Entry(long at, long size) {}

  private TarIndex(FileChannel file) {
    this.file = file;
  }

  /**
   * Opens an archive.
   *
   * @throws IOException when it is no such tar, names something longer than 255 bytes, or has more
   *     than 10,000 entries
   */
  static TarIndex open(Path archive) throws IOException {
    TarIndex index = new TarIndex(FileChannel.open(archive, StandardOpenOption.READ));
    try {
      index.readEntries();
      return index;
    } catch (IOException e) {
      index.close();
      throw e;
    }
  }

  /** Whether there is an entry of this name. */
  boolean has(String name) {
    return entries.containsKey(name);
  }

  /** The text of an entry; empty where there is none, or none that is as short as a text is. */
  Optional<String> text(String name) throws IOException {
    Entry entry = entries.get(name);
    return entry == null || entry.size() > LONGEST_TEXT
        ? Optional.empty()
        : Optional.of(new String(read(entry.at(), (int) entry.size()), StandardCharsets.UTF_8));
  }

  /** Blobs whose content has another digest than their name says, in the order of their names. */
  List<String> wrongBlobs() throws IOException {
    List<String> wrong = new ArrayList<>();
    for (String name : new TreeSet<>(entries.keySet())) {
      if (name.startsWith(BLOBS)
          && name.length() == BLOBS.length() + 2 * SHA256
          && !sha256(name).equals(name.substring(BLOBS.length()))) {
        wrong.add(name);
      }
    }
    return wrong;
  }

  private String sha256(String name) throws IOException {
    Entry entry = entries.getOrDefault(name, new Entry(0, 0));
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (long at = 0; at < entry.size(); at += PIECE) {
        digest.update(read(entry.at() + at, (int) Math.min(PIECE, entry.size() - at)));
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private void readEntries() throws IOException {
    long at = 0;
    for (int count = 0; at + BLOCK <= file.size(); count++) {
      byte[] header = read(at, BLOCK);
      if (header[0] == 0) {
        return;
      }
      if (count == MOST_ENTRIES || !text(header, 257, 5).equals("ustar") || isLongName(header)) {
        throw new IOException("no tar that can be looked into");
      }
      long size = size(header);
      entries.put(name(header), new Entry(at + BLOCK, size));
      at += BLOCK + (size + BLOCK - 1) / BLOCK * BLOCK;
    }
  }

  /** The name is in an entry before it, by GNU's way or POSIX.1-2001's. */
  private static boolean isLongName(byte[] header) {
    return header[156] == 'L' || header[156] == 'x';
  }

  private static String name(byte[] header) {
    String prefix = text(header, 345, 155);
    String name = (prefix.isEmpty() ? "" : prefix + "/") + text(header, 0, 100);
    return name.startsWith("./") ? name.substring(2) : name;
  }

  private static long size(byte[] header) throws IOException {
    String digits = text(header, 124, 12).strip();
    if (!digits.matches("[0-7]{1,12}")) {
      throw new IOException("no size of an entry");
    }
    return Long.parseLong(digits, 8);
  }

  private static String text(byte[] header, int at, int most) {
    int end = at;
    while (end < at + most && header[end] != 0) {
      end++;
    }
    return new String(header, at, end - at, StandardCharsets.UTF_8);
  }

  private byte[] read(long at, int length) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(length);
    while (bytes.hasRemaining()) {
      if (file.read(bytes, at + bytes.position()) < 0) {
        throw new IOException("it ends too early");
      }
    }
    return bytes.array();
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
