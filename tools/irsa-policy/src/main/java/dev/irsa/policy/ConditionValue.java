package dev.irsa.policy;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A value in a condition: text that may contain policy variables (IAM user guide, "IAM policy
 * elements: Variables and tags").
 *
 * @param source the text as written in the policy
 * @param hasVariables whether variables in it are replaced
 */
record ConditionValue(String source, boolean hasVariables) {
  private static final Pattern REFERENCE = Pattern.compile("\\$\\{([^}]*)}");
  private static final Pattern VARIABLE =
      Pattern.compile("(?<key>[^\\s,']+)(?:, '(?<default>[^']*)')?");
  private static final String SPECIAL_CHARACTERS = "*?$";

  /**
   * Reads a value.
   *
   * @param hasVariables whether it may contain variables
   * @throws MalformedPolicyException if a variable is malformed, or its key is not supported
   */
  static ConditionValue read(PolicyElement element, boolean hasVariables) {
    String source = element.scalar();
    if (hasVariables) {
      REFERENCE.matcher(source).results().forEach(each -> require(element, each.group(1)));
      if (REFERENCE.matcher(source).replaceAll("").contains("${")) {
        throw element.malformed("a policy variable is missing its closing brace");
      }
    }
    return new ConditionValue(source, hasVariables);
  }

  private static void require(PolicyElement element, String name) {
    if (isCharacter(name)) {
      return;
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
  }

  private static boolean isCharacter(String name) {
    return name.length() == 1 && SPECIAL_CHARACTERS.contains(name);
  }

  /**
   * Returns the pattern for a request; null if a variable has no value, in which case nothing
   * matches. Wildcards in the value of a variable, or in its default, are literal.
   */
  @Nullable Wildcard resolve(PolicyRequest request) {
    Wildcard whole = Wildcard.of("");
    int position = 0;
    Matcher reference = REFERENCE.matcher(hasVariables ? source : "");
    while (reference.find()) {
      String value = value(reference.group(1), request);
      if (value == null) {
        return null;
      }
      whole =
          whole
              .then(Wildcard.of(source.substring(position, reference.start())))
              .then(Wildcard.literal(value));
      position = reference.end();
    }
    return whole.then(Wildcard.of(source.substring(position)));
  }

  private static @Nullable String value(String name, PolicyRequest request) {
    Matcher variable = VARIABLE.matcher(name);
    if (isCharacter(name) || !variable.matches()) {
      return name;
    }
    List<String> values = request.values(variable.group("key"));
    return values.isEmpty() ? variable.group("default") : values.size() == 1 ? values.get(0) : null;
  }
}
