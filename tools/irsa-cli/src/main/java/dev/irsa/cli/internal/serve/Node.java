package dev.irsa.cli.internal.serve;

import com.nimbusds.jose.util.JSONObjectUtils;
import dev.irsa.doctor.InvalidInputException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A value of a document together with its place, which every error names.
 *
 * @param document the name of the document
 * @param path from the root, such as {@code roles[0].trustPolicy}; empty for the root
 * @param line from 1
 * @param column from 1
 * @param value a map of names to nodes, a list of nodes, a string, a number, a boolean, or null
 */
record Node(String document, String path, int line, int column, @Nullable Object value) {
  private static final int LONGEST_EXCERPT = 300;

  /** Returns the text without control characters, shortened so that it fits into one line. */
  static String excerpt(String text) {
    String line = text.replaceAll("[\\p{Cc}\\p{Zl}\\p{Zp}]+", " ");
    return line.length() <= LONGEST_EXCERPT ? line : line.substring(0, LONGEST_EXCERPT) + "...";
  }

  /** Returns the place that follows a text with which a document begins. */
  static Node after(String document, String beginning) {
    int lineStart = beginning.lastIndexOf('\n') + 1;
    int line = 1 + (int) beginning.chars().filter(character -> character == '\n').count();
    int column = 1 + beginning.codePointCount(lineStart, beginning.length());
    return new Node(document, "", line, column, null);
  }

  /** Returns the place of a member of this object, or in brackets of an item of this list. */
  Node at(String step) {
    String separator = path.isEmpty() || step.startsWith("[") ? "" : ".";
    return new Node(document, path + separator + step, line, column, null);
  }

  Node at(int otherLine, int otherColumn) {
    return new Node(document, path, otherLine, otherColumn, value);
  }

  Node with(@Nullable Object other) {
    return new Node(document, path, line, column, other);
  }

  /** Returns the error that explains what is wrong there. */
  InvalidInputException invalid(String problem, @Nullable Throwable cause) {
    String place = document + ":" + line + ":" + column + (path.isEmpty() ? "" : " " + path);
    return new InvalidInputException(excerpt(place), excerpt(problem), cause);
  }

  InvalidInputException invalid(String problem) {
    return invalid(problem, null);
  }

  /**
   * Returns the error for a value that a type of the lab refused. Its messages begin with the name
   * of what is wrong, which is usually that of a member.
   */
  InvalidInputException invalid(IllegalArgumentException refused) {
    String message = String.valueOf(refused.getMessage());
    int colon = message.indexOf(": ");
    Node named = colon < 0 || !(value instanceof Map) ? null : member(message.substring(0, colon));
    return named == null
        ? invalid(message, refused)
        : named.invalid(message.substring(colon + 2), refused);
  }

  private InvalidInputException expected(String kind) {
    String found =
        value instanceof Map ? "an object" : value instanceof List ? "a list" : "" + value;
    return invalid("expected " + kind + ", found " + (value == null ? "nothing" : found));
  }

