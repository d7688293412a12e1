package dev.nodeready.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nodeready.catalogue.Code;
import dev.nodeready.host.Programs;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The commands of other programs in the catalogue, run on a real machine. */
class RemedyIT {
  /**
   * Where the machine that runs the tests need not have them: a cluster's, cloud-init's, a
   * builder's.
   */
  private static final Set<String> ELSEWHERE =
      Set.of("aws", "crictl", "kubectl", "kubeadm", "cloud-init", "skopeo", "restorecon");

  @Test
  void every_command_in_a_remedy_is_one_that_its_program_knows() throws Exception {
    Set<String> missing = new TreeSet<>();
    for (List<String> command : commands()) {
      String program = command.getFirst();
      if (Programs.find(program).isEmpty()) {
        missing.add(program);
      } else {
        understood(command);
      }
    }
    assertThat(missing).isSubsetOf(ELSEWHERE);
  }

  private static List<List<String>> commands() {
    return Arrays.stream(Code.values())
        .flatMap(code -> RemedyCommands.in(code.remedy()).stream())
        .filter(command -> !command.getFirst().equals("nodeready"))
        .distinct()
        .toList();
  }

  /**
   * Asked for its help behind the words, a program complains of the first that it does not know.
   */
  private static void understood(List<String> command) throws Exception {
    // ip tells of all that one does with an object, and takes what stands behind that for its
    // value.
    List<String> words =
        new ArrayList<>(command.getFirst().equals("ip") ? command.subList(0, 2) : command);
    words.add(
        switch (command.getFirst()) {
          case "openssl" -> "-help";
          case "ip" -> "help";
          default -> "--help";
        });
    Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    int code = process.waitFor();
    boolean usage =
        switch (command.getFirst()) {
          case "ip" ->
              said.startsWith("Usage: ip")
                  && said.contains(command.get(Math.min(2, command.size() - 1)));
          // Its help is a word, and a pager; what is left out or too much is told after the names.
          case "aws" -> code != 127 && !said.toLowerCase(Locale.ROOT).contains("invalid choice");
          default -> code == 0;
        };
    assertThat(usage).as("%s ended with %d: %s", words, code, said).isTrue();
  }
}
