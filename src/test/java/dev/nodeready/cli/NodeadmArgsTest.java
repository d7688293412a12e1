package dev.nodeready.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nodeready.cli.NodeadmArgs.UsageException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

class NodeadmArgsTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          init                                       | init --as-nodeadm --wait
          -d init                                    | init --as-nodeadm --verbose --wait
          init --development                         | init --as-nodeadm --verbose --wait
          init --development=false                   | init --as-nodeadm --wait
          init -c file://a -config-source file://b   | init --as-nodeadm --config-source=file://a --config-source=file://b --wait
          init -c=file://a --config-cache /c         | init --as-nodeadm --config-source=file://a --config-cache=/c --wait
          init --skip config                         | init --as-nodeadm --skip=runtime-files --skip=kubelet-files --wait
          init -s run                                | init --as-nodeadm --skip=local-disks --skip=runtime --skip=kubelet --skip=join --wait
          init --skip soon                           | init --as-nodeadm --wait
          init -d containerd                         | init --as-nodeadm --skip=kubelet-files --skip=cloud-final --skip=start-kubelet --skip=pin-image --skip=kubelet-healthy --skip=join --wait
          init -d=kubelet                            | init --as-nodeadm --skip=runtime-files --skip=runtime --wait
          init --daemon kubelet --daemon containerd  | init --as-nodeadm --wait
          config check -c imds://x -- ignored        | config check --config-source=imds://x
          udev-net-manager --action add --interface ens5 | udev-net-manager --action=add --interface=ens5
          -i ens5 -a=remove udev-net-manager         | udev-net-manager --interface=ens5 --action=remove
          -d boot-hook                               | boot-hook
          config dump --config-cache /c              | config dump --config-cache=/c
          init --config-cache -odd                   | init --as-nodeadm --config-cache=-odd --wait
          --version                                  | --version
          """)
  void puts_a_line_of_nodeadm_into_our_words(String nodeadm, String ours) throws Exception {
    assertThat(NodeadmArgs.parse(nodeadm.split(" ", -1)).line())
        .isEqualTo(List.of(ours.split(" ", -1)));
  }

  @Test
  void an_empty_daemon_is_no_daemon() throws Exception {
    assertThat(NodeadmArgs.parse("init", "--daemon=").line())
        .contains(
            "--skip=runtime",
            "--skip=start-kubelet",
            "--skip=runtime-files",
            "--skip=kubelet-files")
        .doesNotContain("--skip=local-disks", "--skip=kubelet", "--skip=marker");
  }

  @Test
  void takes_the_flags_that_completion_offers() throws Exception {
    CommandLine nodeadm = NodeadmSpecs.everything();
    CommandLine init = Objects.requireNonNull(nodeadm.getSubcommands().get("init"));
    for (OptionSpec option : init.getCommandSpec().options()) {
      for (String name : option.names()) {
        List<String> line = new ArrayList<>(List.of("init", name));
        if (!option.typeInfo().isBoolean()) {
          line.add("x");
        }
        assertThat(NodeadmArgs.parse(line.toArray(String[]::new)).line()).startsWith("init");
      }
    }
    assertThat(nodeadm.getSubcommands()).containsOnlyKeys("init", "config", "completion");
    assertThat(NodeadmArgs.parse("completion", "zsh").line())
        .containsExactly("completion", "zsh", "--nodeadm");
  }

  @Test
  void keeps_the_file_that_a_dump_goes_into() throws Exception {
    assertThat(NodeadmArgs.parse("config", "dump", "-o", "/x").output()).isEqualTo("/x");
  }

  @ParameterizedTest
  @CsvSource({"init extra", "config", "run", "init --unknown=1", "init -c", "-d=maybe init"})
  void refuses_what_nodeadm_does_not_know(String line) {
    assertThatThrownBy(() -> NodeadmArgs.parse(line.split(" ", -1)))
        .isInstanceOf(UsageException.class);
  }

  /** Scripts that call nodeadm run under {@code set -e}. */
  @ParameterizedTest
  @CsvSource({"0, 0", "1, 1", "2, 2", "3, 0", "75, 1", "78, 1"})
  void a_degraded_run_is_a_success_for_who_calls_it_nodeadm(int ours, int nodeadms) {
    assertThat(NodeadmCli.codeOf(ours)).isEqualTo(nodeadms);
  }
}
