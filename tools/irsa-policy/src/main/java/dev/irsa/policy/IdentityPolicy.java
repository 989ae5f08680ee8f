package dev.irsa.policy;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * An identity-based policy, which says what a role may do: parsed once, evaluated as IAM does.
 * {@code NotAction}, {@code NotResource} and policy variables in resources are not supported.
 * Immutable.
 *
 * <pre>{@code
 * IdentityPolicy policy = IdentityPolicy.parse(
 *     "{\"Statement\": {\"Effect\": \"Allow\", \"Action\": \"sts:GetWebIdentityToken\", \"Resource\": \"*\"}}");
 * account.putRolePolicy(role.arn(), "tokens", policy);
 * }</pre>
 */
public final class IdentityPolicy {
  /** AWS's managed policies that allow everything but IAM. */
  private static final Set<String> ALLOWING_ALL = Set.of("AdministratorAccess", "PowerUserAccess");

  private final String json;
  private final List<Statement> statements;

  private IdentityPolicy(String json, List<Statement> statements) {
    this.json = json;
    this.statements = List.copyOf(statements);
  }

  /**
   * Parses a policy document.
   *
   * @throws MalformedPolicyException with the JSON path, if IAM would reject the document or it
   *     uses an element, an operator or a key that is not supported
   */
  public static IdentityPolicy parse(String json) {
    return new IdentityPolicy(json, PolicyDocument.statements(PolicyDocument.Kind.IDENTITY, json));
  }

  /** Returns the document as it was given. */
  public String json() {
    return json;
  }

  @Override
  public String toString() {
    return json;
  }

  /**
   * A request whose signature has been verified, as the policies of its caller see it. Immutable.
   *
   * @param caller the key that signed it
   * @param action the action, {@code sts:GetWebIdentityToken}
   * @param resource the ARN of the resource
   * @param conditionKeys the condition keys of the action, and {@code aws:RequestedRegion}; those
   *     about the caller are added
   */
  public record Request(
      AccessKey caller, String action, String resource, Map<String, List<String>> conditionKeys) {

    /** Evaluates the inline policies of the caller's role. Users may do everything. */
    Decision evaluate(List<IdentityPolicy> inline) {
      Role role = caller.principal().role();
      if (role == null || role.policies().stream().anyMatch(ALLOWING_ALL::contains)) {
        return new Decision(true, List.of());
      }
      Map<String, List<String>> keys = caller.principal().conditionKeys();
      caller.tags().addPrincipalKeys(keys);
      keys.putAll(conditionKeys);
      return Statement.evaluate(
          inline.stream().flatMap(policy -> policy.statements.stream()).toList(),
          new PolicyRequest(action, "AWS", caller.principal().spellings(), resource, keys));
    }
  }
}
