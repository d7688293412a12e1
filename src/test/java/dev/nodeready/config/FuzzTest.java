package dev.nodeready.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nodeready.config.toml.TomlException;
import dev.nodeready.config.toml.TomlText;
import dev.nodeready.failure.FailureException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Throws mutated user data at the parsers: whatever it is, they answer within bounds and throw
 * nothing but a failure. Some thousand rounds by default; {@code -Dfuzz.rounds=1000000
 * -Dfuzz.seed=2} for a long search. A failing round names its seed.
 */
class FuzzTest {
  private static final int ROUNDS = Integer.getInteger("fuzz.rounds", 4000);
  private static final long SEED = Long.getLong("fuzz.seed", 1);

  /** Beyond this one input counts as a hang. */
  private static final long LONGEST_NANOS = 5_000_000_000L;

  /** Bytes that one input may make the parsers allocate. */
  private static final long MOST_BYTES = 512L << 20;

  private static final String MULTIPART =
      "MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=\"B\"\n\n--B\n"
          + "Content-Type: application/node.eks.aws\n\n"
          + Samples.BASE
          + "\n--B\nContent-Type: text/x-shellscript\n\n#!/bin/sh\n--B--\n";

  private static final List<String> SEEDS =
      List.of(
          Samples.BASE,
          MULTIPART,
          MULTIPART.replace("\n", "\r\n"),
          Samples.baseWith(
              """
              kubelet: {config: {a: &x [1, 0x1f, 1e3], b: *x}, flags: ['--node-labels=a=b']}
              instance: {environment: {default: {A: "b\\n"}}}
              containerd: {config: "a.b = [1, {c = 'd'}]\\n[[e]]\\nf = 1979-05-27\\n"}
              bootstrap: {budgets: {total: 1h30m}}
              """),
          "{\"apiVersion\":\"node.eks.aws/v1alpha1\",\"kind\":\"NodeConfig\",\"spec\":{\"cluster\":{}}}",
          "base: &a {<<: {x: 1}, y: !!int '2'}\nc: [*a, *a]\n? d\n: |\n  text\n");

  private static final List<String> TOKENS =
      List.of(
          "\n",
          "\r\n",
          "\t",
          " ",
          ":",
          "- ",
          "[",
          "]",
          "{",
          "}",
          "&a ",
          "*a",
          "<<",
          "!!str ",
          "|\n",
          ">",
          "\"",
          "'",
          "\\",
          "#",
          "---\n",
          "--B",
          "--B--",
          "=",
          "\u0000",
          "\ud800",
          "é",
          "\ufeff",
          "null",
          "yes",
          "1e999",
          "0x",
          "\"\"\"",
          "[[",
          "a.b",
          "Content-Type: multipart/mixed;",
          "boundary=",
          "content-transfer-encoding: base64\n",
          "quoted-printable");

  @Test
  void user_data_of_any_kind_ends_in_a_configuration_or_a_failure() {
    var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    for (int round = 0; round < ROUNDS; round++) {
      byte[] input = input(new Random(SEED * 1_000_003 + round));
      long bytes = threads.getCurrentThreadAllocatedBytes();
      long start = System.nanoTime();

      resolve(input, round);

      assertThat(System.nanoTime() - start).as("time of round %d", round).isLessThan(LONGEST_NANOS);
      assertThat(threads.getCurrentThreadAllocatedBytes() - bytes)
          .as("memory of round %d", round)
          .isLessThan(MOST_BYTES);
    }
  }

  private static void resolve(byte[] input, int round) {
    try {
      NodeConfig config = Samples.resolve(input).config();
      assertThat(ConfigJson.dump(config)).endsWith("}\n");
    } catch (FailureException e) {
      assertThat(e.failure().code().area()).isEqualTo("CONFIG");
    } catch (Throwable e) {
      throw new AssertionError("round " + round + ": " + printable(input), e);
    }
  }

  @Test
  void toml_of_any_kind_is_read_or_refused_and_reads_again_once_written() throws Exception {
    for (int round = 0; round < ROUNDS; round++) {
      String input =
          new String(input(new Random(SEED * 7_000_003 + round)), StandardCharsets.UTF_8);
      String text = round % 2 == 0 ? toml(new Random(SEED + round)) : input;
      try {
        String written = TomlText.write(TomlText.parse(text));
        assertThat(TomlText.write(TomlText.parse(written)))
            .as("round %d", round)
            .isEqualTo(written);
      } catch (TomlException e) {
        assertThat(e.line()).isPositive();
      } catch (RuntimeException | StackOverflowError e) {
        throw new AssertionError("round " + round + ": " + text, e);
      }
    }
  }

  private static String toml(Random random) {
    StringBuilder text = new StringBuilder();
    List<String> lines =
        List.of(
            "a = 1\n",
            "[t]\n",
            "[[l]]\n",
            "a.b.c = 'x'\n",
            "[t.u]\n",
            "[[l.m]]\n",
            "\"q k\" = 1.5\n",
            "d = 2020-01-01T00:00:00Z\n",
            "i = {x = [1, {y = 2}], z.w = true}\n",
            "s = \"\"\"a\nb\"\"\"\n",
            "# c\n",
            "e = []\n");
    for (int count = random.nextInt(12); count > 0; count--) {
      text.append(lines.get(random.nextInt(lines.size())));
    }
    return mutate(text, random, random.nextInt(3)).toString();
  }

  private static byte[] input(Random random) {
    StringBuilder text = new StringBuilder(SEEDS.get(random.nextInt(SEEDS.size())));
    byte[] bytes =
        mutate(text, random, 1 + random.nextInt(12)).toString().getBytes(StandardCharsets.UTF_8);
    return switch (random.nextInt(12)) {
      case 0 -> Samples.gzip(bytes);
      case 1 -> Base64.getEncoder().encode(bytes);
      case 2 -> flip(Samples.gzip(bytes), random);
      case 3 -> flip(bytes, random);
      default -> bytes;
    };
  }

  private static StringBuilder mutate(StringBuilder text, Random random, int times) {
    for (int count = 0; count < times; count++) {
      int at = random.nextInt(text.length() + 1);
      int end = Math.min(text.length(), at + random.nextInt(20));
      switch (random.nextInt(5)) {
        case 0 -> text.delete(at, end);
        case 1 -> text.insert(at, text.substring(at, end));
        case 2 ->
            text.insert(at, TOKENS.get(random.nextInt(TOKENS.size())).repeat(random.nextInt(300)));
        case 3 -> text.insert(at, (char) random.nextInt(0x250));
        default -> text.insert(at, TOKENS.get(random.nextInt(TOKENS.size())));
      }
    }
    return text;
  }

  private static byte[] flip(byte[] bytes, Random random) {
    for (int count = 1 + random.nextInt(4); count > 0 && bytes.length > 0; count--) {
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
    }
    return bytes;
  }

  private static String printable(byte[] input) {
    return Base64.getEncoder().encodeToString(input);
  }
}
