package dev.irsa.testkit.iam;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A value in a policy document and where it stands, so that what is wrong with it can be said.
 *
 * @param path from the root, {@code $}
 */
record PolicyElement(String path, @Nullable Object value) {

  static PolicyElement document(String json) {
    return new PolicyElement("$", PolicyJson.object(json));
  }

  MalformedPolicyException malformed(String problem) {
    return new MalformedPolicyException(path, problem);
  }

  String text() {
    if (value instanceof String text) {
      return text;
    }
    throw malformed("expected a string, found " + kind());
  }

  /** The text of a value that may also be written as a JSON boolean or number. */
  String scalar() {
    return value instanceof Boolean || value instanceof Number ? String.valueOf(value) : text();
  }

  /** The members of an object, in their order. */
  Map<String, PolicyElement> members() {
    if (!(value instanceof Map<?, ?> map)) {
      throw malformed("expected an object, found " + kind());
    }
    Map<String, PolicyElement> members = new LinkedHashMap<>();
    map.forEach((name, member) -> members.put((String) name, child("." + name, member)));
    return members;
  }

  /** The members of an object whose names count in any case. */
  Map<String, PolicyElement> membersInAnyCase() {
    Set<String> names = new TreeSet<>();
    members()
        .forEach(
            (name, member) -> {
              if (!names.add(name.toLowerCase(Locale.ROOT))) {
                throw member.malformed("the name stands twice in its object, in another case");
              }
            });
    return members();
  }

  /** A member of an object; null if it is absent. */
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
                    "unexpected element, known are " + known.stream().sorted().toList());
              }
            });
  }

  /** The values of an array; what is not an array is its only value. */
  List<PolicyElement> oneOrMore() {
    if (!(value instanceof List<?> list)) {
      return List.of(this);
    }
    List<PolicyElement> elements = new ArrayList<>();
    for (Object one : list) {
      elements.add(child("[" + elements.size() + "]", one));
    }
    return elements;
  }

  private PolicyElement child(String step, @Nullable Object child) {
    return new PolicyElement(path + step, child);
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
