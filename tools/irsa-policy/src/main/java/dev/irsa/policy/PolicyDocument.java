package dev.irsa.policy;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Parses the JSON of a policy strictly, and keeps paths for messages. Rejects the errors that the
 * IAM user guide lists ("IAM policy validation check reference"), and unsupported features.
 */
final class PolicyDocument {
  private static final Set<String> DOCUMENT_ELEMENTS = Set.of("Version", "Id", "Statement");
  private static final Set<String> PRINCIPAL_KINDS =
      Set.of("Federated", "AWS", "Service", "CanonicalUser");
  private static final Map<String, List<String>> ANYONE = Map.of("*", List.of("*"));
  private static final String CURRENT_VERSION = "2012-10-17";
  private static final Set<String> VERSIONS = Set.of(CURRENT_VERSION, "2008-10-17");

  /** The kinds of policies, by what their statements name besides actions and conditions. */
  enum Kind {
    /** A trust policy names principals; its resource is the role. */
    TRUST("Principal"),
    /** An identity-based policy names resources; its principal is whom it is attached to. */
    IDENTITY("Resource");

    private final String named;

    Kind(String named) {
      this.named = named;
    }
  }

  private final Kind kind;
  private final boolean hasVariables;
  private final Set<String> sids = new HashSet<>();

  private PolicyDocument(Kind kind, String version) {
    this.kind = kind;
    this.hasVariables = version.equals(CURRENT_VERSION);
  }

  static List<Statement> statements(Kind kind, String json) {
    PolicyElement document = PolicyJson.object(json);
    document.onlyKnown(DOCUMENT_ELEMENTS);
    PolicyElement id = document.member("Id");
    if (id != null) {
      id.text();
    }
    PolicyDocument policy = new PolicyDocument(kind, version(document.member("Version")));
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
    statement.onlyKnown(Set.of("Sid", "Effect", kind.named, "Action", "Condition"));
    PolicyElement sid = statement.member("Sid");
    if (sid != null) {
      requireSid(sid);
    }
    PolicyElement condition = statement.member("Condition");
    boolean deny = isDeny(statement.required("Effect"));
    PolicyElement named = statement.required(kind.named);
    return new Statement(
        deny,
        kind == Kind.TRUST ? principals(named) : ANYONE,
        actions(statement.required("Action")),
        kind == Kind.TRUST ? List.of() : resources(named),
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
      return ANYONE;
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

  private static List<String> resources(PolicyElement element) {
    List<String> resources = new ArrayList<>();
    for (PolicyElement resource : element.oneOrMore()) {
      String text = resource.text();
      if (!text.equals("*") && !text.startsWith("arn:")) {
        throw resource.malformed("expected \"*\" or an ARN, found " + text);
      }
      if (text.contains("${")) {
        throw resource.malformed("a policy variable in a resource is not supported");
      }
      resources.add(text);
    }
    return resources;
  }
}
