package dev.irsa.testkit.internal.server;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * HTTP header fields in their original order and spelling. Names are case-insensitive. Immutable.
 */
public record Headers(List<Field> fields) {
  public Headers {
    fields = List.copyOf(fields);
  }

  /** One header field. */
  public record Field(String name, String value) {}

  /** Returns headers without fields. */
  public static Headers none() {
    return new Headers(List.of());
  }

  /** Returns the first value of a field. */
  public Optional<String> first(String name) {
    return fields.stream()
        .filter(field -> field.name().equalsIgnoreCase(name))
        .map(Field::value)
        .findFirst();
  }

  /** Returns all values of a field, in order. */
  public List<String> all(String name) {
    return fields.stream()
        .filter(field -> field.name().equalsIgnoreCase(name))
        .map(Field::value)
        .toList();
  }

  /** Returns a copy with one more field. */
  public Headers with(String name, String value) {
    List<Field> more = new ArrayList<>(fields);
    more.add(new Field(name, value));
    return new Headers(more);
  }

  /** Returns a copy without a field. */
  public Headers without(String name) {
    return new Headers(
        fields.stream().filter(field -> !field.name().equalsIgnoreCase(name)).toList());
  }
}
