package dev.nodeready.disks;

import dev.nodeready.host.RenderedFile;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;

/**
 * A mount unit of systemd, which brings a mount back at each boot without us.
 *
 * <p>Its default dependencies would hold up the whole boot for a disk that is gone, as after a stop
 * and start of the instance: a mount before {@code local-fs.target} is waited for. Only who uses
 * the folders waits. Of a folder that is none of a node's own nobody knows who that is: it comes
 * before {@code local-fs.target}, and so before each service, as nodeadm's do.
 *
 * @param name the unit's, which systemd derives from the folder
 */
public record MountUnit(String name, String text) {
  private static final String USERS = "containerd.service kubelet.service soci-snapshotter.service";

  /** Of a folder whose users are not known. */
  private static final String ALL = "local-fs.target " + USERS;

  private static final String BY_UUID = "/dev/disk/by-uuid/";
  private static final String FOLDER = "/etc/systemd/system/";

  /**
   * A file system.
   *
   * @param what as {@link #what} says it
   * @param type of the file system, such as {@code xfs}
   * @param users units that start behind it, blanks between
   */
  public static MountUnit fileSystem(
      String description, String what, String where, String type, String users) {
    return unit(description, "", what, where, type, "defaults,noatime", users, users);
  }

  /**
   * What mounts the file system of a UUID: its link, since systemd waits for devices by their paths
   * alone, and a mount that begins before udev has found the disk fails for good.
   */
  public static String what(String uuid) {
    return BY_UUID + uuid;
  }

  /** The UUID that a unit mounts, as we or the images' script write it; empty for none. */
  public static String uuidOf(String what) {
    for (String form : List.of(BY_UUID, "UUID=")) {
      if (what.startsWith(form)) {
        return what.substring(form.length());
      }
    }
    return "";
  }

  /** The disk or array of a UUID. */
  static MountUnit disk(String uuid, String where, String description) {
    return fileSystem(description, what(uuid), where, "xfs", USERS);
  }

  /**
   * A folder that shows another one, once that is there: it comes to be by one rename, when all is
   * in it.
   */
  public static MountUnit bind(String what, String where) {
    String once = "ConditionPathIsDirectory=" + specifiers(what) + "\n";
    String before = isOfTheNode(where) ? USERS : ALL;
    return unit(
        "Mount " + where + " from " + what, once, what, where, "none", "bind", before, USERS);
  }

  private static boolean isOfTheNode(String where) {
    return Stream.of(BoundFolder.values())
        .anyMatch(folder -> (where + "/").startsWith(folder.path() + "/"));
  }

  private static MountUnit unit(
      String description,
      String condition,
      String what,
      String where,
      String type,
      String options,
      String before,
      String users) {
    String text =
        """
        [Unit]
        Description=%s
        DefaultDependencies=no
        %sAfter=local-fs-pre.target
        Conflicts=umount.target
        Before=umount.target %s

        [Mount]
        What=%s
        Where=%s
        Type=%s
        Options=%s

        [Install]
        WantedBy=multi-user.target %s
        """
            .formatted(
                specifiers(description),
                condition,
                before,
                specifiers(what),
                specifiers(where),
                type,
                options,
                users);
    return new MountUnit(nameOf(where), text);
  }

  /** Its file. */
  public RenderedFile file() {
    return RenderedFile.text(pathOf(name), text);
  }

  /** Where the file of the unit for a folder lies. */
  static String pathFor(String where) {
    return pathOf(nameOf(where));
  }

  private static String pathOf(String name) {
    return FOLDER + name;
  }

  private static String specifiers(String text) {
    return text.replace("%", "%%");
  }

  /** The name that systemd wants for a folder's unit, as {@code systemd-escape --path} makes it. */
  public static String nameOf(String where) {
    String path = where.replaceAll("/+", "/").replaceFirst("^/", "").replaceFirst("/$", "");
    StringBuilder name = new StringBuilder();
    for (byte one : path.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (one & 0xff);
      boolean plain = c < 0x80 && (Character.isLetterOrDigit(c) || c == ':' || c == '_');
      if (c == '/') {
        name.append('-');
      } else if (plain || (c == '.' && !name.isEmpty())) {
        name.append(c);
      } else {
        name.append("\\x%02x".formatted((int) c));
      }
    }
    return (name.isEmpty() ? "-" : name) + ".mount";
  }

  /** What the unit of this text mounts; empty where it does not say. */
  static String whatOf(String text) {
    return field(text, "What=");
  }

  /** Its folder. */
  String where() {
    return field(text, "Where=");
  }

  private static String field(String text, String name) {
    return text.lines()
        .filter(line -> line.startsWith(name))
        .map(line -> line.substring(name.length()).strip().replace("%%", "%"))
        .findFirst()
        .orElse("");
  }
}
