package dev.nodeready.config.toml;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The tables of a document while it is read: TOML forbids to define one twice. */
final class TomlTables {
  private TomlTables() {}

  /** How a table came to be, which says who may add to it. */
  private enum Kind {
    /** Named on the way to another one. */
    IMPLICIT,
    /** By a header of its own. */
    DEFINED,
    /** By the dots of a key. */
    DOTTED,
    /** Within braces: complete. */
    INLINE
  }

  /** A table. */
  static final class Table {
    private final Map<String, Object> members = new LinkedHashMap<>();
    private Kind kind;

    private Table(Kind kind) {
      this.kind = kind;
    }

    static Table defined() {
      return new Table(Kind.DEFINED);
    }

    static Table dotted() {
      return new Table(Kind.DOTTED);
    }

    /** Nothing may be added from now on. */
    void close() {
      kind = Kind.INLINE;
      for (Object member : members.values()) {
        if (member instanceof Table table) {
          table.close();
        }
      }
    }

    Map<String, @Nullable Object> plain() {
      Map<String, @Nullable Object> map = new LinkedHashMap<>();
      members.forEach((key, member) -> map.put(key, TomlTables.plain(member)));
      return Collections.unmodifiableMap(map);
    }
  }

  /** A list made by {@code [[headers]]}. */
  private record Tables(List<Table> items) {}

  private static Object plain(Object value) {
    return switch (value) {
      case Table table -> table.plain();
      case Tables(List<Table> items) -> items.stream().map(Table::plain).toList();
      case List<?> list -> list.stream().map(TomlTables::plain).toList();
      default -> value;
    };
  }

  /** The table that a header begins. */
  static Table define(Table root, List<String> path, TomlCursor in) throws TomlException {
    Table parent = walk(root, path, in);
    Object seen = parent.members.get(path.getLast());
    if (seen == null) {
      Table table = Table.defined();
      parent.members.put(path.getLast(), table);
      return table;
    }
    if (seen instanceof Table table && table.kind == Kind.IMPLICIT) {
      table.kind = Kind.DEFINED;
      return table;
    }
    throw in.wrong(name(path) + " is defined already");
  }

  /** The table that a header in double brackets begins. */
  static Table append(Table root, List<String> path, TomlCursor in) throws TomlException {
    Table parent = walk(root, path, in);
    Object seen =
        parent.members.computeIfAbsent(path.getLast(), _ -> new Tables(new ArrayList<>()));
    if (!(seen instanceof Tables(List<Table> items))) {
      throw in.wrong(name(path) + " is defined already");
    }
    Table table = Table.defined();
    items.add(table);
    return table;
  }

  private static Table walk(Table root, List<String> path, TomlCursor in) throws TomlException {
    Table table = root;
    for (String key : path.subList(0, path.size() - 1)) {
      Object next = table.members.computeIfAbsent(key, _ -> new Table(Kind.IMPLICIT));
      if (next instanceof Tables(List<Table> items)) {
        table = items.getLast();
      } else if (next instanceof Table inner && inner.kind != Kind.INLINE) {
        table = inner;
      } else {
        throw in.wrong(key + " cannot hold another table");
      }
    }
    return table;
  }

  /** Puts a value where a key with dots says. */
  static void put(Table start, List<String> path, Object value, TomlCursor in)
      throws TomlException {
    Table table = start;
    for (String key : path.subList(0, path.size() - 1)) {
      Object next = table.members.computeIfAbsent(key, _ -> Table.dotted());
      if (!(next instanceof Table inner && inner.kind == Kind.DOTTED)) {
        throw in.wrong(key + " is defined elsewhere");
      }
      table = inner;
    }
    if (table.members.putIfAbsent(path.getLast(), value) != null) {
      throw in.wrong("the key " + name(path) + " stands twice");
    }
  }

  private static String name(List<String> path) {
    return String.join(".", path);
  }
}
