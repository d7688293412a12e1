package dev.nodeready.config;

import dev.nodeready.catalogue.Code;
import dev.nodeready.config.schema.Field;
import dev.nodeready.config.schema.Join;
import dev.nodeready.config.schema.Type;
import dev.nodeready.config.schema.Type.MapOf;
import dev.nodeready.config.schema.Type.Struct;
import dev.nodeready.config.toml.TomlException;
import dev.nodeready.config.toml.TomlText;
import dev.nodeready.tree.Value;
import dev.nodeready.tree.Value.Arr;
import dev.nodeready.tree.Value.Member;
import dev.nodeready.tree.Value.Obj;
import dev.nodeready.tree.Value.Scalar;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Merges checked documents field by field, as {@link Join} says; each value keeps its origin. */
final class TreeMerge {
  private final Consumer<Problem> problems;

  TreeMerge(Consumer<Problem> problems) {
    this.problems = problems;
  }

  /** The earlier object with what the later one says. */
  Obj struct(Struct type, Obj earlier, Obj later, String path) {
    Map<String, Member> merged = new LinkedHashMap<>(earlier.members());
    later
        .members()
        .forEach((key, member) -> {
          Field field = Objects.requireNonNull(type.field(key), key);
          Member before = merged.get(key);
          merged.put(key, before == null ? member : join(field, before, member, path));
        });
    return Obj.of(merged, later.origin());
  }

  private Member join(Field field, Member earlier, Member later, String parent) {
    String path = Paths.member(parent, field.name());
    return switch (field.join()) {
      case LATER -> later;
      case NOT_EMPTY -> isEmpty(later.value()) ? earlier : later;
      case APPEND -> new Member(later.key(), append((Arr) earlier.value(), (Arr) later.value()));
      case MEMBERS -> members(field.type(), earlier, later, path);
      case DEEP -> new Member(later.key(), deep(earlier.value(), later.value()));
      case TOML -> toml(earlier, later, path);
    };
  }

  private static boolean isEmpty(Value value) {
    return value instanceof Arr arr ? arr.items().isEmpty() : "".equals(value.plain());
  }

  private static Arr append(Arr earlier, Arr later) {
    List<Value> items = new ArrayList<>(earlier.items());
    items.addAll(later.items());
    return Arr.of(items, later.origin());
  }

  private Member members(Type type, Member earlier, Member later, String path) {
    if (!(earlier.value() instanceof Obj one && later.value() instanceof Obj other)) {
      return later; // one of them is null: a service whose variables are erased
    }
    Obj merged =
        switch (type) {
          case Struct struct -> struct(struct, one, other, path);
          case MapOf map -> map(map, one, other, path);
          default -> throw new IllegalStateException("no members in " + path);
        };
    return new Member(later.key(), merged);
  }

  private Obj map(MapOf type, Obj earlier, Obj later, String path) {
    Map<String, Member> merged = new LinkedHashMap<>(earlier.members());
    later
        .members()
        .forEach((key, member) -> {
          Member before = merged.get(key);
          if (before != null && type.value() instanceof MapOf) {
            merged.put(key, members(type.value(), before, member, Paths.member(path, key)));
          } else {
            merged.put(key, member);
          }
        });
    return Obj.of(merged, later.origin());
  }

  private static Value deep(Value earlier, Value later) {
    if (!(earlier instanceof Obj one && later instanceof Obj other)) {
      return later;
    }
    Map<String, Member> merged = new LinkedHashMap<>(one.members());
    other
        .members()
        .forEach((key, member) -> {
          Member before = merged.get(key);
          merged.put(
              key,
              before == null
                  ? member
                  : new Member(member.key(), deep(before.value(), member.value())));
        });
    return Obj.of(merged, later.origin());
  }

  private Member toml(Member earlier, Member later, String path) {
    String one = String.valueOf(earlier.value().plain());
    String other = String.valueOf(later.value().plain());
    if (one.isEmpty() || other.isEmpty()) {
      return one.isEmpty() ? later : earlier;
    }
    Member reading = earlier;
    try {
      Map<String, @Nullable Object> first = TomlText.parse(one);
      reading = later;
      String merged = TomlText.write(DeepMerge.merge(first, TomlText.parse(other)));
      return new Member(later.key(), new Scalar(merged, later.value().origin()));
    } catch (TomlException e) {
      return refuse(reading, reading.equals(later) ? earlier : later, path, e);
    }
  }

  private Member refuse(Member broken, Member other, String path, TomlException e) {
    problems.accept(
        new Problem(
            Severity.ERROR,
            Code.CONFIG_MERGE_FAILED,
            path,
            broken.value().origin(),
            "is no TOML, so it cannot be merged: line " + e.line() + ": " + e.getMessage(),
            "correct that line of the text"));
    return other;
  }

  /** All of them merged, or null where there is none. */
  @Nullable Obj all(Struct type, List<Obj> documents) {
    Obj merged = null;
    for (Obj document : documents) {
      merged = merged == null ? document : struct(type, merged, document, "");
    }
    return merged;
  }
}
