package dev.irsa.testkit.iam;

import dev.irsa.testkit.iam.Decision.Kind;
import dev.irsa.testkit.iam.Decision.Reason;
import java.util.List;
import java.util.stream.Stream;

/**
 * One key of one operator block. Semantics of missing keys and sets are those of the IAM user guide
 * ("Condition operators", "Set operators for multivalued context keys").
 */
record Condition(
    String spelledOperator,
    Operator operator,
    Quantifier quantifier,
    boolean ifExists,
    String key,
    List<String> expected) {

  /** How many of the request's values must match. */
  enum Quantifier {
    /** No set operator: some value must match, or, when negated, no value may. */
    NONE,
    FOR_ANY_VALUE,
    FOR_ALL_VALUES
  }

  boolean holds(PolicyRequest request) {
    List<String> found = request.values(key);
    if (operator == Operator.NULL) {
      return expected.contains(Boolean.toString(found.isEmpty()));
    }
    if (found.isEmpty()) {
      return ifExists
          || quantifier == Quantifier.FOR_ALL_VALUES
          || (quantifier == Quantifier.NONE && operator.negated());
    }
    Stream<String> values = found.stream();
    return switch (quantifier) {
      case FOR_ANY_VALUE -> values.anyMatch(value -> matches(value));
      case FOR_ALL_VALUES -> values.allMatch(value -> matches(value));
      case NONE ->
          operator.negated()
              ? values.allMatch(value -> matches(value))
              : values.anyMatch(value -> matches(value));
    };
  }

  private boolean matches(String value) {
    boolean some = expected.stream().anyMatch(pattern -> operator.test(pattern, value));
    return operator.negated() != some;
  }

  Reason reason(int statement, PolicyRequest request) {
    List<String> found = request.values(key);
    return new Reason(
        statement, Kind.CONDITION, spelledOperator + " " + key, expected, found, hint(request));
  }

  private String hint(PolicyRequest request) {
    List<String> found = request.values(key);
    if (found.isEmpty()) {
      return "keys of this request: " + request.conditionKeys().keySet();
    }
    boolean wildcardMeant =
        operator == Operator.STRING_EQUALS
            && expected.stream()
                .filter(Wildcard::isIn)
                .anyMatch(pattern -> found.stream().anyMatch(v -> Wildcard.matches(pattern, v)));
    return wildcardMeant ? "a wildcard under StringEquals is literal; use StringLike" : "";
  }
}
