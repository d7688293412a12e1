package dev.nodeready.platform;

import dev.nodeready.host.Root;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * What the machine's firmware says of where it runs. Instances of EC2 say so, on x86 and arm, under
 * Nitro, Xen and on bare metal; where nothing is said, as in a container, nothing is concluded.
 */
public final class Firmware {
  private static final String DMI = "/sys/class/dmi/id/";
  private static final int LONGEST = 128;

  /** In which instances have Amazon's name, or Xen's with Amazon's build. */
  private static final List<String> NAMES =
      List.of(
          "sys_vendor",
          "bios_vendor",
          "board_vendor",
          "chassis_vendor",
          "chassis_asset_tag",
          "bios_version",
          "product_version");

  /** What the field holds where nobody has filled it in, or that instances say as well. */
  private static final Set<String> NOBODY =
      Set.of(
          "",
          "xen",
          "none",
          "n/a",
          "na",
          "unknown",
          "oem",
          "not specified",
          "default string",
          "system manufacturer",
          "to be filled by o.e.m.");

  private Firmware() {}

  /**
   * What shows that this machine is no instance of EC2, for people; empty where it is one, or may
   * be. A metadata service that {@code environment} names is there whatever the firmware says.
   */
  public static String elsewhere(Root root, Map<String, String> environment) {
    String named = environment.getOrDefault("AWS_EC2_METADATA_SERVICE_ENDPOINT", "");
    String vendor = text(root, DMI + "sys_vendor");
    boolean tells = !NOBODY.contains(vendor.toLowerCase(Locale.ROOT));
    return tells && !isInstance(root) && named.isBlank()
        ? "%ssys_vendor is %s".formatted(DMI, vendor)
        : "";
  }

  /** Whether the firmware says that this machine is an instance of EC2. */
  public static boolean isInstance(Root root) {
    return NAMES.stream()
            .map(name -> text(root, DMI + name).toLowerCase(Locale.ROOT))
            .anyMatch(text -> text.contains("amazon"))
        || isOfInstance(text(root, DMI + "product_uuid"))
        || isOfInstance(text(root, DMI + "product_serial"))
        || isOfInstance(text(root, "/sys/hypervisor/uuid"));
  }

  /** Those of instances begin with EC2; older firmware turns the bytes of the first part around. */
  private static boolean isOfInstance(String uuid) {
    String lower = uuid.toLowerCase(Locale.ROOT);
    return lower.startsWith("ec2") || lower.matches("[0-9a-f]{4}2[0-9a-f]ec-.*");
  }

  private static String text(Root root, String path) {
    Path file = root.at(path);
    try (InputStream in = Files.newInputStream(file)) {
      return new String(in.readNBytes(LONGEST), StandardCharsets.ISO_8859_1).strip();
    } catch (IOException e) {
      // Not there, or not for us to read: it tells nothing.
      return "";
    }
  }
}
