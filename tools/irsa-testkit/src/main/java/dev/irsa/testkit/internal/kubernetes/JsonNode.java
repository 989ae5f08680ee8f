package dev.irsa.testkit.internal.kubernetes;

import dev.irsa.testkit.internal.JsonObjects;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A value in a JSON document together with its path, for error messages.
 *
 * @param path from the root, {@code $}
 * @param value a map, list, string, number or boolean that can be changed in place; null when
 *     absent or null, which Kubernetes treats alike
 */
record JsonNode(String path, @Nullable Object value) {
  private static final int LONGEST_SHOWN = 100;

  static JsonNode parse(String json) {
    try {
      return new JsonNode("$", JsonObjects.parse(json));
    } catch (ParseException e) {
      throw malformed("$", "a JSON object", "other text");
    }
  }

  boolean isAbsent() {
    return value == null;
  }

  JsonNode member(String name) {
    var memberPath = path + (name.matches("\\w+") ? "." + name : "['" + name + "']");
    return new JsonNode(memberPath, isAbsent() ? null : object().get(name));
  }

  /** Returns the members of an object. */
  @SuppressWarnings("unchecked") // JSON objects have string keys.
  Map<String, Object> object() {
    if (value instanceof Map<?, ?> map) {
      return (Map<String, Object>) map;
    }
    throw unexpected("an object");
  }

  /** Returns the values of an array; empty if it is absent. */
  List<JsonNode> items() {
    var items = new ArrayList<JsonNode>();
    if (!isAbsent()) {
      for (Object item : array()) {
        items.add(new JsonNode(path + "[" + items.size() + "]", item));
      }
    }
    return items;
  }

  /** Returns the strings of an object such as annotations; empty if it is absent. */
  Map<String, String> texts() {
    var texts = new LinkedHashMap<String, String>();
    if (!isAbsent()) {
      object().keySet().forEach(name -> texts.put(name, member(name).text()));
    }
    return texts;
  }

  String text() {
    if (value instanceof String text) {
      return text;
    }
    throw unexpected("a string");
  }

  /** Returns the name of a Kubernetes object. */
  String name(Pattern allowed, String kind) {
    String name = text();
    if (!allowed.matcher(name).matches()) {
      String shown = name.length() <= LONGEST_SHOWN ? name : name.substring(0, LONGEST_SHOWN);
      throw malformed(path, kind, '"' + shown + '"');
    }
    return name;
  }

  long integer() {
    if (value instanceof Long || value instanceof Integer) {
      return ((Number) value).longValue();
    }
    throw unexpected("an integer");
  }

  /**
   * Returns the values of an array in this object, which is created if absent. Added values become
   * part of the document.
   */
  List<Object> memberArray(String name) {
    var member = member(name);
    if (member.isAbsent()) {
      var array = new ArrayList<Object>();
      object().put(name, array);
      return array;
    }
    return member.array();
  }

  /**
   * Returns the members of an object in this one, which is created if absent. Added members become
   * part of the document.
   */
  Map<String, Object> memberObject(String name) {
    var member = member(name);
    if (member.isAbsent()) {
      object().put(name, new LinkedHashMap<String, Object>());
    }
    return member(name).object();
  }

  IllegalArgumentException unexpected(String expected) {
    return malformed(path, expected, kind());
  }

  /** Returns the error for a value of the wrong shape. */
  static IllegalArgumentException malformed(String path, String expected, String found) {
    return new IllegalArgumentException(path + ": expected " + expected + ", found " + found);
  }

  @SuppressWarnings("unchecked") // JSON arrays hold JSON values.
  private List<Object> array() {
    if (value instanceof List<?> list) {
      return (List<Object>) list;
    }
    throw unexpected("an array");
  }

  private String kind() {
    if (value == null) {
      return "nothing";
    }
    if (value instanceof Map) {
      return "an object";
    }
    if (value instanceof List) {
      return "an array";
    }
    if (value instanceof String) {
      return "a string";
    }
    return value instanceof Number ? "a number" : "a boolean";
  }
}
