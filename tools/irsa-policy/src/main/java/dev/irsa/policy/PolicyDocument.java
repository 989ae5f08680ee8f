package dev.irsa.policy;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Parses the JSON of a trust policy strictly, and keeps paths for messages. Rejects the errors that
 * the IAM user guide lists ("IAM policy validation check reference"), and unsupported features.
 */
final class PolicyDocument {
  private static final Set<String> DOCUMENT_ELEMENTS = Set.of("Version", "Id", "Statement");
  private static final Set<String> STATEMENT_ELEMENTS =
      Set.of("Sid", "Effect", "Principal", "Action", "Condition");
  private static final Set<String> PRINCIPAL_KINDS =
      Set.of("Federated", "AWS", "Service", "CanonicalUser");
  private static final String CURRENT_VERSION = "2012-10-17";
  private static final Set<String> VERSIONS = Set.of(CURRENT_VERSION, "2008-10-17");

  private final boolean hasVariables;
  private final Set<String> sids = new HashSet<>();

  private PolicyDocument(String version) {
    this.hasVariables = version.equals(CURRENT_VERSION);
  }

  static List<Statement> statements(String json) {
    PolicyElement document = PolicyJson.object(json);
    document.onlyKnown(DOCUMENT_ELEMENTS);
    PolicyElement id = document.member("Id");
    if (id != null) {
      id.text();
    }
    PolicyDocument policy = new PolicyDocument(version(document.member("Version")));
    PolicyElement statement = document.required("Statement");
    List<PolicyElement> statements = statement.oneOrMore();
    if (statements.isEmpty()) {
      throw statement.malformed("expected at least one statement");
    }
    return statements.stream().map(policy::statement).toList();
  }

  private static String version(@Nullable PolicyElement version) {
    if (version == null) {
      return "2008-10-17";
    }
    if (!VERSIONS.contains(version.text())) {
      throw version.malformed("expected " + CURRENT_VERSION + ", found " + version.text());
    }
    return version.text();
  }

  private Statement statement(PolicyElement statement) {
    statement.onlyKnown(STATEMENT_ELEMENTS);
    PolicyElement sid = statement.member("Sid");
    if (sid != null) {
      requireSid(sid);
    }
    PolicyElement condition = statement.member("Condition");
    return new Statement(
        isDeny(statement.required("Effect")),
        principals(statement.required("Principal")),
        actions(statement.required("Action")),
        condition == null ? List.of() : Condition.read(condition, hasVariables));
  }

  private void requireSid(PolicyElement sid) {
    if (!sid.text().matches("[A-Za-z0-9]*")) {
      throw sid.malformed("expected letters A to Z, a to z and digits, found " + sid.text());
    }
    // Some tools write an empty Sid into each statement; IAM ignores it.
    if (!sid.text().isEmpty() && !sids.add(sid.text())) {
      throw sid.malformed("duplicate Sid " + sid.text());
    }
  }

  private static boolean isDeny(PolicyElement effect) {
    String text = effect.text();
    if (!text.equals("Allow") && !text.equals("Deny")) {
      throw effect.malformed("expected Allow or Deny, found " + text);
    }
    return text.equals("Deny");
  }

  private static Map<String, List<String>> principals(PolicyElement element) {
    if (element.value() instanceof String text) {
      if (!text.equals("*")) {
        throw element.malformed("expected \"*\" or an object, found " + text);
      }
      return Map.of("*", List.of("*"));
    }
    element.onlyKnown(PRINCIPAL_KINDS);
    Map<String, List<String>> principals = new LinkedHashMap<>();
    element
        .members()
        .forEach(
            (kind, names) ->
                principals.put(
                    kind, names.oneOrMore().stream().map(PolicyDocument::principal).toList()));
    return principals;
  }

  private static String principal(PolicyElement name) {
    String text = name.text();
    if (text.contains("${")) {
      throw name.malformed("a principal cannot contain a policy variable");
    }
    if (!text.equals("*") && Wildcard.of(text).hasWildcards()) {
      throw name.malformed("a wildcard cannot match part of a principal, found " + text);
    }
    return text;
  }

  private static List<String> actions(PolicyElement element) {
    List<String> actions = new ArrayList<>();
    for (PolicyElement action : element.oneOrMore()) {
      String text = action.text();
      if (!text.equals("*") && !text.matches("[A-Za-z0-9-]+:[A-Za-z0-9*?]+")) {
        throw action.malformed("expected service:Action, found " + text);
      }
      actions.add(text);
    }
    return actions;
  }
}
