package dev.nodeready.config;

import static dev.nodeready.config.Severity.ERROR;
import static dev.nodeready.config.Severity.STRICT;

import dev.nodeready.catalogue.Code;
import dev.nodeready.config.schema.Field;
import dev.nodeready.config.schema.Type;
import dev.nodeready.config.schema.Type.Base64;
import dev.nodeready.config.schema.Type.Decimal;
import dev.nodeready.config.schema.Type.Flag;
import dev.nodeready.config.schema.Type.Free;
import dev.nodeready.config.schema.Type.ListOf;
import dev.nodeready.config.schema.Type.MapOf;
import dev.nodeready.config.schema.Type.Struct;
import dev.nodeready.config.schema.Type.Text;
import dev.nodeready.config.schema.Type.Time;
import dev.nodeready.tree.Origin;
import dev.nodeready.tree.Value;
import dev.nodeready.tree.Value.Arr;
import dev.nodeready.tree.Value.Member;
import dev.nodeready.tree.Value.Obj;
import dev.nodeready.tree.Value.Scalar;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Holds a tree against the schema: what comes out has only known fields of the right type; what was
 * left out is told, all of it at once.
 */
final class TreeCheck {
  /** What only the nodeadm for hybrid nodes knows. */
  static final String HYBRID_PATH = "spec.hybrid";

  private static final String HYBRID =
      "is of the nodeadm for hybrid nodes, which joins machines outside of EC2 by an activation or"
          + " IAM Roles Anywhere; it is ignored here";
  private static final String HYBRID_REMEDY =
      "for this nodeadm give spec.cluster name, apiServerEndpoint, certificateAuthority and cidr, as"
          + " aws eks describe-cluster shows them; for a machine outside of EC2 also"
          + " spec.bootstrap.platform: none";

  private static final String OURS = "spec.bootstrap";

  private final Consumer<Problem> problems;

  TreeCheck(Consumer<Problem> problems) {
    this.problems = problems;
  }

  /** The known and well-typed part of an object. */
  Obj struct(Obj seen, Struct type, String path) {
    Map<String, Member> kept = new LinkedHashMap<>();
    seen.members()
        .forEach((key, member) -> {
          Field field = type.field(key);
          String at = Paths.member(path, key);
          if (field == null) {
            problems.accept(unknown(key, at, path, type, member.key()));
          } else {
            Value value = value(member.value(), field.type(), at);
            if (value != null) {
              kept.put(key, new Member(member.key(), value));
            }
          }
        });
    return Obj.of(kept, seen.origin());
  }

  private static Problem unknown(String key, String at, String parent, Struct type, Origin origin) {
    if (at.equals(HYBRID_PATH)) {
      return new Problem(STRICT, Code.CONFIG_FIELD_UNKNOWN, at, origin, HYBRID, HYBRID_REMEDY);
    }
    String meant = FieldGuess.meant(key, parent, type);
    return new Problem(
        STRICT,
        Code.CONFIG_FIELD_UNKNOWN,
        at,
        origin,
        "unknown field " + Suggest.quote(key) + ", which is ignored" + consequence(parent),
        meant == null ? "known here are " + names(type) : Suggest.question(meant));
  }

  private static String consequence(String parent) {
    boolean disks =
        parent.startsWith("spec.instance.localStorage")
            || parent.startsWith("spec.instance.storage");
    return disks ? ": data stays where it lies without it" : "";
  }

  private static String names(Struct type) {
    return Suggest.list(type.fields().stream().map(Field::name).toList());
  }

  /** The value where it is of the type; null where it says nothing or is left out. */
  private @Nullable Value value(Value seen, Type type, String path) {
    if (seen instanceof Scalar(Object plain, Origin ignored) && plain == null) {
      return null;
    }
    return switch (type) {
      case Struct struct ->
          seen instanceof Obj obj ? struct(obj, struct, path) : wrong(seen, type, path);
      case MapOf map -> seen instanceof Obj obj ? map(obj, map, path) : wrong(seen, type, path);
      case ListOf list -> seen instanceof Arr arr ? list(arr, list, path) : wrong(seen, type, path);
      case Free _ -> seen instanceof Obj obj ? free(obj, path) : wrong(seen, type, path);
      case Text _ -> isText(seen) ? seen : wrong(seen, type, path);
      case Base64 _ ->
          isText(seen) ? new CaText(problems).check(seen, path) : wrong(seen, type, path);
      case Flag _ -> is(seen, Boolean.class) ? seen : wrong(seen, type, path);
      case Decimal _ -> is(seen, Number.class) ? seen : wrong(seen, type, path);
      case Time _ -> time(seen, type, path);
    };
  }

