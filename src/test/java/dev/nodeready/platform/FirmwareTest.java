package dev.nodeready.platform;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nodeready.host.Root;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FirmwareTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({
    // Nitro and bare metal, x86 and arm
    "class/dmi/id/sys_vendor, Amazon EC2",
    "class/dmi/id/bios_vendor, Amazon EC2",
    "class/dmi/id/chassis_asset_tag, Amazon EC2",
    // Xen
    "class/dmi/id/bios_version, 4.11.amazon",
    "class/dmi/id/product_uuid, EC2E1916-9099-7CAF-FD21-012345ABCDEF",
    "class/dmi/id/product_uuid, 45E12AEC-DCD1-B213-94ED-012345ABCDEF",
    "hypervisor/uuid, ec2e1916-9099-7caf-fd21-012345abcdef",
  })
  void an_instance_shows_itself_whatever_else_the_firmware_says(String file, String text)
      throws IOException {
    says("class/dmi/id/sys_vendor", "Somebody");
    says(file, text);

    assertThat(elsewhere()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "QEMU",
        "VMware, Inc.",
        "Microsoft Corporation",
        "Google",
        "OpenStack Foundation",
        "Dell Inc.",
        "Hetzner"
      })
  void another_vendor_is_evidence(String vendor) throws IOException {
    says("class/dmi/id/sys_vendor", vendor);
    says("class/dmi/id/product_uuid", "4c4c4544-0042-3510-8056-b4c04f4e3233");

    assertThat(elsewhere()).contains("sys_vendor is " + vendor);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "Xen", "To Be Filled By O.E.M.", "Default string"})
  void a_vendor_that_is_none_or_may_be_that_of_an_instance_is_no_evidence(String vendor)
      throws IOException {
    says("class/dmi/id/sys_vendor", vendor);

    assertThat(elsewhere()).isEmpty();
  }

  @Test
  void a_machine_whose_firmware_tells_nothing_may_be_an_instance() {
    assertThat(elsewhere()).isEmpty();
  }

  @Test
  void a_metadata_service_that_is_named_is_asked_on_any_machine() throws IOException {
    says("class/dmi/id/sys_vendor", "QEMU");

    assertThat(
            Firmware.elsewhere(
                new Root(folder), Map.of("AWS_EC2_METADATA_SERVICE_ENDPOINT", "http://10.0.0.1")))
        .isEmpty();
  }

  private String elsewhere() {
    return Firmware.elsewhere(new Root(folder), Map.of());
  }

  private void says(String file, String text) throws IOException {
    Path path = folder.resolve("sys").resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text + "\n");
  }
}
