package dev.irsa.policy;

import dev.irsa.policy.AccessKey.Principal;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

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
    return new TrustPolicy(json, PolicyDocument.statements(PolicyDocument.Kind.TRUST, json));
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
   * Returns the denied actions of an AssumeRole request. Every request needs {@code
   * sts:AssumeRole}; one with tags, even if they are inherited, {@code sts:TagSession}; one with a
   * source identity {@code sts:SetSourceIdentity}.
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
   * sts:AssumeRole} and, if the session has tags, {@code sts:TagSession}. The reasons explain the
   * first denied action.
   */
  public Decision evaluate(PodIdentityContext context) {
    Decision assumeRole = evaluate(context.request(ASSUME_ROLE));
    return assumeRole.allowed() && !context.sessionTags().isEmpty()
        ? evaluate(context.request(TAG_SESSION))
        : assumeRole;
  }

  private Decision evaluate(PolicyRequest request) {
    return Statement.evaluate(statements, request);
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
   * The context of a verified web identity token, as a trust policy sees it. Immutable.
   *
   * <p>Condition keys, from the IAM user guide ("available keys for AWS OIDC federation"): {@code
   * <issuer>:sub}, {@code <issuer>:aud} (the {@code azp} claim if present; the audience is then
   * {@code <issuer>:oaud}), {@code <issuer>:amr}, {@code aws:FederatedProvider}, {@code
   * aws:RequestedRegion}, {@code sts:RoleSessionName}.
   *
   * @param providerArn the ARN of the OIDC provider in the role's account
   * @param issuer the token's {@code iss}
   * @param subject the token's {@code sub}
   * @param audiences the token's {@code aud}
   * @param authorizedParty the token's {@code azp}
   * @param authenticationMethods the token's {@code amr}
   * @param sessionName the role session name of the request; null if a policy is evaluated without
   *     one
   * @param requestedRegion the region whose endpoint is asked, {@code us-east-1} for the global
   *     one; null if it is not known: conditions on it then deny nothing
   */
  public record WebIdentityContext(
      String providerArn,
      URI issuer,
      String subject,
      List<String> audiences,
      @Nullable String authorizedParty,
      List<String> authenticationMethods,
      @Nullable String sessionName,
      @Nullable String requestedRegion) {
    public WebIdentityContext {
      audiences = List.copyOf(audiences);
      authenticationMethods = List.copyOf(authenticationMethods);
    }

    /**
     * Returns the context of a Kubernetes service account token, which has neither {@code azp} nor
     * {@code amr}, without a session name and a region.
     */
    public static WebIdentityContext of(
        String providerArn, URI issuer, String subject, String audience) {
      return new WebIdentityContext(
          providerArn, issuer, subject, List.of(audience), null, List.of(), null, null);
    }

    PolicyRequest request() {
      String name = OidcProvider.nameOf(issuer);
      Map<String, List<String>> keys = new LinkedHashMap<>();
      keys.put(name + ":sub", List.of(subject));
      if (authorizedParty == null) {
        keys.put(name + ":aud", audiences);
      } else {
        keys.put(name + ":aud", List.of(authorizedParty));
        keys.put(name + ":oaud", audiences);
      }
      if (!authenticationMethods.isEmpty()) {
        keys.put(name + ":amr", authenticationMethods);
      }
      keys.put("aws:FederatedProvider", List.of(providerArn));
      if (sessionName != null) {
        keys.put("sts:RoleSessionName", List.of(sessionName));
      }
      if (requestedRegion != null) {
        keys.put(PolicyRequest.REQUESTED_REGION, List.of(requestedRegion));
      }
      return new PolicyRequest(
          "sts:AssumeRoleWithWebIdentity", "Federated", List.of(providerArn), keys);
    }
  }

  /**
   * The context of a signed AssumeRole request, as a trust policy sees it. Immutable.
   *
   * @param caller the principal that signed it
   * @param sessionName the role session name of the request
   * @param externalId the external id of the request
   * @param callerTags the tags of the caller's session
   * @param sessionTags the tags of the new session, including inherited ones
   * @param requestedRegion the region whose endpoint is asked, {@code us-east-1} for the global one
   */
  public record CallerContext(
      Principal caller,
      String sessionName,
      @Nullable String externalId,
      SessionTags callerTags,
      SessionTags sessionTags,
      String requestedRegion) {

    PolicyRequest request(String action) {
      Map<String, List<String>> keys = caller.conditionKeys();
      keys.put("sts:RoleSessionName", List.of(sessionName));
      keys.put(PolicyRequest.REQUESTED_REGION, List.of(requestedRegion));
      if (externalId != null) {
        keys.put("sts:ExternalId", List.of(externalId));
      }
      callerTags.addPrincipalKeys(keys);
      sessionTags.addRequestKeys(keys);
      return new PolicyRequest(action, "AWS", caller.spellings(), keys);
    }
  }

  /**
   * The context of EKS Pod Identity, as the trust policy of an associated role sees it: the service
   * {@code pods.eks.amazonaws.com} assumes the role, and tags the session. Immutable.
   *
   * <p>Condition keys: {@code aws:SourceArn}, {@code aws:SourceAccount}, {@code
   * aws:RequestedRegion}, {@code aws:RequestTag/<tag>}, {@code aws:TagKeys}, {@code
   * sts:TransitiveTagKeys}, {@code sts:RoleSessionName}.
   *
   * @param clusterArn the cluster's ARN, whose region is the requested one; if it is empty there,
   *     it is not known, and conditions on it deny nothing
   * @param accountId the cluster's account
   * @param sessionName the role session name
   * @param sessionTags the tags of the session; empty if the association disables them
   */
  public record PodIdentityContext(
      String clusterArn, String accountId, String sessionName, Map<String, String> sessionTags) {
    private static final String PRINCIPAL = "pods.eks.amazonaws.com";

    /** The place of the region in an ARN. */
    private static final int REGION = 3;

    public PodIdentityContext {
      sessionTags = Map.copyOf(sessionTags);
    }

    /** Returns the request for one of the two actions. */
    PolicyRequest request(String action) {
      Map<String, List<String>> keys = new LinkedHashMap<>();
      keys.put("aws:SourceArn", List.of(clusterArn));
      keys.put("aws:SourceAccount", List.of(accountId));
      String region = clusterArn.split(":", -1)[REGION];
      if (!region.isEmpty()) {
        keys.put(PolicyRequest.REQUESTED_REGION, List.of(region));
      }
      keys.put("sts:RoleSessionName", List.of(sessionName));
      SessionTags.transitive(sessionTags).addRequestKeys(keys);
      return new PolicyRequest(action, "Service", List.of(PRINCIPAL), keys);
    }
  }
}
