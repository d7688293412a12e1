package dev.nodeready.systemd;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * A call to systemd.
 *
 * @param path the object
 * @param type the D-Bus interface
 * @param arguments strings all of them: no call made here needs more
 */
record Call(String path, String type, String member, List<String> arguments) {
  private static final String MANAGER = "/org/freedesktop/systemd1";
  private static final byte[] UNIT = ascii(MANAGER + "/unit/");
  private static final byte[] HEX = ascii("0123456789abcdef");

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /** A call to the manager itself. */
  static Call manager(String member, String... arguments) {
    return new Call(MANAGER, "org.freedesktop.systemd1.Manager", member, List.of(arguments));
  }

  /** Asks for one property of a unit; a unit that is not loaded gets loaded by that. */
  static Call property(String unit, String type, String name) {
    return new Call(
        pathOf(unit),
        "org.freedesktop.DBus.Properties",
        "Get",
        List.of("org.freedesktop.systemd1." + type, name));
  }

  /** Asks for one property of the manager itself. */
  static Call property(String name) {
    return new Call(
        MANAGER,
        "org.freedesktop.DBus.Properties",
        "Get",
        List.of("org.freedesktop.systemd1.Manager", name));
  }

  /** Whether it differs from another one in the object and in what the arguments say alone. */
  boolean isOfKind(Call other) {
    return type.equals(other.type)
        && member.equals(other.member)
        && arguments.size() == other.arguments.size();
  }

  /** The object path of a unit: every byte but letters and digits as an underscore and hex. */
  static String pathOf(String unit) {
    byte[] name = unit.getBytes(StandardCharsets.UTF_8);
    byte[] path = Arrays.copyOf(UNIT, UNIT.length + 3 * name.length);
    int at = UNIT.length;
    for (int i = 0; i < name.length; i++) {
      byte c = name[i];
      boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
      boolean digit = c >= '0' && c <= '9';
      if (letter || (digit && i > 0)) {
        path[at++] = c;
      } else {
        path[at++] = '_';
        path[at++] = HEX[(c >> 4) & 15];
        path[at++] = HEX[c & 15];
      }
    }
    return new String(path, 0, at, StandardCharsets.ISO_8859_1);
  }
}
