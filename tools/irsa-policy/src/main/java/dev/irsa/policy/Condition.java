package dev.irsa.policy;

import dev.irsa.policy.Decision.Kind;
import dev.irsa.policy.Decision.Reason;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * One condition key of one operator block. Missing keys and sets are treated as described in the
 * IAM user guide ("Condition operators", "Set operators for multivalued context keys").
 */
record Condition(
    String spelledOperator,
    Operator operator,
    Quantifier quantifier,
    boolean ifExists,
    String key,
    List<ConditionValue> expected) {

  private static final String IF_EXISTS = "IfExists";

  /** How many values of the request must match. */
  enum Quantifier {
    FOR_ANY_VALUE("ForAnyValue:"),
    FOR_ALL_VALUES("ForAllValues:"),
    /**
     * Without a set operator, at least one value must match; if the operator is negated, none may.
     */
    NONE("");

    private final String prefix;

    Quantifier(String prefix) {
      this.prefix = prefix;
    }

    /** Returns the quantifier that prefixes a spelled operator, ignoring case. */
    static Quantifier of(String operator) {
      return Arrays.stream(values())
          .filter(q -> operator.regionMatches(true, 0, q.prefix, 0, q.prefix.length()))
          .findFirst()
          .orElse(NONE);
    }

    String prefix() {
      return prefix;
    }
  }

  /**
   * Reads the Condition element of a statement.
   *
   * @param variables whether the policy's version supports policy variables
   */
  static List<Condition> read(PolicyElement element, boolean variables) {
    List<Condition> conditions = new ArrayList<>();
    element
        .membersInAnyCase()
        .forEach(
            (operator, keys) ->
                keys.membersInAnyCase()
                    .forEach(
                        (key, values) -> {
                          conditions.add(of(operator, keys, key, values, variables));
                          requireKey(key, values, variables);
                        }));
    return conditions;
  }

  private static Condition of(
      String spelled, PolicyElement block, String key, PolicyElement values, boolean variables) {
    Quantifier quantifier = Quantifier.of(spelled);
    String name = spelled.substring(quantifier.prefix().length());
    int suffix = name.length() - IF_EXISTS.length();
    boolean ifExists = name.regionMatches(true, suffix, IF_EXISTS, 0, IF_EXISTS.length());
    Operator operator =
        Operator.named(ifExists ? name.substring(0, suffix) : name)
            .orElseThrow(() -> block.malformed("not a supported condition operator"));
    if (ifExists && operator == Operator.NULL) {
      throw block.malformed("Null cannot be combined with IfExists");
    }
    List<ConditionValue> expected = new ArrayList<>();
    for (PolicyElement value : values.oneOrMore()) {
      boolean hasVariables = variables && value.scalar().contains("${");
      if (hasVariables && !operator.takesVariables()) {
        throw value.malformed("policy variables can be used with string and ARN operators only");
      }
      if (operator.comparesNumbers() && !Operator.isNumber(value.scalar())) {
        throw value.malformed("expected a number, found " + value.scalar());
      }
      expected.add(ConditionValue.read(value, hasVariables));
    }
    return new Condition(spelled, operator, quantifier, ifExists, key, expected);
  }

  private static void requireKey(String key, PolicyElement values, boolean variables) {
    if (variables && key.contains("${")) {
      throw values.malformed("the name of a condition key cannot contain a policy variable");
    }
    if (key.indexOf(':') < 0) {
      throw values.malformed("expected service:key for a condition key, found " + key);
    }
    if (!ConditionKeys.isKnown(key)) {
      throw values.malformed(
          "the condition key " + key + " is not supported, only " + ConditionKeys.ofAws());
    }
  }

  boolean holds(PolicyRequest request) {
    List<String> found = request.values(key);
    // Set operators and Null treat an empty string as a missing value.
    boolean empty = found.stream().allMatch(String::isEmpty);
    if (operator == Operator.NULL) {
      return some(request, Boolean.toString(empty));
    }
    if (found.isEmpty() && ifExists) {
      return true;
    }
    return switch (quantifier) {
      case FOR_ANY_VALUE -> !empty && found.stream().anyMatch(value -> matches(request, value));
      case FOR_ALL_VALUES -> empty || found.stream().allMatch(value -> matches(request, value));
      case NONE ->
          operator.negated()
              ? found.stream().allMatch(value -> matches(request, value))
              : found.stream().anyMatch(value -> matches(request, value));
    };
  }

  private boolean matches(PolicyRequest request, String value) {
    return operator.negated() != some(request, value);
  }

  private boolean some(PolicyRequest request, String value) {
    return patterns(request).anyMatch(pattern -> operator.test(pattern, value));
  }

  private Stream<Wildcard> patterns(PolicyRequest request) {
    return expected.stream().flatMap(value -> Stream.ofNullable(value.resolve(request)));
  }

  Reason reason(int statement, PolicyRequest request) {
    return new Reason(
        statement,
        Kind.CONDITION,
        spelledOperator + " " + key,
        expected.stream().map(ConditionValue::source).toList(),
        request.values(key),
        hint(request));
  }

  private String hint(PolicyRequest request) {
    if (request.values(key).isEmpty()) {
      return "keys of this request: " + request.conditionKeys().keySet();
    }
    if (operator == Operator.STRING_EQUALS && matchesAsWildcard(request)) {
      return "a wildcard under StringEquals is literal; use StringLike";
    }
    if (operator.comparesArns() && !operator.negated() && matchesAsWildcard(request)) {
      return "ARN operators compare each component separately, so a wildcard does not match a colon;"
          + " use StringLike";
    }
    return "";
  }

  private boolean matchesAsWildcard(PolicyRequest request) {
    return patterns(request)
        .filter(Wildcard::hasWildcards)
        .anyMatch(pattern -> request.values(key).stream().anyMatch(pattern::matches));
  }
}
