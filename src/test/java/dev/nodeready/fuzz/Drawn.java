package dev.nodeready.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.Random;

/** Draws inputs by the grammar of their language, near its edges. */
final class Drawn {
  private static final List<String> SCALARS =
      List.of("1979-05-27T07:32:00Z", "1979-05-27 07:32:00.999-07:00", "07:32:00", "0x1f", "0o17");

  private static final List<String> HOSTS =
      List.of(
          "example.com",
          "a.example.com",
          "b.a.example.com",
          "badexample.com",
          "localhost",
          "h",
          "10.1.2.3",
          "10.0.0.0",
          "11.1.2.3",
          "127.0.0.1",
          "127.1.2.3",
          "0.0.0.0",
          "[::1]",
          "[fd00::1]",
          "[fd00:ec2::254]",
          "[::ffff:10.1.2.3]",
          "169.254.169.254",
          "EXAMPLE.com");

  private static final List<String> DIRECT =
      List.of(
          "example.com",
          ".example.com",
          "*.example.com",
          "com",
          "*",
          "",
          " ",
          "10.0.0.0/8",
          "10.1.2.3",
          "10.1.2.3/32",
          "0.0.0.0/0",
          "::/0",
          "fd00::/8",
          "fd00::1",
          "[fd00::1]",
          "[::1]",
          "localhost",
          "10.1.2",
          "10.0.0.0/33",
          "10.0.0.0/",
          "300.1.1.1",
          "a:b",
          "h.",
          ".",
          "*.com",
          "ex*mple.com",
          "*example.com",
          "EXAMPLE.COM",
          "::ffff:10.1.2.3",
          "::ffff:10.0.0.0/104",
          "010.1.2.3",
          "fd00::1%eth0",
          "https://example.com",
          "10.0.0.0/08");

  private Drawn() {}

  static byte[] toml(Random random) {
    StringBuilder text = new StringBuilder();
    for (int line = random.nextInt(6); line >= 0; line--) {
      switch (random.nextInt(6)) {
        case 0 -> text.append('[').append(key(random)).append("]\n");
        case 1 -> text.append("[[").append(key(random)).append("]]\n");
        default -> text.append(key(random)).append(" = ").append(value(random, 3)).append('\n');
      }
    }
    return text.toString().getBytes(UTF_8);
  }

  private static String key(Random random) {
    List<String> keys = List.of("a", "b", "c", "\"d e\"", "'f'", "1", "\"\"", "true");
    String key = pick(keys, random);
    return random.nextInt(3) == 0 ? key + "." + key(random) : key;
  }

  private static String value(Random random, int depth) {
    return switch (depth == 0 ? random.nextInt(4) : random.nextInt(6)) {
      case 0 -> pick(SCALARS, random);
      case 1 -> letters(random, "0123456789_+-.eExobinfa", 8);
      case 2 -> "\"" + letters(random, "ab\\nutU0x1e8\\\"\t ", 6) + "\"";
      case 3 -> letters(random, "0123456789-:TZ.+ ", 20);
      case 4 -> "[" + value(random, depth - 1) + ", " + value(random, depth - 1) + "]";
      default -> "{" + key(random) + " = " + value(random, depth - 1) + "}";
    };
  }

  static byte[] yaml(Random random) {
    StringBuilder text = new StringBuilder();
    for (int line = random.nextInt(5); line >= 0; line--) {
      text.append("k").append(line).append(": ").append(scalar(random)).append('\n');
    }
    return text.toString().getBytes(UTF_8);
  }

  private static String scalar(Random random) {
    return switch (random.nextInt(8)) {
      case 0 -> letters(random, "0123456789_+-.eExobinfaNF", 9);
      case 1 -> letters(random, "yYnNoOfFeEsStTrRuUaAlL~", 5);
      case 2 -> "\"" + letters(random, "ab\\nutxU0x1e8\\/ \t", 8) + "\"";
      case 3 -> "'" + letters(random, "ab' \\#:", 6) + "'";
      case 4 -> letters(random, "0123456789-:TZ. +", 12);
      case 5 -> "[" + letters(random, "a1,. ~", 5) + "]";
      case 6 -> "|" + letters(random, "-+2", 2) + "\n  " + letters(random, "a b#:", 6) + "\n";
      default -> letters(random, "ab0:#-?&*!|>%@ ,[]{}", 7);
    };
  }

