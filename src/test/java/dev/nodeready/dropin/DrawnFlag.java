package dev.nodeready.dropin;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A flag of kubelet with the value that it has to have, however it is written. */
record DrawnFlag(String name, String value) {
  /** The items of a list that say it, in one of the ways that people write it. */
  List<@Nullable Object> items(Draw draw) {
    String dashed = "--" + (draw.oneIn(8) ? name.replace('-', '_') : name);
    String plain = dashed + "=" + value;
    if (value.matches(".*[\\s'\"\\\\].*")) {
      return List.of(said(plain));
    }
    return switch (draw.below(14)) {
      case 0 -> List.of(said(dashed + "=\"" + value + "\""));
      case 1 -> List.of(said(dashed + "='" + value + "'"));
      case 2 -> List.of(said("\"" + plain + "\""));
      case 3 -> List.of(said("'" + plain + "'"));
      case 4 ->
          isFlag()
              ? List.of(said(value.equals("true") ? dashed : plain))
              : List.of(said(dashed + " " + value));
      case 5 -> isFlag() ? List.of(said(plain)) : List.of(dashed, said(value));
      case 6 -> List.of(said(" " + plain + "\t"));
      case 7 -> List.of(said(plain + "\n"));
      case 8 -> List.of(said(plain), said(plain));
      case 9 -> isFlag() ? List.of(said(plain)) : List.of(said(dashed + " '" + value + "'"));
      default -> List.of(said(plain));
    };
  }

  /** One that takes its value behind an equals sign alone. */
  private boolean isFlag() {
    return FlagSet.SWITCHES.contains(name);
  }

  private Said said(String text) {
    return new Said(text, this);
  }
}
