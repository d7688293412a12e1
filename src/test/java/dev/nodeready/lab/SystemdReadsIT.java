package dev.nodeready.lab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nodeready.host.RenderedFile;
import dev.nodeready.kubelet.KubeletArguments;
import dev.nodeready.kubelet.SystemdWords;
import dev.nodeready.node.DesiredNode;
import dev.nodeready.node.Nodes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a real systemd makes of the files that it reads for kubelet. */
@InBootLab
@Timeout(120)
class SystemdReadsIT {
  private static final String VARIABLE = "NODEADM_KUBELET_ARGS=";

  /** Those that systemd would tear apart; they have to reach kubelet as written. */
  private static final List<String> HOSTILE =
      List.of(
          "--x=a b",
          "--x=\"open",
          "--x=it's",
          "--x=back\\slash",
          "--x=\\",
          "--x=a\\ b",
          "--x=\"\\",
          "--x=a\tb c",
          "=odd word",
          "--x=$HOME",
          "--x=${HOME}",
          "--x=$$",
          "--x=%n%%",
          "--x=#;",
          "--x=\u00e9\u4e16",
          "--x='$HOME' b");

  private static final Map<String, String> VALUES =
      Map.ofEntries(
          Map.entry("PLAIN", "http://192.0.2.8:3128"),
          Map.entry("SPACE", " a  b "),
          Map.entry("QUOTES", "say \"hi\" and 'ho'"),
          Map.entry("ENDS", "\"quoted\""),
          Map.entry("BACKSLASH", "a\\nb\\"),
          Map.entry("LINES", "one\n[Service]\nExecStart=/bin/evil"),
          Map.entry("PERCENT", "%h %% 100%"),
          Map.entry("DOLLAR", "$HOME ${HOME} $$"),
          Map.entry("TAB", "a\tb"),
          Map.entry("UNICODE", "\u00e9 \u4e16 \u2028"));

  @TempDir Path folder;

  private static DesiredNode node(List<String> flags, Map<String, Map<String, String>> variables) {
    return DesiredNode.of(Nodes.config("", Map.of(), flags), variables, Nodes.EC2, Nodes.FACTS);
  }

  private static String environmentFile(List<String> flags) {
    return Nodes.text(node(flags, Map.of()), KubeletArguments.FILE);
  }

  private Layer layer() {
    return new Layer(folder.resolve("layer"))
        .withProgram("/usr/local/bin/words", "#!/bin/sh\nprintf '%s\\0' \"$@\"\n")
        .with(
            "/etc/systemd/system/words@.service",
            """
            [Service]
            Type=oneshot
            EnvironmentFile=/etc/words/%i
            StandardOutput=truncate:/run/words-%i
            ExecStart=/usr/local/bin/words $NODEADM_KUBELET_ARGS
            """)
        .with(
            "/etc/systemd/system/variables.service",
            """
            [Service]
            Type=oneshot
            StandardOutput=truncate:/run/variables
            ExecStart=/usr/bin/env -0
            """);
  }

  /** What a unit wrote, by NUL; read from outside, since not every byte passes a terminal. */
  private static List<String> written(Guest guest, String path) throws IOException {
    Path place = Path.of("/proc/" + guest.leader() + "/root" + path);
    String text = Files.readString(place, StandardCharsets.UTF_8);
    List<String> parts = new ArrayList<>(List.of(text.split("\0", -1)));
    parts.removeLast();
    return parts;
  }

  @Test
  void every_flag_reaches_kubelet_and_the_model_of_the_unit_tests_is_right() throws Exception {
    Map<String, String> files = new LinkedHashMap<>();
    HOSTILE.forEach(
        flag -> files.put("h" + files.size(), environmentFile(List.of(flag, "--last"))));
    random().forEach(flag -> files.put("r" + files.size(), environmentFile(List.of(flag))));
    Layer layer = layer();
    files.forEach((name, text) -> layer.with("/etc/words/" + name, text));

    try (Guest guest = Guest.boot(Lab.plain(layer))) {
      guest.ok("cd /etc/words && systemctl start $(printf 'words@%s.service ' *)");

      for (Map.Entry<String, String> file : files.entrySet()) {
        assertThat(written(guest, "/run/words-" + file.getKey()))
            .as(file.getValue())
            .isEqualTo(SystemdWords.of(line(file.getValue())));
      }
      for (int at = 0; at < HOSTILE.size(); at++) {
        assertThat(written(guest, "/run/words-h" + at)).endsWith(HOSTILE.get(at), "--last");
      }
    }
  }

  private static String line(String environmentFile) {
    return environmentFile
        .lines()
        .filter(line -> line.startsWith(VARIABLE))
        .findFirst()
        .orElseThrow()
        .substring(VARIABLE.length());
  }

  private static List<String> random() {
    Random random = new Random(5);
    String letters = "ab=-\"'\\ $%#;,";
    List<String> flags = new ArrayList<>();
    for (int round = 0; round < 150; round++) {
      StringBuilder flag = new StringBuilder("--x");
      for (int length = random.nextInt(8); length > 0; length--) {
        flag.append(letters.charAt(random.nextInt(letters.length())));
      }
      flags.add(flag.toString());
    }
    return flags;
  }

  @Test
  void every_variable_reaches_its_service_as_written() throws Exception {
    Map<String, String> ofAll = Map.of("EVERYWHERE", "a \"b\" %n $HOME \\ c");
    Layer layer = layer();
    for (RenderedFile file :
        node(List.of(), Map.of("variables", VALUES, "default", ofAll)).files()) {
      if (file.path().startsWith("/etc/systemd/")) {
        layer.with(file.path(), file.text());
      }
    }

    try (Guest guest = Guest.boot(Lab.plain(layer))) {
      guest.ok("systemctl start variables.service");

      List<String> variables = written(guest, "/run/variables");
      VALUES.forEach((name, value) -> assertThat(variables).contains(name + "=" + value));
      ofAll.forEach((name, value) -> assertThat(variables).contains(name + "=" + value));
    }
  }
}