  /** A proxy, what goes past it, and a URL, each on a line. */
  static byte[] proxy(Random random) {
    StringBuilder direct = new StringBuilder();
    for (int count = random.nextInt(4); count > 0; count--) {
      String port =
          random.nextInt(4) == 0 ? pick(List.of(":443", ":80", ":8443", ":"), random) : "";
      direct.append(pick(DIRECT, random)).append(port).append(random.nextInt(5) == 0 ? " ," : ",");
    }
    String port = pick(List.of("", ":443", ":80", ":8443"), random);
    String proxy = pick(List.of("http://p:3128", "p:3128", "https://p", "p", ""), random);
    String scheme = pick(List.of("http://", "https://"), random);
    return (proxy + "\n" + direct + "\n" + scheme + pick(HOSTS, random) + port + "/x")
        .getBytes(UTF_8);
  }

  static byte[] cel(Random random) {
    return number(random, 4).getBytes(UTF_8);
  }

  private static String number(Random random, int depth) {
    String a = depth == 0 ? "" : number(random, depth - 1);
    return switch (depth == 0 ? random.nextInt(6) : 6 + random.nextInt(15)) {
      case 0 -> "default_enis";
      case 1 -> "ips_per_eni";
      case 2 -> "max_pods";
      case 3 -> String.valueOf(random.nextInt(20) - 2);
      case 4 -> pick(List.of("9223372036854775807", "2147483648", "0", "-1", "0x10", "1u"), random);
      case 5 -> pick(List.of("1.5", "'12'", "true", "1e3", "[1]", "null", "3u", "'x'"), random);
      case 6 -> a + " + " + number(random, depth - 1);
      case 7 -> a + " - " + number(random, depth - 1);
      case 8 -> a + " * " + number(random, depth - 1);
      case 9 -> a + " / " + number(random, depth - 1);
      case 10 -> a + " % " + number(random, depth - 1);
      case 11 ->
          "(" + truth(random, depth - 1) + " ? " + a + " : " + number(random, depth - 1) + ")";
      case 12 -> "int(" + a + ")";
      case 13 -> "-(" + a + ")";
      case 14 -> "double(" + a + ")";
      case 15 -> "size([" + a + ", 2])";
      case 16 -> "[" + a + ", 7].map(x, x * 2)[" + random.nextInt(3) + "]";
      case 17 -> "uint(" + a + ")";
      case 18 -> "string(" + a + ")";
      case 19 -> "duration('" + random.nextInt(90) + "s').getSeconds()";
      default -> "(" + a + ")";
    };
  }

  private static String truth(Random random, int depth) {
    String a = number(random, Math.max(0, depth - 1));
    String b = number(random, 0);
    return switch (random.nextInt(7)) {
      case 0 -> a + " < " + b;
      case 1 -> a + " == " + b;
      case 2 -> a + " != " + b + " && " + b + " > 0";
      case 3 -> "!(" + a + " >= " + b + ")";
      case 4 -> a + " in [" + b + ", 58]";
      case 5 -> "[1, 2].exists(x, x == " + a + ")";
      default -> "true || " + a + " / 0 == 1";
    };
  }

  private static String letters(Random random, String alphabet, int most) {
    StringBuilder text = new StringBuilder();
    for (int count = random.nextInt(most + 1); count > 0; count--) {
      text.append(alphabet.charAt(random.nextInt(alphabet.length())));
    }
    return text.toString();
  }

  private static <T> T pick(List<T> list, Random random) {
    return list.get(random.nextInt(list.size()));
  }
}
