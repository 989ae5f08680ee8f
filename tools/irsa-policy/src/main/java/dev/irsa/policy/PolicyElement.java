package dev.irsa.policy;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A value in a policy document with its path, for error messages.
 *
 * @param path from the root, {@code $}
 */
record PolicyElement(String path, @Nullable Object value) {

  MalformedPolicyException malformed(String problem) {
    return new MalformedPolicyException(path, problem);
  }

  String text() {
    if (value instanceof String text) {
      return text;
    }
    throw malformed("expected a string, found " + kind());
  }

  /** Returns the text of a value that may also be a JSON boolean or number. */
  String scalar() {
    return value instanceof Boolean || value instanceof Number ? String.valueOf(value) : text();
  }

  /** Returns the members of an object, in document order. */
  @SuppressWarnings("unchecked") // The parser makes objects of elements.
  Map<String, PolicyElement> members() {
    if (value instanceof Map<?, ?> map) {
      return (Map<String, PolicyElement>) map;
    }
    throw malformed("expected an object, found " + kind());
  }

  /** Returns the members of an object whose names are case-insensitive. */
  Map<String, PolicyElement> membersInAnyCase() {
    Set<String> names = new TreeSet<>();
    members()
        .forEach(
            (name, member) -> {
              if (!names.add(name.toLowerCase(Locale.ROOT))) {
                throw member.malformed("duplicate name, in another case");
              }
            });
    return members();
  }

  /** Returns a member of an object; null if it is absent. */
  @Nullable PolicyElement member(String name) {
    return members().get(name);
  }

  PolicyElement required(String name) {
    PolicyElement member = member(name);
    if (member == null) {
      throw malformed("missing required element " + name);
    }
    return member;
  }

  void onlyKnown(Set<String> known) {
    members()
        .forEach(
            (name, member) -> {
              if (!known.contains(name)) {
                throw member.malformed(
                    "unexpected element; known elements are " + known.stream().sorted().toList());
              }
            });
  }

  /** Returns the values of an array. Any other value is treated as an array of itself. */
  @SuppressWarnings("unchecked") // The parser makes arrays of elements.
  List<PolicyElement> oneOrMore() {
    return value instanceof List<?> list ? (List<PolicyElement>) list : List.of(this);
  }

  private String kind() {
    if (value == null) {
      return "null";
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
    return value instanceof Boolean ? "a boolean" : "a number";
  }
}
