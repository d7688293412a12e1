package dev.nodeready.fuzz;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Draws inputs from honest ones: the same for the same seed. */
final class Mutation {
  private static final int LONGEST = 128 << 10;

  /** What has broken readers of many languages. */
  private static final List<String> EVERYWHERE =
      List.of(
          "\0",
          "\n",
          "\r\n",
          "\t",
          " ",
          "\ufeff",
          "é",
          "\ud83d\ude00",
          "\u2028",
          "-1",
          "0",
          "00",
          "1e999999999",
          "-1e-999999999",
          "2147483648",
          "-2147483648",
          "9223372036854775807",
          "9223372036854775808",
          "-9223372036854775808",
          "18446744073709551616",
          "99999999999999999999999999999999",
          "0x1f",
          "NaN",
          "null",
          "true",
          "%00",
          "%s",
          "${a}",
          "$1",
          "\\",
          "\"",
          "'",
          "[",
          "]",
          "{",
          "}",
          "(",
          "<",
          ">",
          "&",
          "=",
          ":",
          ",",
          ".",
          "/",
          "//",
          "..",
          "*",
          "#",
          "@");

  private final List<byte[]> seeds;
  private final List<String> words;
  private final Random random;

  Mutation(Target target, long seed) {
    this.seeds = target.seeds();
    this.words = target.words();
    this.random = new Random(seed);
  }

  /** The input of this seed. */
  byte[] draw() {
    byte[] input = pick(seeds);
    for (int count = 1 + random.nextInt(random.nextBoolean() ? 3 : 12); count > 0; count--) {
      input = changed(input);
    }
    return input.length > LONGEST ? Arrays.copyOf(input, LONGEST) : input;
  }

  private byte[] changed(byte[] input) {
    int at = random.nextInt(input.length + 1);
    int end = Math.min(input.length, at + random.nextInt(random.nextInt(8) == 0 ? 2000 : 24));
    return switch (random.nextInt(12)) {
      case 0 -> flipped(input);
      case 1 -> joined(input, at, end, new byte[0]);
      case 2 -> Arrays.copyOf(input, at);
      case 3 -> joined(input, at, at, Arrays.copyOfRange(input, at, end));
      case 4 -> joined(input, at, at, repeated(Arrays.copyOfRange(input, at, end)));
      case 5 -> joined(input, at, at, repeated(word()));
      case 6 -> joined(input, at, end, slice(pick(seeds)));
      case 7 -> joined(input, at, at, new byte[] {(byte) random.nextInt(256)});
      case 8 -> joined(input, at, numberEnd(input, at), word());
      case 9 -> nested(input, at, end);
      default -> joined(input, at, random.nextBoolean() ? at : end, word());
    };
  }

  private byte[] flipped(byte[] input) {
    byte[] other = input.clone();
    for (int count = 1 + random.nextInt(4); count > 0 && other.length > 0; count--) {
      other[random.nextInt(other.length)] ^= (byte) (1 << random.nextInt(8));
    }
    return other;
  }

  /** Behind the digits that begin there. */
  private static int numberEnd(byte[] input, int at) {
    int end = at;
    while (end < input.length && input[end] >= '0' && input[end] <= '9') {
      end++;
    }
    return end;
  }

  /** A part in the middle of many openings, and as many of what may close them. */
  private byte[] nested(byte[] input, int at, int end) {
    int times = 1 + random.nextInt(300);
    List<String> pair = List.of("[]", "{}", "()", "<>", "\"\"", "''");
    String marks = pair.get(random.nextInt(pair.size()));
    String open =
        random.nextInt(3) == 0 ? new String(word(), StandardCharsets.UTF_8) : marks.substring(0, 1);
    byte[] middle = Arrays.copyOfRange(input, at, end);
    byte[] before = open.repeat(times).getBytes(StandardCharsets.UTF_8);
    byte[] after = marks.substring(1).repeat(times).getBytes(StandardCharsets.UTF_8);
    return joined(
        input,
        at,
        end,
        joined(joined(before, before.length, before.length, middle), 0, 0, new byte[0], after));
  }

  private byte[] repeated(byte[] part) {
    int times = 1 + random.nextInt(random.nextInt(4) == 0 ? 3000 : 40);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (int count = 0; count < times && out.size() < LONGEST; count++) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }

  private byte[] word() {
    boolean own = !words.isEmpty() && random.nextInt(3) > 0;
    return pickText(own ? words : EVERYWHERE).getBytes(StandardCharsets.UTF_8);
  }

  private byte[] slice(byte[] from) {
    int at = random.nextInt(from.length + 1);
    return Arrays.copyOfRange(from, at, at + random.nextInt(from.length - at + 1));
  }

  private byte[] pick(List<byte[]> list) {
    return list.isEmpty() ? new byte[0] : list.get(random.nextInt(list.size()));
  }

  private String pickText(List<String> list) {
    return list.get(random.nextInt(list.size()));
  }

  /** With what lies between two places replaced, and more at the end. */
  private static byte[] joined(byte[] input, int from, int to, byte[]... parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(input, 0, from);
    out.writeBytes(parts[0]);
    out.write(input, to, input.length - to);
    for (int at = 1; at < parts.length; at++) {
      out.writeBytes(parts[at]);
    }
    return out.toByteArray();
  }
}
