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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The table of fields as a JSON schema (2020-12), for editors. */
public final class JsonSchema {
  private static final String DURATION = "^([0-9]{1,9}(ms|s|m|h))+$";

  private JsonSchema() {}

  /** The schema of the whole document, with a newline at its end. */
  public static String text() {
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("$schema", "https://json-schema.org/draft/2020-12/schema");
    schema.put("title", "NodeConfig (" + NodeConfig.API_VERSION + ")");
    schema.putAll(type(Schema.DOCUMENT));
    schema.put("required", List.of("apiVersion", "kind"));
    return Json.pretty(schema, 2) + "\n";
  }

  private static Map<String, Object> type(Type type) {
    Map<String, Object> schema = new LinkedHashMap<>();
    switch (type) {
      case Struct struct -> {
        schema.put("type", "object");
        schema.put("properties", properties(struct));
        schema.put("additionalProperties", false);
      }
      case Text text -> {
        schema.put("type", "string");
        if (!text.values().isEmpty()) {
          schema.put("enum", text.values());
        }
      }
      case Base64 _ -> {
        schema.put("type", "string");
        schema.put("contentEncoding", "base64");
      }
      case Time _ -> {
        schema.put("type", "string");
        schema.put("pattern", DURATION);
      }
      case Flag _ -> schema.put("type", "boolean");
      case Decimal _ -> schema.put("type", "number");
      case Free _ -> schema.put("type", "object");
      case ListOf list -> {
        schema.put("type", "array");
        schema.put("items", type(list.item()));
      }
      case MapOf map -> {
        schema.put("type", "object");
        schema.put("additionalProperties", type(map.value()));
      }
    }
    return schema;
  }

  private static Map<String, Object> properties(Struct struct) {
    Map<String, Object> properties = new LinkedHashMap<>();
    for (Field field : struct.fields()) {
      Map<String, Object> schema = type(field.type());
      schema.put("description", field.text() + " Default: " + field.fallback() + ".");
      if (field.name().equals("apiVersion") || field.name().equals("kind")) {
        schema.put("const", field.text());
      }
      properties.put(field.name(), schema);
    }
    return properties;
  }
}
