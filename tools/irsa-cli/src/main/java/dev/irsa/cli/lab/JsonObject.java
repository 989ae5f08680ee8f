package dev.irsa.cli.lab;

import com.nimbusds.jose.util.JSONObjectUtils;
import dev.irsa.cli.Json;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A JSON object for display. Missing members are empty, so that displaying a document never fails.
 * Immutable.
 */
final class JsonObject {
  private final Map<?, ?> members;

  private JsonObject(@Nullable Object value) {
    this.members = value instanceof Map<?, ?> map ? map : Map.of();
  }

  static JsonObject parse(String json) throws ParseException {
    return new JsonObject(JSONObjectUtils.parse(json));
  }

  JsonObject object(String member) {
    return new JsonObject(members.get(member));
  }

  List<JsonObject> objects(String member) {
    List<JsonObject> objects = new ArrayList<>();
    if (members.get(member) instanceof List<?> list) {
      list.forEach(each -> objects.add(new JsonObject(each)));
    }
    return objects;
  }

  String text(String member) {
    return text(members.get(member));
  }

  /** Passes each member's name and its value as text to the action. */
  void forEach(BiConsumer<String, String> action) {
    members.forEach((name, value) -> action.accept(String.valueOf(name), text(value)));
  }

  /** Returns the names of the members. */
  List<String> names() {
    return members.keySet().stream().map(String::valueOf).toList();
  }

  @SuppressWarnings("unchecked") // JSON objects have text keys
  private static String text(@Nullable Object value) {
    if (value instanceof Map<?, ?> object) {
      return Json.line((Map<String, Object>) object);
    }
    return value == null ? "" : value.toString();
  }
}
