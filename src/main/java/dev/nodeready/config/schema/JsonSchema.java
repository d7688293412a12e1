package dev.nodeready.config.schema;

import dev.nodeready.config.NodeConfig;
import dev.nodeready.config.json.Json;
import dev.nodeready.config.schema.Type.Base64;
import dev.nodeready.config.schema.Type.Decimal;
import dev.nodeready.config.schema.Type.Flag;
import dev.nodeready.config.schema.Type.Free;
import dev.nodeready.config.schema.Type.ListOf;
import dev.nodeready.config.schema.Type.MapOf;
import dev.nodeready.config.schema.Type.Struct;
import dev.nodeready.config.schema.Type.Text;
import dev.nodeready.config.schema.Type.Time;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The table of fields as a JSON schema (2020-12), for editors. It takes whatever {@code config
 * check} takes, and refuses what a schema can refuse of one document alone: what only several of
 * them together have to say is not required.
 */
public final class JsonSchema {
  /** Texts may be wrapped and folded. */
  private static final String BASE64 = "^[A-Za-z0-9+/\\s]*=?\\s*=?\\s*$";

  private static final String DURATION = "^([0-9]{1,9}(ms|s|m|h))+$";

  private JsonSchema() {}

  /** The schema of the whole document, with a newline at its end. */
  public static String text() {
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("$schema", "https://json-schema.org/draft/2020-12/schema");
    schema.put("title", "NodeConfig (" + NodeConfig.API_VERSION + ")");
    schema.putAll(whole(Schema.DOCUMENT));
    schema.put("type", "object");
    return Json.pretty(schema, 2) + "\n";
  }

  /** What says nothing, null, may stand for any value. */
  private static List<String> orNothing(String type) {
    return List.of(type, "null");
  }

  private static Map<String, Object> type(Type type) {
    Map<String, Object> schema = new LinkedHashMap<>();
    switch (type) {
      case Struct struct -> schema.putAll(struct(properties(struct)));
      case Text text -> {
        schema.put("type", orNothing("string"));
        choice(schema, text, "");
      }
      case Base64 _ -> {
        schema.put("type", orNothing("string"));
        schema.put("contentEncoding", "base64");
        schema.put("pattern", BASE64);
      }
      case Time _ -> {
        schema.put("type", orNothing("string"));
        schema.put("pattern", DURATION);
      }
      case Flag _ -> schema.put("type", orNothing("boolean"));
      case Decimal decimal -> {
        schema.put("type", orNothing("number"));
        schema.put("minimum", (long) decimal.least());
        schema.put("maximum", (long) decimal.most());
      }
      case Free _ -> schema.put("type", orNothing("object"));
      case ListOf list -> {
        schema.put("type", orNothing("array"));
        schema.put("items", item(list.item()));
      }
      case MapOf map -> {
        schema.put("type", orNothing("object"));
        schema.put("additionalProperties", type(map.value()));
      }
    }
    return schema;
  }

  /** Items are merged with nothing, so what one has to have it has to have here. */
  private static Map<String, Object> item(Type type) {
    if (type instanceof Struct struct) {
      return whole(struct);
    }
    Map<String, Object> schema = type(type);
    if (type instanceof Text text) {
      choice(schema, text);
    }
    return schema;
  }

  private static Map<String, Object> whole(Struct struct) {
    List<Field> required = struct.fields().stream().filter(Field::required).toList();
    Map<String, Object> properties = properties(struct);
    required.forEach(field -> properties.put(field.name(), given(field)));
    Map<String, Object> schema = struct(properties);
    schema.put("required", required.stream().map(Field::name).toList());
    return schema;
  }

  private static Map<String, Object> struct(Map<String, Object> properties) {
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("type", orNothing("object"));
    schema.put("properties", properties);
    schema.put("additionalProperties", false);
    return schema;
  }

  /** The field where null and nothing are no values. */
  private static Map<String, Object> given(Field field) {
    Map<String, Object> schema = described(field);
    boolean list = field.type() instanceof ListOf;
    if (field.type() instanceof Text text) {
      choice(schema, text);
    }
    schema.put("type", list ? "array" : "string");
    schema.put(list ? "minItems" : "minLength", 1L);
    return schema;
  }

  /**
   * Only some texts mean something.
   *
   * @param others that say nothing
   */
  private static void choice(Map<String, Object> schema, Text text, String... others) {
    if (text.values().isEmpty()) {
      return;
    }
    List<@Nullable Object> values = new ArrayList<>(text.values());
    values.addAll(List.of(others));
    values.add(null);
    if (text.anyCase()) {
      // Editors offer the words of an enumeration; a pattern knows no option for the case.
      schema.put("anyOf", List.of(Map.of("enum", values), Map.of("pattern", anyCase(text))));
    } else {
      schema.put("enum", values);
    }
  }

  private static String anyCase(Text text) {
    StringBuilder pattern = new StringBuilder();
    for (String value : text.values()) {
      pattern.append(pattern.isEmpty() ? "^(" : "|");
      value.chars().forEach(c -> pattern.append(bothCases((char) c)));
    }
    return pattern.append(")$").toString();
  }

  private static String bothCases(char c) {
    char upper = Character.toUpperCase(c);
    char lower = Character.toLowerCase(c);
    return upper == lower ? String.valueOf(c) : "[" + upper + lower + "]";
  }

  private static Map<String, Object> properties(Struct struct) {
    Map<String, Object> properties = new LinkedHashMap<>();
    for (Field field : struct.fields()) {
      properties.put(field.name(), described(field));
    }
    return properties;
  }

  private static Map<String, Object> described(Field field) {
    Map<String, Object> schema = type(field.type());
    schema.put("description", field.text() + " Default: " + field.fallback() + ".");
    return schema;
  }
}
