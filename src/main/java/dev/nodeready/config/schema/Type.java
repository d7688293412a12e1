package dev.nodeready.config.schema;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a field may hold. */
public sealed interface Type {
  /** The kind of value, in the words of a message. */
  String words();

  /** An object with known fields. */
  record Struct(List<Field> fields) implements Type {
    public Struct(Field... fields) {
      this(List.of(fields));
    }

    /** The field of that name, or null where there is none. */
    public @Nullable Field field(String name) {
      for (Field field : fields) {
        if (field.name().equals(name)) {
          return field;
        }
      }
      return null;
    }

    @Override
    public String words() {
      return "an object";
    }
  }

  /**
   * A text.
   *
   * @param values the only ones that mean something; empty where any will do
   * @param anyCase whether they are known in capital and small letters alike
   */
  record Text(List<String> values, boolean anyCase) implements Type {
    public Text(String... values) {
      this(List.of(values), false);
    }

    /** The same in capital and small letters alike. */
    public Text inAnyCase() {
      return new Text(values, true);
    }

    /** Whether the text is one of those that mean something. */
    public boolean knows(String text) {
      return values.isEmpty()
          || values.stream().anyMatch(anyCase ? text::equalsIgnoreCase : text::equals);
    }

    @Override
    public String words() {
      return values.isEmpty() ? "a text" : "one of " + String.join(", ", values);
    }
  }

  /** Bytes in base64. */
  record Base64() implements Type {
    @Override
    public String words() {
      return "a text in base64";
    }
  }

  /** A duration such as {@code 90s}, {@code 5m} or {@code 1h30m}. */
  record Time() implements Type {
    @Override
    public String words() {
      return "a duration such as 90s, 5m or 1h30m";
    }
  }

  /** True or false. */
  record Flag() implements Type {
    @Override
    public String words() {
      return "true or false";
    }
  }

  /**
   * A number.
   *
   * @param least the smallest that works
   * @param most the largest
   */
  record Decimal(int least, int most) implements Type {
    /** Whether it works with that number. */
    public boolean takes(double number) {
      return number >= least && number <= most;
    }

    @Override
    public String words() {
      return "a number";
    }
  }

  /** A list whose items are all of one type. */
  record ListOf(Type item) implements Type {
    @Override
    public String words() {
      return "a list";
    }
  }

  /** An object with any keys, whose values are all of one type. */
  record MapOf(Type value) implements Type {
    @Override
    public String words() {
      return "an object";
    }
  }

  /** An object that may hold anything. */
  record Free() implements Type {
    @Override
    public String words() {
      return "an object";
    }
  }
}
