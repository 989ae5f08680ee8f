package dev.irsa.policy;

import dev.irsa.policy.Condition.Quantifier;
import java.util.ArrayList;
import java.util.List;

/** Parses the Condition element of a statement. */
final class Conditions {
  private static final String IF_EXISTS = "IfExists";

  private final boolean variables;

  /**
   * Creates a parser.
   *
   * @param variables whether the policy's version supports policy variables
   */
  Conditions(boolean variables) {
    this.variables = variables;
  }

  List<Condition> read(PolicyElement element) {
    List<Condition> conditions = new ArrayList<>();
    element
        .membersInAnyCase()
        .forEach(
            (operator, keys) ->
                keys.membersInAnyCase()
                    .forEach(
                        (key, values) -> conditions.add(condition(operator, keys, key, values))));
    return conditions;
  }

  private Condition condition(
      String spelled, PolicyElement block, String key, PolicyElement values) {
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
    List<ConditionValue> expected =
        values.oneOrMore().stream().map(value -> value(operator, value)).toList();
    requireKey(key, values);
    return new Condition(spelled, operator, quantifier, ifExists, key, expected);
  }

  private ConditionValue value(Operator operator, PolicyElement value) {
    String text = value.scalar();
    if (!variables || !text.contains("${")) {
      return ConditionValue.text(text);
    }
    if (!operator.takesVariables()) {
      throw value.malformed("policy variables can be used with string and ARN operators only");
    }
    return ConditionValue.withVariables(value);
  }

  private void requireKey(String key, PolicyElement values) {
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
}
