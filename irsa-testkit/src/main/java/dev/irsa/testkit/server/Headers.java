package dev.irsa.testkit.server;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** HTTP header fields in their order and spelling; names are found in any case. Immutable. */
public record Headers(List<Field> fields) {
  public Headers {
    fields = List.copyOf(fields);
  }

  /** One header field. */
  public record Field(String name, String value) {}

  /** No fields. */
  public static Headers none() {
    return new Headers(List.of());
  }

  /** The first value of a field. */
  public Optional<String> first(String name) {
    return fields.stream()
        .filter(field -> field.name().equalsIgnoreCase(name))
        .map(Field::value)
        .findFirst();
  }

  /** All values of a field, in order. */
  public List<String> all(String name) {
    return fields.stream()
        .filter(field -> field.name().equalsIgnoreCase(name))
        .map(Field::value)
        .toList();
  }

  /** A copy with one more field. */
  public Headers with(String name, String value) {
    List<Field> more = new ArrayList<>(fields);
    more.add(new Field(name, value));
    return new Headers(more);
  }

  /** A copy without a field. */
  public Headers without(String name) {
    return new Headers(
        fields.stream().filter(field -> !field.name().equalsIgnoreCase(name)).toList());
  }
}
