package dev.irsa.testkit.iam;

import com.nimbusds.jose.util.JSONObjectUtils;
import dev.irsa.testkit.iam.Condition.Quantifier;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the JSON of a trust policy, strictly, keeping the path for messages. */
final class PolicyDocument {
  private static final Set<String> DOCUMENT_ELEMENTS = Set.of("Version", "Id", "Statement");
  private static final Set<String> STATEMENT_ELEMENTS =
      Set.of("Sid", "Effect", "Principal", "Action", "Condition");
  private static final Set<String> PRINCIPAL_KINDS =
      Set.of("Federated", "AWS", "Service", "CanonicalUser");
  private static final Set<String> VERSIONS = Set.of("2012-10-17", "2008-10-17");

  private PolicyDocument() {}

  static List<Statement> statements(String json) {
    Map<String, ?> document = object("$", parsed(json));
    onlyKnown("$", document, DOCUMENT_ELEMENTS);
    Object version = document.get("Version");
    if (version != null && !VERSIONS.contains(string("$.Version", version))) {
      throw new MalformedPolicyException("$.Version", "expected 2012-10-17, found " + version);
    }
    Object statement = required("$", document, "Statement");
    if (!(statement instanceof List<?> list)) {
      return List.of(statement("$.Statement", statement));
    }
    if (list.isEmpty()) {
      throw new MalformedPolicyException("$.Statement", "expected at least one statement");
    }
    List<Statement> statements = new ArrayList<>();
    for (int index = 0; index < list.size(); index++) {
      statements.add(statement("$.Statement[" + index + "]", list.get(index)));
    }
    return statements;
  }

  private static Map<String, Object> parsed(String json) {
    // The parser would take an array of pairs for an object.
    if (!json.stripLeading().startsWith("{")) {
      throw new MalformedPolicyException("$", "expected a JSON object");
    }
    try {
      return JSONObjectUtils.parse(json);
    } catch (ParseException e) {
      throw new MalformedPolicyException("$", "expected a JSON object: " + e.getMessage());
    }
  }

  private static Statement statement(String path, @Nullable Object value) {
    Map<String, ?> statement = object(path, value);
    onlyKnown(path, statement, STATEMENT_ELEMENTS);
    String effect = string(path + ".Effect", required(path, statement, "Effect"));
    if (!effect.equals("Allow") && !effect.equals("Deny")) {
      throw new MalformedPolicyException(
          path + ".Effect", "expected Allow or Deny, found " + effect);
    }
    return new Statement(
        effect.equals("Deny"),
        principals(path + ".Principal", required(path, statement, "Principal")),
        actions(path + ".Action", required(path, statement, "Action")),
        conditions(path + ".Condition", statement.get("Condition")));
  }

  private static Map<String, List<String>> principals(String path, Object value) {
    if (value instanceof String text) {
      if (!text.equals("*")) {
        throw new MalformedPolicyException(path, "expected \"*\" or an object, found " + text);
      }
      return Map.of("*", List.of("*"));
    }
    Map<String, List<String>> principals = new LinkedHashMap<>();
    Map<String, ?> kinds = object(path, value);
    onlyKnown(path, kinds, PRINCIPAL_KINDS);
    kinds.forEach((kind, names) -> principals.put(kind, strings(path + "." + kind, names)));
    return principals;
  }

  private static List<String> actions(String path, Object value) {
    List<String> actions = strings(path, value);
    for (String action : actions) {
      if (!action.equals("*") && !action.matches("[A-Za-z0-9-]+:[A-Za-z0-9*?]+")) {
        throw new MalformedPolicyException(path, "expected service:Action, found " + action);
      }
    }
    return actions;
  }

  private static List<Condition> conditions(String path, @Nullable Object value) {
    List<Condition> conditions = new ArrayList<>();
    if (value == null) {
      return conditions;
    }
    object(path, value)
        .forEach(
            (operator, keys) ->
                object(path + "." + operator, keys)
                    .forEach(
                        (key, expected) ->
                            conditions.add(condition(path, operator, key, expected))));
    return conditions;
  }

  private static Condition condition(
      String path, String spelled, String key, @Nullable Object expected) {
    String name = spelled;
    Quantifier quantifier = Quantifier.NONE;
    if (name.regionMatches(true, 0, "ForAnyValue:", 0, 12)) {
      quantifier = Quantifier.FOR_ANY_VALUE;
      name = name.substring(12);
    } else if (name.regionMatches(true, 0, "ForAllValues:", 0, 13)) {
      quantifier = Quantifier.FOR_ALL_VALUES;
      name = name.substring(13);
    }
    boolean ifExists = name.regionMatches(true, name.length() - 8, "IfExists", 0, 8);
    name = ifExists ? name.substring(0, name.length() - 8) : name;
    Operator operator =
        Operator.named(name)
            .orElseThrow(
                () ->
                    new MalformedPolicyException(
                        path + "." + spelled, "no condition operator of the lab"));
    List<String> values = scalars(path + "." + spelled + "." + key, expected);
    return new Condition(spelled, operator, quantifier, ifExists, key, values);
  }

  private static List<String> strings(String path, @Nullable Object value) {
    if (!(value instanceof List<?> list)) {
      return List.of(string(path, value));
    }
    List<String> strings = new ArrayList<>();
    for (int index = 0; index < list.size(); index++) {
      strings.add(string(path + "[" + index + "]", list.get(index)));
    }
    return strings;
  }

  /** Values of conditions may also be written as JSON booleans and numbers. */
  private static List<String> scalars(String path, @Nullable Object value) {
    List<?> list = value instanceof List<?> several ? several : listOf(value);
    List<String> scalars = new ArrayList<>();
    for (Object one : list) {
      boolean scalar = one instanceof Boolean || one instanceof Number;
      scalars.add(scalar ? String.valueOf(one) : string(path, one));
    }
    return scalars;
  }

  private static List<?> listOf(@Nullable Object value) {
    return value == null ? Collections.singletonList(null) : List.of(value);
  }

  private static Object required(String path, Map<String, ?> object, String name) {
    Object value = object.get(name);
    if (value == null) {
      throw new MalformedPolicyException(path, "missing required element " + name);
    }
    return value;
  }

  private static void onlyKnown(String path, Map<String, ?> object, Set<String> known) {
    for (String name : object.keySet()) {
      if (!known.contains(name)) {
        throw new MalformedPolicyException(
            path + "." + name, "unexpected element, known are " + known.stream().sorted().toList());
      }
    }
  }

  private static String string(String path, @Nullable Object value) {
    if (value instanceof String text) {
      return text;
    }
    throw new MalformedPolicyException(path, "expected a string, found " + kind(value));
  }

  @SuppressWarnings("unchecked") // JSON object keys are strings
  private static Map<String, ?> object(String path, @Nullable Object value) {
    if (value instanceof Map<?, ?> map) {
      return (Map<String, ?>) map;
    }
    throw new MalformedPolicyException(path, "expected an object, found " + kind(value));
  }

  private static String kind(@Nullable Object value) {
    if (value == null) {
      return "null";
    }
    return value instanceof Map
        ? "an object"
        : value instanceof List
            ? "an array"
            : value instanceof String
                ? "a string"
                : value instanceof Boolean ? "a boolean" : "a number";
  }
}
