package dev.irsa.policy;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** The supported condition operators, by their names in a policy. */
enum Operator {
  STRING_EQUALS("StringEquals", false),
  STRING_NOT_EQUALS("StringNotEquals", true),
  STRING_EQUALS_IGNORE_CASE("StringEqualsIgnoreCase", false),
  STRING_NOT_EQUALS_IGNORE_CASE("StringNotEqualsIgnoreCase", true),
  STRING_LIKE("StringLike", false),
  STRING_NOT_LIKE("StringNotLike", true),
  ARN_EQUALS("ArnEquals", false),
  ARN_NOT_EQUALS("ArnNotEquals", true),
  ARN_LIKE("ArnLike", false),
  ARN_NOT_LIKE("ArnNotLike", true),
  NUMERIC_EQUALS("NumericEquals", false),
  NUMERIC_NOT_EQUALS("NumericNotEquals", true),
  NUMERIC_LESS_THAN("NumericLessThan", false),
  NUMERIC_LESS_THAN_EQUALS("NumericLessThanEquals", false),
  NUMERIC_GREATER_THAN("NumericGreaterThan", false),
  NUMERIC_GREATER_THAN_EQUALS("NumericGreaterThanEquals", false),
  BOOL("Bool", false),
  NULL("Null", false);

  private static final Pattern NUMBER = Pattern.compile("-?[0-9]{1,18}(\\.[0-9]{1,18})?");

  private final String spelled;
  private final boolean negated;

  Operator(String spelled, boolean negated) {
    this.spelled = spelled;
    this.negated = negated;
  }

  /** Finds an operator by name, ignoring case, as IAM does. */
  static Optional<Operator> named(String name) {
    return Arrays.stream(values()).filter(o -> o.spelled.equalsIgnoreCase(name)).findFirst();
  }

  boolean negated() {
    return negated;
  }

  /** Returns whether its values may contain policy variables: true for string and ARN operators. */
  boolean takesVariables() {
    return this != BOOL && this != NULL && !comparesNumbers();
  }

  boolean comparesNumbers() {
    return spelled.startsWith("Numeric");
  }

  static boolean isNumber(String text) {
    return NUMBER.matcher(text).matches();
  }

  boolean comparesArns() {
    return spelled.startsWith("Arn");
  }

  /** Compares one value of the policy with one value of the request, without negation. */
  boolean test(Wildcard expected, String found) {
    return switch (this) {
      case STRING_EQUALS, STRING_NOT_EQUALS -> expected.text().equals(found);
      case STRING_EQUALS_IGNORE_CASE, STRING_NOT_EQUALS_IGNORE_CASE, BOOL, NULL ->
          expected.text().toLowerCase(Locale.ROOT).equals(found.toLowerCase(Locale.ROOT));
      case STRING_LIKE, STRING_NOT_LIKE -> expected.matches(found);
      // ArnEquals and ArnLike behave identically in IAM.
      case ARN_EQUALS, ARN_NOT_EQUALS, ARN_LIKE, ARN_NOT_LIKE -> expected.matchesArn(found);
      default -> isNumber(found) && holds(new BigDecimal(found).compareTo(number(expected)));
    };
  }

  private static BigDecimal number(Wildcard expected) {
    return new BigDecimal(expected.text());
  }

  /** Returns whether a numeric operator holds for a number that compares so with the policy's. */
  private boolean holds(int comparison) {
    return switch (this) {
      case NUMERIC_LESS_THAN -> comparison < 0;
      case NUMERIC_LESS_THAN_EQUALS -> comparison <= 0;
      case NUMERIC_GREATER_THAN -> comparison > 0;
      case NUMERIC_GREATER_THAN_EQUALS -> comparison >= 0;
      default -> comparison == 0;
    };
  }
}
