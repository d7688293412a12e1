package dev.nodeready.systemd;

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
  private static final String UNIT = MANAGER + "/unit/";

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

  /** The object path of a unit: every byte but letters and digits as an underscore and hex. */
  static String pathOf(String unit) {
    StringBuilder path = new StringBuilder(UNIT);
    for (int i = 0; i < unit.length(); i++) {
      char c = unit.charAt(i);
      boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
      boolean digit = c >= '0' && c <= '9';
      if (letter || (digit && i > 0)) {
        path.append(c);
      } else {
        path.append('_')
            .append(Character.forDigit((c >> 4) & 15, 16))
            .append(Character.forDigit(c & 15, 16));
      }
    }
    return path.toString();
  }
}
