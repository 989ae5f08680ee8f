package dev.irsa.policy;

import dev.irsa.policy.Decision.Kind;
import dev.irsa.policy.Decision.Reason;
import java.util.ArrayList;
import java.util.List;

/**
 * A role's trust policy: parsed once, evaluated as IAM does. An explicit Deny overrides every
 * Allow, requests that match no Allow statement are denied, and wildcards apply only under {@code
 * StringLike}. Immutable.
 *
 * <pre>{@code
 * Decision decision = TrustPolicy.parse(json).evaluate(context);
 * decision.allowed();
 * decision.explanation(); // Statement[0]: StringEquals oidc…:sub expects […], the request has […]
 * }</pre>
 */
public final class TrustPolicy {
  private static final String ASSUME_ROLE = "sts:AssumeRole";
  private static final String TAG_SESSION = "sts:TagSession";
  private static final String SET_SOURCE_IDENTITY = "sts:SetSourceIdentity";

  private final String json;
  private final List<Statement> statements;

  private TrustPolicy(String json, List<Statement> statements) {
    this.json = json;
    this.statements = List.copyOf(statements);
  }

  /**
   * Parses a policy document.
   *
   * @throws MalformedPolicyException with the JSON path, if IAM would reject the document or it
   *     uses an operator or a key that is not supported
   */
  public static TrustPolicy parse(String json) {
    return new TrustPolicy(json, PolicyDocument.statements(json));
  }

  /** Evaluates an AssumeRoleWithWebIdentity request whose token has been verified. */
  public Decision evaluate(WebIdentityContext context) {
    return evaluate(context.request());
  }

  /** Evaluates an AssumeRole request whose signature has been verified. */
  public Decision evaluate(CallerContext context) {
    return evaluate(context.request(ASSUME_ROLE));
  }

  /**
   * Returns the actions of an AssumeRole request that are not allowed: {@code sts:AssumeRole}; with
   * tags, which include those that are inherited, {@code sts:TagSession}; with a source identity
   * {@code sts:SetSourceIdentity}.
   */
  public List<String> denied(CallerContext context) {
    List<String> actions = new ArrayList<>(List.of(ASSUME_ROLE));
    if (!context.sessionTags().tags().isEmpty()) {
      actions.add(TAG_SESSION);
    }
    if (context.sessionTags().sourceIdentity() != null) {
      actions.add(SET_SOURCE_IDENTITY);
    }
    actions.removeIf(action -> evaluate(context.request(action)).allowed());
    return actions;
  }

  /**
   * Evaluates EKS Pod Identity: {@code pods.eks.amazonaws.com} must be allowed {@code
   * sts:AssumeRole} and, if the session has tags, {@code sts:TagSession}. The reasons are those of
   * the first action that is denied.
   */
  public Decision evaluate(PodIdentityContext context) {
    Decision assumeRole = evaluate(context.request(ASSUME_ROLE));
    return assumeRole.allowed() && !context.sessionTags().isEmpty()
        ? evaluate(context.request(TAG_SESSION))
        : assumeRole;
  }

  private Decision evaluate(PolicyRequest request) {
    List<Reason> against = new ArrayList<>();
    List<Reason> allowing = new ArrayList<>();
    for (int index = 0; index < statements.size(); index++) {
      Statement statement = statements.get(index);
      List<Reason> mismatches = statement.mismatches(index, request);
      if (!mismatches.isEmpty()) {
        against.addAll(statement.deny() ? List.of() : mismatches);
      } else if (statement.deny()) {
        return new Decision(false, List.of(verdict(index, Kind.DENIED)));
      } else {
        allowing.add(verdict(index, Kind.ALLOWED));
      }
    }
    return allowing.isEmpty() ? new Decision(false, against) : new Decision(true, allowing);
  }

  private static Reason verdict(int index, Kind kind) {
    return new Reason(index, kind, "Effect", List.of(), List.of(), "");
  }

  /** Returns the document as it was given. */
  public String json() {
    return json;
  }

  @Override
  public String toString() {
    return json;
  }
}
