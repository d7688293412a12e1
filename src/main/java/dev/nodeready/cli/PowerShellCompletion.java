package dev.nodeready.cli;

import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** A completion script for PowerShell: what may follow each path of commands, and who looks. */
final class PowerShellCompletion {
  private PowerShellCompletion() {}

  static String of(CommandLine program) {
    return """
    Register-ArgumentCompleter -Native -CommandName '%s' -ScriptBlock {
      param($wordToComplete, $commandAst, $cursorPosition)
      $offered = @{
    %s
      }
      $path = ''
      foreach ($element in $commandAst.CommandElements | Select-Object -Skip 1) {
        $deeper = "$path $element".Trim()
        if ($offered.ContainsKey($deeper)) { $path = $deeper }
      }
      $offered[$path] | Where-Object { $_ -like "$wordToComplete*" } | ForEach-Object {
        [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_)
      }
    }
    """
        .formatted(
            program.getCommandName(),
            Offered.by(program).stream()
                .map(PowerShellCompletion::entry)
                .collect(Collectors.joining("\n")));
  }

  private static String entry(Offered offered) {
    Stream<String> commands = offered.subcommands().stream().map(CommandSpec::name);
    Stream<String> options = offered.options().stream().flatMap(o -> Stream.of(o.names()));
    String all =
        Stream.of(commands, offered.values().stream(), options)
            .flatMap(words -> words)
            .map(word -> "'" + word + "'")
            .collect(Collectors.joining(", "));
    return "    '%s' = @(%s)".formatted(String.join(" ", offered.path()), all);
  }
}
