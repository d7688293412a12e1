package dev.nodeready.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Completion for bash and zsh. Both find by the same three functions where on the command line one
 * is, what may stand there and what an option may be; only how it is offered is each shell's own.
 */
@SuppressWarnings("InlineFormatString") // each is a function of shell, to be read as one
final class ShellCompletion {
  private static final String FIND =
      """
      # Words so far to the command they lead to, and to the option that wants a value next.
      _NAME_at() {
        at= takes=
        for word; do
          if [ -n "$takes" ]; then takes=; continue; fi
          case "$at|$word" in
      STEPS    esac
        done
      }
      _NAME_offers() {
        names= options=
        case "$1" in
      OFFERS  esac
      }
      _NAME_values() {
        values= kind=
        case "$1|$2" in
      VALUES  esac
      }
      """;

  private static final String BASH =
      """
      _NAME() {
        local at takes word names options values kind line=${COMP_LINE:0:COMP_POINT} cur
        local -a words
        read -ra words <<<"$line"
        [[ $line == *[[:space:]] ]] && words+=('')
        cur=${words[${#words[@]}-1]}
        _NAME_at "${words[@]:1:${#words[@]}-2}"
        _NAME_offers "$at"
        local before=
        if [[ -z $takes && $cur == --*=* ]]; then takes=${cur%%=*} before=$takes= cur=${cur#*=}; fi
        if [[ -z $takes && $cur == -* ]]; then names=$options
        elif [[ -n $takes ]]; then
          _NAME_values "$at" "$takes"
          names=$values
        fi
        local IFS=$'\\n' from=$cur
        case $kind in
          uri)
            if [[ $cur == file://* ]]; then
              kind=file before+=file:// from=${cur#file://}
            else
              names='file:// imds://user-data' kind=
              compopt -o nospace 2>/dev/null
            fi ;;
        esac
        case $kind in
          file) compopt -o filenames 2>/dev/null; COMPREPLY=($(compgen -f -P "$before" -- "$from")) ;;
          dir) compopt -o filenames 2>/dev/null; COMPREPLY=($(compgen -d -P "$before" -- "$from")) ;;
          *) COMPREPLY=($(compgen -P "$before" -W "${names// /$'\\n'}" -- "$from")) ;;
        esac
        # readline replaces only what stands behind the last of its word breaks.
        cur=$before$from
        local break
        for break in : =; do
          if [[ $COMP_WORDBREAKS == *"$break"* && $cur == *"$break"* ]]; then
            local head=${cur%"${cur##*"$break"}"}
            COMPREPLY=("${COMPREPLY[@]#"$head"}")
            cur=${cur#"$head"}
          fi
        done
      }
      complete -F _NAME NAME
      """;

  private static final String ZSH =
      """
      _NAME() {
        local at takes word names options values kind
        _NAME_at "${(@)words[2,CURRENT-1]}"
        _NAME_offers "$at"
        if [[ -z $takes && $PREFIX == --*=* ]]; then
          takes=${PREFIX%%=*}
          compset -P '*='
        fi
        if [[ -n $takes ]]; then
          _NAME_values "$at" "$takes"
          case $kind in
            uri)
              if compset -P 'file://'; then
                _files
              else
                compadd -S '' -- file://
                compadd -- imds://user-data
              fi ;;
            file) _files ;;
            dir) _files -/ ;;
            *) compadd -- ${=values} ;;
          esac
        elif [[ $PREFIX == -* ]]; then
          compadd -- ${=options}
        else
          compadd -- ${=names}
        fi
      }
      if [[ ${funcstack[1]-} == _NAME ]]; then _NAME "$@"; else compdef _NAME NAME; fi
      """;

  private final List<Offered> places;
  private final String name;

  private ShellCompletion(CommandLine program) {
    places = Offered.by(program);
    name = program.getCommandName();
  }

  static String bash(CommandLine program) {
    ShellCompletion made = new ShellCompletion(program);
    return made.script("# bash completion for NAME\n", BASH);
  }

  static String zsh(CommandLine program) {
    ShellCompletion made = new ShellCompletion(program);
    return made.script("#compdef NAME\n", ZSH);
  }

  private String script(String head, String offer) {
    String text = (head + FIND + offer).replace("NAME", name);
    return text.replace("STEPS", each("    ", this::steps))
        .replace("OFFERS", each("  ", this::offers))
        .replace("VALUES", each("  ", this::values));
  }

  private interface Lines {
    List<String> of(Offered place);
  }

  private String each(String indent, Lines lines) {
    return places.stream()
        .flatMap(place -> lines.of(place).stream())
        .map(line -> indent + "  " + line + " ;;\n")
        .collect(Collectors.joining());
  }

  private List<String> steps(Offered place) {
    List<String> lines = new ArrayList<>();
    for (CommandSpec below : place.subcommands()) {
      String there = (path(place) + " " + below.name()).strip();
      lines.add("'%s|%s') at='%s'".formatted(path(place), below.name(), there));
    }
    String taking =
        taking(place)
            .flatMap(option -> List.of(option.names()).stream())
            .map(option -> "'%s|%s'".formatted(path(place), option))
            .collect(Collectors.joining("|"));
    if (!taking.isEmpty()) {
      lines.add(taking + ") takes=$word");
    }
    return lines;
  }

  private List<String> offers(Offered place) {
    List<String> words =
        new ArrayList<>(place.subcommands().stream().map(CommandSpec::name).toList());
    words.addAll(place.values());
    String options =
        place.options().stream()
            .flatMap(option -> List.of(option.names()).stream())
            .filter(option -> option.startsWith("--"))
            .collect(Collectors.joining(" "));
    return List.of(
        "'%s') names='%s' options='%s'".formatted(path(place), String.join(" ", words), options));
  }

  private List<String> values(Offered place) {
    return taking(place)
        .map(option -> {
          String names =
              List.of(option.names()).stream()
                  .map(each -> "'%s|%s'".formatted(path(place), each))
                  .collect(Collectors.joining("|"));
          return names + ") " + value(option);
        })
        .toList();
  }

  private static String value(OptionSpec option) {
    if (option.completionCandidates() != null) {
      return "values='" + String.join(" ", option.completionCandidates()) + "'";
    }
    return switch (option.paramLabel()) {
      case "URI" -> "kind=uri";
      case "FILE" -> "kind=file";
      case "DIR" -> "kind=dir";
      default -> "kind=";
    };
  }

  private static Stream<OptionSpec> taking(Offered place) {
    return place.options().stream().filter(option -> !option.typeInfo().isBoolean());
  }

  private static String path(Offered place) {
    return String.join(" ", place.path());
  }
}
