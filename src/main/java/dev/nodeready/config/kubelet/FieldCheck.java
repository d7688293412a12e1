package dev.nodeready.config.kubelet;

import dev.nodeready.config.Paths;
import dev.nodeready.config.Suggest;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Holds the user's configuration against the types of kubelet's fields. kubelet exits on a value of
 * another type (its JSON reader refuses the whole file) and passes over a field that it does not
 * know.
 */
final class FieldCheck {
  private final Table fields = Table.fields();
  private final int minor;
  private final Findings findings;

  FieldCheck(int minor, Findings findings) {
    this.minor = minor;
    this.findings = findings;
  }

  void check(Map<?, ?> object, String prefix, String path) {
    object.forEach((key, value) -> {
      String name = prefix + key;
      String at = Paths.member(path, String.valueOf(key));
      String type = fields.word(name, minor);
      if (type == null) {
        findings.strict(at, unknown(name), guess(prefix, String.valueOf(key)));
      } else if (value != null) {
        value(value, type, name, at);
      } else if (name.equals("kind") || name.equals("apiVersion")) {
        // nodeadm keeps the null too, and kubelet no longer knows what the file is.
        findings.error(at, "is null, and kubelet exits on a file without it", "take it out");
      }
    });
  }

  private String unknown(String name) {
    String last = name.substring(name.lastIndexOf('.') + 1);
    String text = "kubelet has no setting " + Suggest.quote(last) + " and ignores it";
    int first = fields.first(name);
    return first > minor
        ? "kubelet 1." + minor + text.substring("kubelet".length()) + "; it came with 1." + first
        : text;
  }

  /**
   * The field that was meant: one with a similar name, or the one that a flag of this name sets.
   */
  private String guess(String prefix, String key) {
    String flag = key.replaceAll("([a-z])([A-Z])", "$1-$2").toLowerCase(java.util.Locale.ROOT);
    String word = prefix.isEmpty() ? Table.flags().word(flag, minor) : null;
    String field = word == null ? "-" : word.substring(word.indexOf('>') + 1);
    if (key.equals("resolverConfig")) {
      return Suggest.question("resolvConf");
    }
    if (!field.equals("-")) {
      return Suggest.question(field);
    }
    if (fields.first(prefix + key) > 0) {
      return "take it out for this version";
    }
    if (word != null) {
      return "it is a flag: write --" + flag + "=… into spec.kubelet.flags";
    }
    List<String> beside =
        fields.names(minor).stream()
            .filter(n -> n.startsWith(prefix) && n.indexOf('.', prefix.length()) < 0)
            .map(n -> n.substring(prefix.length()))
            .toList();
    String near = Suggest.closest(key, beside);
    return near == null ? "take it out" : Suggest.question(near);
  }

  private void value(Object value, String type, String name, String path) {
    if (type.startsWith("list:")) {
      list(value, type.substring("list:".length()), name, path);
    } else if (type.startsWith("map:")) {
      map(value, type.substring("map:".length()), name, path);
    } else if (type.equals("object")) {
      object(value, name, path);
    } else {
      scalar(value, type, path);
    }
  }

  private void object(Object value, String name, String path) {
    if (value instanceof Map<?, ?> map) {
      check(map, name + ".", path);
    } else {
      wrong(value, "an object", path, "write its fields below it");
    }
  }

  private void list(Object value, String item, String name, String path) {
    if (!(value instanceof List<?> list)) {
      wrong(value, "a list", path, "write [" + items(value) + "]");
      return;
    }
    for (int at = 0; at < list.size(); at++) {
      Object one = list.get(at);
      if (one != null) {
        value(one, item, name + "[]", Paths.item(path, at));
      }
    }
  }

  private static String items(Object value) {
    return value instanceof String text
        ? List.of(text.split(" *, *", -1)).stream()
            .map(one -> '"' + one.strip() + '"')
            .collect(Collectors.joining(", "))
        : String.valueOf(value);
  }

