package dev.irsa.internal.remedy;

import dev.irsa.credentials.ExchangeRejectedException;
import dev.irsa.credentials.FailureKind;
import dev.irsa.credentials.OutboundTokenRequest;
import dev.irsa.credentials.RoleRequest;
import dev.irsa.internal.identity.ChainedIdentity;
import dev.irsa.internal.identity.OutboundTokenIdentity;
import dev.irsa.internal.identity.RoleAndIssuer;
import java.util.Set;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/** What to do about errors that STS reports. */
public final class StsRemedies {

  private static final Set<String> KEYS_REJECTED =
      Set.of(
          "ExpiredToken",
          "ExpiredTokenException",
          "InvalidClientTokenId",
          "UnrecognizedClientException");

  private static final String OUTBOUND_DISABLED = "OutboundWebIdentityFederationDisabled";
  private static final String PAYLOAD_TOO_LARGE = "JWTPayloadSizeExceeded";
  private static final String PACKED_TOO_LARGE = "PackedPolicyTooLarge";

  /** How codes begin, and what to do about the errors. */
  private static final String[][] BY_CODE = {
    {"IDPCommunicationError", "STS could not reach the token's issuer; it is tried again"},
    {
      "RegionDisabledException",
      "Activate STS for this region in the account settings of IAM (and the region itself if it is"
          + " opt-in), or set AWS_REGION to another region"
    },
    {
      OUTBOUND_DISABLED,
      "Enable it once for the account: aws iam enable-outbound-web-identity-federation"
    },
    {PAYLOAD_TOO_LARGE, "Shorten the audiences and the tags of the request, or send fewer"},
    {"MalformedPolicyDocument", "Correct the session policy: it must be a valid JSON policy"},
    {PACKED_TOO_LARGE, "Shorten the session policy, or pass fewer policy ARNs"},
    {"ValidationError", "Correct the parameter that STS names"},
    {
      "IDPRejectedClaim",
      "The issuer says that the token is no longer valid: check that the service account and the pod"
          + " still exist"
    }
  };

  private StsRemedies() {}

  /** Returns whether an error is about the settings of the account or of the request. */
  public static boolean isMisconfigured(String code) {
    return code.startsWith(OUTBOUND_DISABLED) || code.startsWith(PAYLOAD_TOO_LARGE);
  }

  /** Returns whether STS rejected the credentials that signed a request. */
  public static boolean areKeysRejected(@Nullable String code) {
    return code != null && KEYS_REJECTED.contains(code);
  }

  /**
   * Returns the failure of a chained role with the remedy that fits it.
   *
   * @param signer the role whose credentials signed the request
   * @param pod the role with which the chain begins; the tags of EKS Pod Identity are in all
   *     sessions of the chain
   */
  public static ExchangeRejectedException explain(
      ExchangeRejectedException rejection,
      ChainedIdentity identity,
      RoleAndIssuer signer,
      RoleAndIssuer pod) {
    String remedy = ofSignature(rejection, signer);
    String code = rejection.code();
    if (code != null && code.startsWith(PACKED_TOO_LARGE) && pod.isOfPodIdentityAgent()) {
      remedy +=
          ". The session tags of EKS Pod Identity take up to three quarters of the packed size;"
              + " create the association with --disable-session-tags to have that";
    } else if (remedy.isEmpty()) {
      remedy = trust(identity.request(), signer, pod);
    }
    return rejection.with(rejection.details().withTexts(rejection.summary(), remedy));
  }

  /**
   * Returns the failure of a token for others with the remedy that fits it.
   *
   * @param signer the role whose credentials signed the request
   */
  public static ExchangeRejectedException explain(
      ExchangeRejectedException rejection, OutboundTokenIdentity identity, RoleAndIssuer signer) {
    String remedy = ofSignature(rejection, signer);
    return rejection.with(
        rejection
            .details()
            .withTexts(
                rejection.summary(),
                remedy.isEmpty() ? permission(identity.request(), signer) : remedy));
  }

  /** The condition grants tokens for these audiences only. */
  private static String permission(OutboundTokenRequest request, RoleAndIssuer signer) {
    StringJoiner audiences = new StringJoiner(",", "[", "]");
    for (String each : request.audiences()) {
      audiences.add('"' + each.replace("\\", "\\\\").replace("\"", "\\\"") + '"');
    }
    boolean isTagged = !request.tags().isEmpty();
    return "Check that the policies of "
        + signer.role()
        + " allow sts:GetWebIdentityToken for this audience"
        + (isTagged ? ", and sts:TagGetWebIdentityToken" : "")
        + "\nA statement that allows it: {\"Effect\":\"Allow\",\"Action\":"
        + (isTagged
            ? "[\"sts:GetWebIdentityToken\",\"sts:TagGetWebIdentityToken\"]"
            : "\"sts:GetWebIdentityToken\"")
        + ",\"Resource\":\"*\",\"Condition\":{\"ForAllValues:StringEquals\":{\"sts:IdentityTokenAudience\":"
        + audiences
        + "}}}";
  }

  /** Returns what to do about rejected keys or a rejected signature, otherwise the known facts. */
  private static String ofSignature(ExchangeRejectedException rejection, RoleAndIssuer signer) {
    if (areKeysRejected(rejection.code())) {
      return "The credentials of " + signer.role() + " were rejected; it gets new ones";
    }
    return "SignatureDoesNotMatch".equals(rejection.code())
        ? "Check that the region is that of the endpoint, and the clock of the node"
        : rejection.remedy();
  }

  private static String trust(RoleRequest request, RoleAndIssuer signer, RoleAndIssuer pod) {
    String remedy =
        "Check that the role exists, that its trust policy allows "
            + signer.role()
            + ", and that the latter is allowed sts:AssumeRole on it"
            + (request.externalId() == null
                ? ". If it requires an external id (sts:ExternalId), set it:"
                    + " RoleRequest.withExternalId(...), or the key chained-role-external-id"
                : ". The request has an external id: the trust policy must require exactly this one"
                    + " (sts:ExternalId)")
            + ". If it requires a session name (sts:RoleSessionName), set that, too";
    if (!request.sessionTags().isEmpty()) {
      remedy += ". The request has session tags: both must allow sts:TagSession, too";
    } else if (pod.isOfPodIdentityAgent()) {
      remedy +=
          ". Sessions of EKS Pod Identity carry tags: the trust policy must allow sts:TagSession,"
              + " too";
    }
    return request.sourceIdentity() == null
        ? remedy
        : remedy + ". The source identity requires sts:SetSourceIdentity";
  }

  /**
   * Returns how to fix the cause, as far as the code of the error reveals it, or an empty string:
   * {@link TokenRemedies} explain what depends on the token, such as an expired one.
   *
   * @param code the code of the error
   * @param keyUnavailable whether STS could not fetch the keys of the token's issuer
   */
  public static String ofErrorCode(FailureKind kind, String code, boolean keyUnavailable) {
    if (keyUnavailable) {
      return "STS could not fetch the keys of the token's issuer; such calls are not in CloudTrail."
          + " If it lasts, check that the issuer's discovery document and keys are reachable from"
          + " the internet";
    }
    for (String[] row : BY_CODE) {
      if (code.startsWith(row[0])) {
        return row[1];
      }
    }
    return kind.isTransient() ? NetworkRemedies.TRIED_AGAIN : "";
  }
}
