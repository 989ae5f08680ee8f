package dev.irsa.testkit.internal.sts;

import com.nimbusds.jose.util.JSONObjectUtils;
import dev.irsa.policy.AccessKey;
import dev.irsa.policy.Account;
import dev.irsa.policy.Decision;
import dev.irsa.policy.IdentityPolicy;
import dev.irsa.policy.Role;
import dev.irsa.policy.SessionTags;
import dev.irsa.testkit.internal.oidc.AccountIssuer;
import dev.irsa.testkit.internal.server.Request;
import dev.irsa.testkit.internal.server.RequestDetails;
import dev.irsa.testkit.internal.server.ServiceException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/**
 * {@code GetWebIdentityToken}: a signed request for a token that services outside of AWS accept.
 *
 * <p>Sources: AWS STS API reference; IAM user guide, "Federating AWS identities to external
 * services" (permissions, claims). AWS does not say where the limit of a token's payload is.
 */
record GetWebIdentityToken(
    Account account, StsCallers callers, Clock clock, LabStsSettings settings)
    implements StsAction {
  static final String NAME = "GetWebIdentityToken";
  private static final String CLAIMS_OF_AWS = "https://sts.amazonaws.com/";
  private static final List<String> ALGORITHMS = List.of("RS256", "ES384");
  private static final String DEFAULT_SECONDS = "300";
  private static final int LARGEST_PAYLOAD = 16 * 1024;

  @Override
  public Outcome perform(Request request, Parameters parameters, RequestDetails details)
      throws ServiceException {
    AccessKey caller = callers.authenticate(request, NAME);
    requireValid(parameters);
    SessionTags tags = TagParameters.of(parameters).on(SessionTags.NONE);
    requirePermission(caller, parameters, tags.tags(), callers.region(request));
    Instant issuedAt = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    Instant expiresAt =
        issuedAt.plus(
            settings.tokenLifetime(Duration.ofSeconds(Integer.parseInt(seconds(parameters)))));
    requireWithinSession(caller, expiresAt);
    Map<String, Object> claims = new LinkedHashMap<>();
    List<String> audiences = audiences(parameters);
    claims.put("aud", audiences.size() == 1 ? audiences.get(0) : audiences);
    claims.put("sub", subject(caller));
    claims.put(CLAIMS_OF_AWS, claimsOfAws(caller, callers.region(request), tags.tags()));
    claims.put("iss", enabledIssuer().toString());
    claims.put("exp", expiresAt.getEpochSecond());
    claims.put("iat", issuedAt.getEpochSecond());
    claims.put("jti", UUID.randomUUID().toString());
    String payload = JSONObjectUtils.toJSONString(claims);
    requireSize(payload);
    String token = AccountIssuer.sign(parameters.orEmpty("SigningAlgorithm"), payload);
    return new Outcome(
        xml -> xml.element("WebIdentityToken", token).element("Expiration", expiresAt.toString()),
        details.withCallerArn(caller.principal().arn()));
  }

  private static List<String> audiences(Parameters parameters) {
    return parameters.members("Audience");
  }

  private static String seconds(Parameters parameters) {
    String seconds = parameters.get("DurationSeconds");
    return seconds == null ? DEFAULT_SECONDS : seconds;
  }

  private static void requireValid(Parameters parameters) throws ServiceException {
    List<String> audiences = audiences(parameters);
    Constraints constraints =
        new Constraints()
            .atMost("audience", audiences, 10)
            .optionalNumber("durationSeconds", parameters.get("DurationSeconds"), 60, 3600)
            .oneOf("signingAlgorithm", parameters.get("SigningAlgorithm"), ALGORITHMS);
    if (audiences.isEmpty()) {
      constraints.text("audience", null, 1, 1000, null);
    }
    for (int i = 0; i < audiences.size(); i++) {
      constraints.text("audience." + (i + 1) + ".member", audiences.get(i), 1, 1000, null);
    }
    TagParameters.of(parameters).check(constraints).require();
  }

  /** Tags need a permission of their own. */
  private void requirePermission(
      AccessKey caller, Parameters parameters, Map<String, String> tags, String region)
      throws ServiceException {
    Map<String, List<String>> keys = new LinkedHashMap<>();
    keys.put("aws:RequestedRegion", List.of(region));
    keys.put("sts:IdentityTokenAudience", audiences(parameters));
    keys.put("sts:DurationSeconds", List.of(seconds(parameters)));
    keys.put("sts:SigningAlgorithm", List.of(parameters.orEmpty("SigningAlgorithm")));
    tags.forEach((tag, value) -> keys.put("aws:RequestTag/" + tag, List.of(value)));
    if (!tags.isEmpty()) {
      keys.put("aws:TagKeys", List.copyOf(tags.keySet()));
    }
    requirePermission(caller, "sts:GetWebIdentityToken", keys);
    if (!tags.isEmpty()) {
      requirePermission(caller, "sts:TagGetWebIdentityToken", keys);
    }
  }

  private void requirePermission(
      AccessKey caller, String action, Map<String, List<String>> conditionKeys)
      throws ServiceException {
    String resource = "arn:%s:sts::%s:self".formatted(account.partition(), account.id());
    Decision decision =
        account.evaluate(new IdentityPolicy.Request(caller, action, resource, conditionKeys));
    if (!decision.allowed()) {
      boolean explicit =
          decision.reasons().stream().anyMatch(each -> each.kind() == Decision.Kind.DENIED);
      throw StsException.accessDenied(
          "User: %s is not authorized to perform: %s on resource: %s %s"
              .formatted(
                  caller.principal().arn(),
                  action,
                  resource,
                  explicit
                      ? "with an explicit deny in an identity-based policy"
                      : "because no identity-based policy allows the %s action".formatted(action)));
    }
  }

  private static void requireWithinSession(AccessKey caller, Instant expiresAt)
      throws ServiceException {
    Instant end = caller.expiresAt();
    if (end != null && expiresAt.isAfter(end)) {
      throw new StsException(
          403,
          "SessionDurationEscalationException",
          "The requested token duration would extend the session beyond its original expiration"
              + " time.");
    }
  }

  private URI enabledIssuer() throws ServiceException {
    if (!account.hasOutboundWebIdentityFederation()) {
      throw new StsException(
          403,
          "OutboundWebIdentityFederationDisabledException",
          "The outbound web identity federation feature is not enabled for this account.");
    }
    return account.outboundWebIdentityIssuer().orElseThrow();
  }

  private static String subject(AccessKey caller) {
    Role role = caller.principal().role();
    return role == null ? caller.principal().arn() : role.arn();
  }

  private Map<String, Object> claimsOfAws(
      AccessKey caller, String region, Map<String, String> requestTags) {
    Map<String, Object> claims = new LinkedHashMap<>();
    claims.put("aws_account", account.id());
    claims.put("source_region", region);
    claims.put("principal_id", subject(caller));
    if (caller.expiresAt() != null) {
      claims.put(
          "original_session_exp", caller.expiresAt().truncatedTo(ChronoUnit.SECONDS).toString());
    }
    if (caller.tags().sourceIdentity() != null) {
      claims.put("source_identity", caller.tags().sourceIdentity());
    }
    if (!caller.sessionTags().isEmpty()) {
      claims.put("principal_tags", new TreeMap<>(caller.sessionTags()));
    }
    if (!requestTags.isEmpty()) {
      claims.put("request_tags", new TreeMap<>(requestTags));
    }
    return claims;
  }

  private static void requireSize(String payload) throws ServiceException {
    if (payload.getBytes(StandardCharsets.UTF_8).length > LARGEST_PAYLOAD) {
      throw new StsException(
          400,
          "JWTPayloadSizeExceededException",
          "The requested token payload size exceeds the maximum allowed size.");
    }
  }
}