  private void map(Object value, String type, String name, String path) {
    if (!(value instanceof Map<?, ?> map)) {
      wrong(value, "an object with a value for each name", path, pairs(value));
      return;
    }
    map.forEach((key, one) -> {
      if (one != null) {
        value(one, type, name + "[]", Paths.member(path, String.valueOf(key)));
      }
    });
  }

  private static String pairs(Object value) {
    return value instanceof String text && text.indexOf('=') > 0
        ? "write {" + text.replaceAll("\\s*=\\s*", ": ").replaceAll("\\s*,\\s*", ", ") + "}"
        : "write one as {name: value}";
  }

  private void scalar(Object value, String type, String path) {
    switch (type) {
      case "string" -> text(value, path);
      case "bool" -> bool(value, path);
      case "int32" -> whole(value, Integer.MIN_VALUE, Integer.MAX_VALUE, path);
      case "int64" -> whole(value, Long.MIN_VALUE, Long.MAX_VALUE, path);
      case "uint32" -> whole(value, 0, 0xffff_ffffL, path);
      case "float64" -> number(value, path);
      case "duration" -> duration(value, path);
      case "duration-or-number" -> {
        if (!(value instanceof Number)) {
          duration(value, path);
        }
      }
      case "quantity" -> quantity(value, path);
      default -> {}
    }
  }

  private void text(Object value, String path) {
    if (!(value instanceof String)) {
      String todo =
          value instanceof List<?> list
              ? "write \""
                  + list.stream().map(String::valueOf).collect(Collectors.joining(","))
                  + '"'
              : "write it in quotes: \"" + value + '"';
      wrong(value, "text", path, value instanceof Map<?, ?> ? "write one text" : todo);
    }
  }

  private void bool(Object value, String path) {
    if (!(value instanceof Boolean)) {
      Boolean meant = GoValues.bool(String.valueOf(value));
      wrong(
          value,
          "true or false",
          path,
          meant == null ? "write true or false" : "write " + meant + " without quotes");
    }
  }

  private void whole(Object value, long least, long most, String path) {
    Long number = Effective.whole(value);
    if (number == null) {
      Long meant = value instanceof String text ? GoValues.integer(text.strip(), 64) : null;
      wrong(
          value,
          "a whole number",
          path,
          meant == null ? "write one such as 110" : "write " + meant + " without quotes");
    } else if (number < least || number > most) {
      findings.error(
          path,
          "is " + number + ", which is no number from " + least + " to " + most,
          "write a number in that range");
    }
  }

  private void number(Object value, String path) {
    if (!(value instanceof Number)) {
      wrong(value, "a number", path, "write one such as 0.9, without quotes");
    }
  }

  private void duration(Object value, String path) {
    if (value instanceof Number number) {
      wrong(value, "a duration", path, "write it with its unit: \"" + number + "s\"");
    } else if (!(value instanceof String text)) {
      wrong(value, "a duration", path, "write one such as \"90s\"");
    } else if (GoValues.nanos(text) == null) {
      String meant = GoValues.withoutDays(text);
      findings.error(
          path,
          Suggest.quote(text) + " is no duration, and kubelet exits on it",
          meant == null ? "write one such as 90s, 5m or 1h30m" : "write " + meant);
    }
  }

  private void quantity(Object value, String path) {
    Decimal amount = Quantity.parse(String.valueOf(value));
    if (!(value instanceof String || value instanceof Number)) {
      wrong(value, "a quantity", path, "write one such as 1Gi");
    } else if (amount == null) {
      findings.error(
          path,
          Suggest.quote(String.valueOf(value)) + " is no quantity, and kubelet exits on it",
          Effective.quantityToWrite(String.valueOf(value)));
    }
  }

  private void wrong(Object value, String wanted, String path, String todo) {
    findings.error(
        path, "is " + kind(value) + ", but kubelet wants " + wanted + " and exits", todo);
  }

  private static String kind(@Nullable Object value) {
    return switch (value) {
      case Map<?, ?> _ -> "an object";
      case List<?> _ -> "a list";
      case Boolean _ -> "the boolean " + value;
      case Number _ -> "the number " + value;
      case String text -> "the text " + Suggest.quote(text);
      case null, default -> "of another type";
    };
  }
}
