package dev.nodeready;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nodeready.tree.Fields;
import dev.nodeready.tree.TextException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What systemd itself says of the units, and that the page of threats answers each point of it. */
class UnitExposureTest {
  private static final Path PROGRAM = Path.of("/usr/bin/systemd-analyze");
  private static final String DISKS = "nodeready-disks.service";

  static Stream<Path> units() throws IOException {
    List<Path> all = new ArrayList<>();
    for (String folder : List.of("systemd", "systemd/nodeadm")) {
      try (Stream<Path> files = Files.list(Path.of(folder))) {
        all.addAll(files.filter(file -> file.toString().endsWith(".service")).toList());
      }
    }
    assertThat(all).hasSizeGreaterThanOrEqualTo(8);
    return all.stream().filter(unit -> !unit.endsWith(DISKS));
  }

  @ParameterizedTest
  @MethodSource("units")
  void a_unit_is_exposed_by_four_at_most_and_each_open_door_has_its_reason(Path unit)
      throws Exception {
    String table = analyzed(unit, "--json=short");
    String page = Files.readString(Path.of(".github/SECURITY.md")).replace("\\|", "|");

    for (String open : open(table)) {
      for (String name : open.split("/", -1)) {
        assertThat(page).as(unit + ": " + open).contains(name.strip());
      }
    }
    String level = analyzed(unit, "--threshold=100").replaceFirst("(?s).*: ([0-9.]+) .*", "$1");
    assertThat(Double.parseDouble(level.strip())).as(unit.toString()).isLessThanOrEqualTo(4.0);
  }

  @ParameterizedTest
  @MethodSource("dev.nodeready.UnitExposureTest#everyUnit")
  void no_unit_leaves_an_image_of_its_memory(Path unit) throws IOException {
    assertThat(Files.readAllLines(unit)).contains("LimitCORE=0");
  }

  static Stream<Path> everyUnit() throws IOException {
    return Stream.concat(units(), Stream.of(Path.of("systemd", DISKS)));
  }

  /** The names of what is not set and counts. */
  private static List<String> open(String table) throws TextException {
    List<String> open = new ArrayList<>();
    for (Fields each : Fields.ofJson("{\"all\":" + table + "}").list("all")) {
      boolean counts = Pattern.matches("0\\.[1-9]\\d*|[1-9].*", each.text("exposure"));
      if (!each.flag("set") && counts) {
        open.add(each.text("name"));
      }
    }
    assertThat(open).isNotEmpty();
    return open;
  }

  private static String analyzed(Path unit, String option) throws Exception {
    Needs.that(Files.isExecutable(PROGRAM), "no systemd-analyze here; it comes with systemd");
    Process process =
        new ProcessBuilder(
                PROGRAM.toString(),
                "security",
                "--offline=true",
                "--no-pager",
                option,
                unit.toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    Needs.that(process.waitFor() == 0, "systemd-analyze is older than 250: " + said);
    return said;
  }
}