  /**
   * Reads an object into a record, whose components are the members that it may have. A component
   * named {@code node} is this node itself. One that may be null, a list, a map and a boolean may
   * be missing.
   */
  <T extends Record> T as(Class<T> type) {
    RecordComponent[] components = type.getRecordComponents();
    Set<String> known =
        Stream.of(components)
            .map(RecordComponent::getName)
            .filter(name -> !name.equals("node"))
            .collect(Collectors.toSet());
    members()
        .forEach(
            (name, member) -> {
              if (!known.contains(name)) {
                throw member.invalid(
                    "unknown member; known ones are "
                        + String.join(", ", known.stream().sorted().toList()));
              }
            });
    Object[] values = Arrays.stream(components).map(this::component).toArray();
    Class<?>[] types = Stream.of(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
    try {
      return type.getDeclaredConstructor(types).newInstance(values);
    } catch (InvocationTargetException e) {
      throw e.getCause() instanceof RuntimeException refused
          ? refused
          : new IllegalStateException(e);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  private @Nullable Object component(RecordComponent component) {
    if (component.getName().equals("node")) {
      return this;
    }
    Node member = member(component.getName());
    if (member != null) {
      return member.as(component.getGenericType());
    }
    if (component.getAnnotatedType().isAnnotationPresent(Nullable.class)) {
      return null;
    }
    Class<?> type = component.getType();
    if (type == List.class) {
      return List.of();
    }
    if (type == Map.class) {
      return Map.of();
    }
    if (type == boolean.class) {
      return false;
    }
    throw invalid("missing member " + component.getName());
  }

  private Object as(Type type) {
    if (type instanceof ParameterizedType generic) {
      Type[] arguments = generic.getActualTypeArguments();
      if (generic.getRawType() == List.class) {
        return items().stream().map(item -> item.as(arguments[0])).toList();
      }
      Map<String, Object> values = new LinkedHashMap<>();
      members().forEach((name, member) -> values.put(name, member.as(arguments[1])));
      return values;
    }
    if (type == String.class) {
      return text();
    }
    if (type == boolean.class) {
      if (value instanceof Boolean bool) {
        return bool;
      }
      throw expected("true or false");
    }
    return type == Node.class ? this : as(((Class<?>) type).asSubclass(Record.class));
  }

  String text() {
    if (value instanceof String text) {
      return text;
    }
    throw expected("a string");
  }

  /** Returns the text of a value that may be written without quotes although it is all digits. */
  String digits() {
    return value instanceof Long number ? number.toString() : text();
  }

  /** Returns a duration in whole seconds, within these limits. */
  Duration seconds(long least, long most) {
    if (!(value instanceof Long number)) {
      throw expected("an integer");
    }
    if (number < least || number > most) {
      throw expected("%d to %d seconds".formatted(least, most));
    }
    return Duration.ofSeconds(number);
  }

  /** Returns an https URL. */
  URI url() {
    try {
      URI url = new URI(text());
      if ("https".equals(url.getScheme()) && url.getHost() != null) {
        return url;
      }
    } catch (URISyntaxException e) {
      // Reported below; the parser's message adds nothing.
    }
    throw expected("an https URL");
  }

  /** Requires that a name has not been seen before. */
  void requireNew(Set<String> names, String name) {
    if (!names.add(name)) {
      throw invalid("duplicate " + name);
    }
  }

  private List<Node> items() {
    if (!(value instanceof List<?> list)) {
      throw expected("a list");
    }
    return list.stream().map(Node.class::cast).toList();
  }

  /** Returns the members of an object in their order. */
  Map<String, Node> members() {
    if (!(value instanceof Map<?, ?> map)) {
      throw expected("an object");
    }
    Map<String, Node> members = new LinkedHashMap<>();
    map.forEach((name, member) -> members.put((String) name, (Node) member));
    return members;
  }

  /** Returns a member of an object; null if it is missing or empty. */
  @Nullable Node member(String name) {
    Node member = members().get(name);
    return member == null || member.value == null ? null : member;
  }

  Node required(String name) {
    Node member = member(name);
    if (member == null) {
      throw invalid("missing member " + name);
    }
    return member;
  }

  /** Returns the node of a path at or below this one; null if there is none. */
  @Nullable Node find(String wanted) {
    if (path.equals(wanted)) {
      return this;
    }
    List<Node> children =
        value instanceof Map
            ? List.copyOf(members().values())
            : value instanceof List ? items() : List.of();
    return children.stream()
        .filter(child -> wanted.startsWith(child.path))
        .map(child -> child.find(wanted))
        .filter(Objects::nonNull)
        .findFirst()
        .orElse(null);
  }

  /** Returns a JSON document that is given as an object, or as a string. */
  String json() {
    return value instanceof String text ? text : JSONObjectUtils.toJSONString(object());
  }

  /** Returns an object that can be changed, whose values are plain ones. */
  Map<String, @Nullable Object> object() {
    Map<String, @Nullable Object> plain = new LinkedHashMap<>();
    members().forEach((name, member) -> plain.put(name, member.plain()));
    return plain;
  }

  private @Nullable Object plain() {
    if (value instanceof List) {
      List<@Nullable Object> plain = new ArrayList<>();
      items().forEach(item -> plain.add(item.plain()));
      return plain;
    }
    return value instanceof Map ? object() : value;
  }
}
