package dev.irsa.testkit.iam;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A value in a condition: text with policy variables in it (IAM user guide, "IAM policy elements:
 * Variables and tags").
 *
 * @param source as it stands in the policy
 */
record ConditionValue(String source, List<Part> parts) {
  private static final Pattern VARIABLE =
      Pattern.compile("(?<key>[^\\s,']+)(?:, '(?<default>[^']*)')?");
  private static final String SPECIAL_CHARACTERS = "*?$";

  /** A piece of a value. */
  private sealed interface Part {
    /** What the piece is for a request; empty for a variable without a value. */
    Optional<Wildcard> resolve(PolicyRequest request);
  }

  private record Fixed(Wildcard pattern) implements Part {
    @Override
    public Optional<Wildcard> resolve(PolicyRequest request) {
      return Optional.of(pattern);
    }
  }

  /** Replaced by the one value of the key; wildcards in that are text, as in a default. */
  private record Variable(String key, @Nullable String otherwise) implements Part {
    @Override
    public Optional<Wildcard> resolve(PolicyRequest request) {
      List<String> values = request.values(key);
      Optional<String> value =
          values.isEmpty()
              ? Optional.ofNullable(otherwise)
              : values.stream().findFirst().filter(one -> values.size() == 1);
      return value.map(Wildcard::literal);
    }
  }

  ConditionValue {
    parts = List.copyOf(parts);
  }

  /** A value in which variables are not replaced. */
  static ConditionValue text(String source) {
    return new ConditionValue(source, List.of(new Fixed(Wildcard.of(source))));
  }

  /**
   * Reads a value with variables.
   *
   * @throws MalformedPolicyException if one is malformed, or of a key that the lab does not have
   */
  static ConditionValue withVariables(PolicyElement element) {
    String source = element.text();
    List<Part> parts = new ArrayList<>();
    int position = 0;
    for (int start = source.indexOf("${"); start >= 0; start = source.indexOf("${", position)) {
      int end = source.indexOf('}', start);
      if (end < 0) {
        throw element.malformed("a policy variable lacks its closing brace");
      }
      parts.add(new Fixed(Wildcard.of(source.substring(position, start))));
      parts.add(variable(element, source.substring(start + 2, end)));
      position = end + 1;
    }
    parts.add(new Fixed(Wildcard.of(source.substring(position))));
    return new ConditionValue(source, parts);
  }

  private static Part variable(PolicyElement element, String name) {
    if (name.length() == 1 && SPECIAL_CHARACTERS.contains(name)) {
      return new Fixed(Wildcard.literal(name));
    }
    Matcher variable = VARIABLE.matcher(name);
    if (!variable.matches()) {
      throw element.malformed(
          "expected ${key} or ${key, 'default'} for a policy variable, found ${" + name + "}");
    }
    String key = variable.group("key");
    if (!ConditionKeys.isVariable(key)) {
      throw element.malformed(
          "the lab does not evaluate ${" + key + "}; it has " + ConditionKeys.variables());
    }
    return new Variable(key, variable.group("default"));
  }

  /** The value for a request; empty if a variable in it has none, since it then matches nothing. */
  Optional<Wildcard> resolve(PolicyRequest request) {
    Wildcard whole = Wildcard.of("");
    for (Part part : parts) {
      Optional<Wildcard> resolved = part.resolve(request);
      if (resolved.isEmpty()) {
        return Optional.empty();
      }
      whole = whole.then(resolved.get());
    }
    return Optional.of(whole);
  }
}