  private Obj map(Obj seen, MapOf type, String path) {
    Map<String, Member> kept = new LinkedHashMap<>();
    seen.members()
        .forEach((key, member) -> {
          Value value = member.value();
          boolean isNull = value instanceof Scalar(Object plain, Origin _) && plain == null;
          Value checked =
              isNull
                  ? nothing(type.value(), value)
                  : value(value, type.value(), Paths.member(path, key));
          if (checked != null) {
            kept.put(key, new Member(member.key(), checked));
          }
        });
    return Obj.of(kept, seen.origin());
  }

  /** What nodeadm reads where a key of a map has no value: the zero value; null stays for a map. */
  private static Value nothing(Type type, Value seen) {
    return switch (type) {
      case Text _ -> new Scalar("", seen.origin());
      case Flag _ -> new Scalar(false, seen.origin());
      default -> seen;
    };
  }

  private Arr list(Arr seen, ListOf type, String path) {
    List<Value> kept = new ArrayList<>();
    for (int at = 0; at < seen.items().size(); at++) {
      Value item = value(seen.items().get(at), type.item(), Paths.item(path, at));
      if (item != null) {
        kept.add(item);
      }
    }
    return Arr.of(kept, seen.origin());
  }

  /** Any object will do, as long as JSON can say it. */
  private Obj free(Obj seen, String path) {
    seen.members().forEach((key, member) -> finite(member.value(), Paths.member(path, key)));
    return seen;
  }

  private void finite(Value value, String path) {
    switch (value) {
      case Obj obj -> free(obj, path);
      case Arr arr -> {
        for (int at = 0; at < arr.items().size(); at++) {
          finite(arr.items().get(at), Paths.item(path, at));
        }
      }
      case Scalar(Object plain, Origin origin) -> {
        if (plain instanceof Double number && (number.isNaN() || number.isInfinite())) {
          problems.accept(
              new Problem(
                  ERROR,
                  Code.CONFIG_TYPE_WRONG,
                  path,
                  origin,
                  "JSON has no number " + number,
                  "leave it out"));
        }
      }
    }
  }

  private @Nullable Value time(Value seen, Type type, String path) {
    if (!(seen instanceof Scalar(Object plain, Origin origin) && plain instanceof String text)) {
      return wrong(seen, type, path);
    }
    try {
      Durations.parse(text);
      return seen;
    } catch (IllegalArgumentException e) {
      problems.accept(
          new Problem(
              weight(path),
              Code.CONFIG_VALUE_INVALID,
              path,
              origin,
              String.valueOf(e.getMessage()),
              ""));
      return null;
    }
  }

  /** nodeadm passes over the whole of our own block, and the node joins; the default holds then. */
  private static Severity weight(String path) {
    return path.startsWith(OURS) ? STRICT : ERROR;
  }

  private @Nullable Value wrong(Value seen, Type type, String path) {
    String quoted = "";
    if (type instanceof Text && seen instanceof Scalar(Object plain, Origin _)) {
      quoted =
          plain instanceof Boolean
              ? "put it in quotes; y, n, yes, no, on and off without quotes are booleans"
              : "put it in quotes";
    }
    problems.accept(
        new Problem(
            weight(path),
            Code.CONFIG_TYPE_WRONG,
            path,
            seen.origin(),
            "is " + seen.kind() + ", but must be " + type.words(),
            quoted));
    return null;
  }

  private static boolean isText(Value seen) {
    return is(seen, String.class);
  }

  private static boolean is(Value seen, Class<?> type) {
    return seen instanceof Scalar(Object plain, Origin _) && type.isInstance(plain);
  }
}
