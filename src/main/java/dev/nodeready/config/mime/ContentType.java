package dev.nodeready.config.mime;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * A media type with its parameters.
 *
 * @param type in small letters, such as {@code multipart/mixed}; empty where there is none
 * @param parameters by name in small letters
 */
record ContentType(String type, Map<String, String> parameters) {
  static ContentType parse(String text) {
    int end = text.indexOf(';');
    String type = (end < 0 ? text : text.substring(0, end)).strip().toLowerCase(Locale.ROOT);
    Map<String, String> parameters = new LinkedHashMap<>();
    int at = end;
    while (at >= 0 && at < text.length()) {
      at = parameter(text, at + 1, parameters);
    }
    return new ContentType(type, parameters);
  }

  boolean isMultipart() {
    return type.startsWith("multipart/");
  }

  String boundary() {
    return parameters.getOrDefault("boundary", "");
  }

  /** Reads one {@code name=value} and returns where its semicolon is, or the end. */
  private static int parameter(String text, int from, Map<String, String> parameters) {
    int equals = text.indexOf('=', from);
    int semicolon = text.indexOf(';', from);
    if (equals < 0 || (semicolon >= 0 && semicolon < equals)) {
      return semicolon;
    }
    String name = text.substring(from, equals).strip().toLowerCase(Locale.ROOT);
    int start = equals + 1;
    while (start < text.length() && text.charAt(start) == ' ') {
      start++;
    }
    if (start < text.length() && text.charAt(start) == '"') {
      return quoted(text, start + 1, name, parameters);
    }
    int stop = semicolon < 0 ? text.length() : semicolon;
    parameters.putIfAbsent(name, text.substring(start, Math.max(start, stop)).strip());
    return semicolon;
  }

  private static int quoted(String text, int from, String name, Map<String, String> parameters) {
    StringBuilder value = new StringBuilder();
    int at = from;
    while (at < text.length() && text.charAt(at) != '"') {
      if (text.charAt(at) == '\\' && at + 1 < text.length()) {
        at++;
      }
      value.append(text.charAt(at));
      at++;
    }
    parameters.putIfAbsent(name, value.toString());
    return text.indexOf(';', at);
  }
}
