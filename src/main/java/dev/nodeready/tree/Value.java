package dev.nodeready.tree;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A value and where it was written. */
public sealed interface Value {
  /** Where it was written. */
  Origin origin();

  /** How many values it holds, itself included, each alias counted as what it stands for. */
  long size();

  /** What it says, without origins: map, list, text, boolean, long, double or null. */
  @Nullable Object plain();

  /** What kind of value it is, in the words of a message. */
  String kind();

  /** What {@link #plain} tells, as a value that was all written in one place. */
  static Value of(@Nullable Object plain, Origin origin) {
    if (plain instanceof Map<?, ?> map) {
      Map<String, Member> members = new LinkedHashMap<>();
      map.forEach(
          (key, value) -> members.put(String.valueOf(key), new Member(origin, of(value, origin))));
      return Obj.of(members, origin);
    }
    if (plain instanceof List<?> list) {
      List<Value> items = new ArrayList<>();
      list.forEach(item -> items.add(of(item, origin)));
      return Arr.of(items, origin);
    }
    return new Scalar(plain, origin);
  }

  /** An object: members in the order they were written. */
  record Obj(Map<String, Member> members, Origin origin, long size) implements Value {
    /** An object with these members. */
    public static Obj of(Map<String, Member> members, Origin origin) {
      long size = 1;
      for (Member member : members.values()) {
        size += member.value().size();
      }
      return new Obj(Collections.unmodifiableMap(members), origin, size);
    }

    /** The value of a member, or null where there is none. */
    public @Nullable Value get(String key) {
      Member member = members.get(key);
      return member == null ? null : member.value();
    }

    @Override
    public Map<String, @Nullable Object> plain() {
      Map<String, @Nullable Object> map = new LinkedHashMap<>();
      members.forEach((key, member) -> map.put(key, member.value().plain()));
      return Collections.unmodifiableMap(map);
    }

    @Override
    public String kind() {
      return "an object";
    }
  }

  /** A member of an object: where its key stands, and its value. */
  record Member(Origin key, Value value) {}

  /** A list. */
  record Arr(List<Value> items, Origin origin, long size) implements Value {
    /** A list of these items. */
    public static Arr of(List<Value> items, Origin origin) {
      long size = 1;
      for (Value item : items) {
        size += item.size();
      }
      return new Arr(List.copyOf(items), origin, size);
    }

    @Override
    public List<@Nullable Object> plain() {
      List<@Nullable Object> list = new ArrayList<>(items.size());
      for (Value item : items) {
        list.add(item.plain());
      }
      return Collections.unmodifiableList(list);
    }

    @Override
    public String kind() {
      return "a list";
    }
  }

  /** A text, boolean, long, double or null. */
  record Scalar(@Nullable Object plain, Origin origin) implements Value {
    @Override
    public long size() {
      return 1;
    }

    @Override
    public String kind() {
      return switch (plain) {
        case null -> "null";
        case String ignored -> "a text";
        case Boolean ignored -> "a boolean";
        default -> "a number";
      };
    }
  }
}
