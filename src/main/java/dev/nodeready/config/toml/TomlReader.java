package dev.nodeready.config.toml;

import dev.nodeready.config.toml.TomlTables.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads TOML into plain values: 1.0, and what 1.1 adds, as nodeadm's reader takes that too. An own
 * reader, because the common one brings a parser runtime that costs more start-up than all else
 * that a small command does; size and depth are bounded.
 */
final class TomlReader {
  /** EC2 user data holds 16 KiB; a megabyte is far beyond any containerd configuration. */
  private static final int LONGEST = 1 << 20;

  private static final int DEEPEST = 64;

  private final TomlCursor in;

  private TomlReader(TomlCursor in) {
    this.in = in;
  }

  static Map<String, @Nullable Object> read(String text) throws TomlException {
    TomlCursor in = new TomlCursor(text);
    if (text.length() > LONGEST) {
      throw in.wrong("the text is longer than " + LONGEST + " characters");
    }
    return new TomlReader(in).document().plain();
  }

  private Table document() throws TomlException {
    Table root = Table.defined();
    Table current = root;
    for (in.skipToContent(); !in.atEnd(); in.skipToContent()) {
      if (in.take('[')) {
        current = header(root);
      } else {
        pair(current, 0);
      }
      in.endLine();
    }
    return root;
  }

  private Table header(Table root) throws TomlException {
    boolean array = in.take('[');
    in.skipBlanks();
    List<String> path = key();
    in.expect(']', "a table's header ends with ]");
    if (array) {
      in.expect(']', "the header of a table in a list ends with ]]");
      return TomlTables.append(root, path, in);
    }
    return TomlTables.define(root, path, in);
  }

  private void pair(Table table, int depth) throws TomlException {
    List<String> path = key();
    in.expect('=', "a key is followed by =");
    in.skipBlanks();
    TomlTables.put(table, path, value(depth), in);
  }

  /** A key with its dots, and the blanks behind it. */
  private List<String> key() throws TomlException {
    List<String> path = new ArrayList<>();
    do {
      in.skipBlanks();
      path.add(in.peek() == '"' || in.peek() == '\'' ? TomlStrings.line(in) : in.bareKey());
      in.skipBlanks();
      if (path.size() > DEEPEST) {
        throw in.wrong("the key has more than " + DEEPEST + " parts");
      }
    } while (in.take('.'));
    return path;
  }

  private Object value(int depth) throws TomlException {
    if (depth > DEEPEST) {
      throw in.wrong("values are nested more than " + DEEPEST + " deep");
    }
    return switch (in.peek()) {
      case '"', '\'' -> TomlStrings.any(in);
      case '[' -> list(depth);
      case '{' -> inlineTable(depth);
      default -> TomlNumbers.value(in);
    };
  }

  private List<Object> list(int depth) throws TomlException {
    List<Object> items = new ArrayList<>();
    in.expect('[', "a list begins with [");
    for (in.skipToContent(); !in.take(']'); in.skipToContent()) {
      items.add(value(depth + 1));
      in.skipToContent();
      if (!in.take(',') && in.peek() != ']') {
        throw in.wrong("items of a list are parted by , and the list ends with ]");
      }
    }
    return items;
  }

  private Table inlineTable(int depth) throws TomlException {
    Table table = Table.dotted();
    in.expect('{', "an inline table begins with {");
    for (in.skipToContent(); !in.take('}'); in.skipToContent()) {
      pair(table, depth + 1);
      in.skipToContent();
      if (!in.take(',') && in.peek() != '}') {
        throw in.wrong("pairs of an inline table are parted by , and it ends with }");
      }
    }
    table.close();
    return table;
  }
}
