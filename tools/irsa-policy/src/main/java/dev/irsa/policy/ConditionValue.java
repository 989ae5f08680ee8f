package dev.irsa.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A value in a condition: text that may contain policy variables (IAM user guide, "IAM policy
 * elements: Variables and tags").
 *
 * @param source the text as written in the policy
 */
record ConditionValue(String source, List<Part> parts) {
  private static final Pattern VARIABLE =
      Pattern.compile("(?<key>[^\\s,']+)(?:, '(?<default>[^']*)')?");
  private static final String SPECIAL_CHARACTERS = "*?$";

  /** A part of a value. */
  private sealed interface Part {
    /** Returns the pattern of the part for a request; empty for a variable without a value. */
    Optional<Wildcard> resolve(PolicyRequest request);
  }

  private record Fixed(Wildcard pattern) implements Part {
    @Override
    public Optional<Wildcard> resolve(PolicyRequest request) {
      return Optional.of(pattern);
    }
  }

  /**
   * A variable, replaced by the single value of its key. Wildcards in that value, or in the
   * default, are literal.
   */
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

  /** Returns a value in which variables are not replaced. */
  static ConditionValue text(String source) {
    return new ConditionValue(source, List.of(new Fixed(Wildcard.of(source))));
  }

  /**
   * Parses a value that may contain variables.
   *
   * @throws MalformedPolicyException if a variable is malformed, or its key is not supported
   */
  static ConditionValue withVariables(PolicyElement element) {
    String source = element.text();
    List<Part> parts = new ArrayList<>();
    int position = 0;
    for (int start = source.indexOf("${"); start >= 0; start = source.indexOf("${", position)) {
      int end = source.indexOf('}', start);
      if (end < 0) {
        throw element.malformed("a policy variable is missing its closing brace");
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
      throw element.malformed("${" + key + "} is not supported, only " + ConditionKeys.variables());
    }
    return new Variable(key, variable.group("default"));
  }

  /**
   * Returns the pattern for a request; empty if a variable has no value, in which case nothing
   * matches.
   */
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
