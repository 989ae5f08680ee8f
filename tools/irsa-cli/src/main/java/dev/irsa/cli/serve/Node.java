package dev.irsa.cli.serve;

import com.nimbusds.jose.util.JSONObjectUtils;
import dev.irsa.doctor.InvalidInputException;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A value of a document together with its place.
 *
 * @param value a map of names to nodes, a list of nodes, a string, a number, a boolean, or null
 */
record Node(Place place, @Nullable Object value) {

  /** Returns the error that explains what is wrong with this value. */
  InvalidInputException invalid(String problem) {
    return place.invalid(problem, null);
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
        ? place.invalid(message, refused)
        : named.place.invalid(message.substring(colon + 2), refused);
  }

  String text() {
    if (value instanceof String text) {
      return text;
    }
    throw expected("a string");
  }

  /** Returns the text of a member; null if it is missing. */
  @Nullable String text(String name) {
    Node member = member(name);
    return member == null ? null : member.text();
  }

  String text(String name, String otherwise) {
    String text = text(name);
    return text == null ? otherwise : text;
  }

  /** Returns the text of a value that may be written without quotes although it is all digits. */
  String digits() {
    return value instanceof Long number ? number.toString() : text();
  }

  boolean bool() {
    if (value instanceof Boolean bool) {
      return bool;
    }
    throw expected("true or false");
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

  /** Returns a JSON document that is given as an object, or as a string. */
  String document() {
    return value instanceof String text ? text : json();
  }

  /** Requires that a name has not been seen before. */
  void requireNew(Set<String> names, String name) {
    if (!names.add(name)) {
      throw invalid("duplicate " + name);
    }
  }

  /** Returns the nodes of a list. */
  List<Node> items() {
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

  /** Returns the nodes of a member that is a list; empty if it is missing. */
  List<Node> items(String name) {
    Node member = member(name);
    return member == null ? List.of() : member.items();
  }

  void onlyKnown(Set<String> known) {
    members()
        .forEach(
            (name, member) -> {
              if (!known.contains(name)) {
                throw member.invalid(
                    "unknown member; known ones are "
                        + String.join(", ", known.stream().sorted().toList()));
              }
            });
  }

  /** Returns the node of a path at or below this one; null if there is none. */
  @Nullable Node find(String wanted) {
    if (place.path().equals(wanted)) {
      return this;
    }
    return children().stream()
        .filter(child -> wanted.startsWith(child.place.path()))
        .map(child -> child.find(wanted))
        .filter(Objects::nonNull)
        .findFirst()
        .orElse(null);
  }

  private List<Node> children() {
    if (value instanceof Map) {
      return List.copyOf(members().values());
    }
    return value instanceof List ? items() : List.of();
  }

  /** Returns an object or a list as JSON. */
  String json() {
    return JSONObjectUtils.toJSONString(objectValue());
  }

  /** Returns an object as JSON, with a text added to or replaced in one of its objects. */
  String withMember(String object, String name, String text) {
    Map<String, @Nullable Object> inner = required(object).objectValue();
    inner.put(name, text);
    Map<String, @Nullable Object> outer = objectValue();
    outer.put(object, inner);
    return JSONObjectUtils.toJSONString(outer);
  }

  private Map<String, @Nullable Object> objectValue() {
    Map<String, @Nullable Object> plain = new LinkedHashMap<>();
    members().forEach((name, member) -> plain.put(name, member.plain()));
    return plain;
  }

  private @Nullable Object plain() {
    if (value instanceof Map) {
      return objectValue();
    }
    if (value instanceof List) {
      List<@Nullable Object> plain = new ArrayList<>();
      items().forEach(item -> plain.add(item.plain()));
      return plain;
    }
    return value;
  }

  private InvalidInputException expected(String kind) {
    return invalid("expected " + kind + ", found " + found());
  }

  private String found() {
    if (value == null) {
      return "nothing";
    }
    if (value instanceof Map) {
      return "an object";
    }
    return value instanceof List ? "a list" : String.valueOf(value);
  }
}
