package dev.irsa.internal.remedy;

import dev.irsa.credentials.FailureKind;

/** What to do about errors that STS reports. */
public final class StsRemedies {

  private StsRemedies() {}

  /**
   * Returns how to fix the cause, as far as the response reveals it, or an empty string.
   *
   * @param code the code of the error
   * @param keyUnavailable whether STS could not fetch the keys of the token's issuer
   */
  public static String of(FailureKind kind, String code, boolean keyUnavailable) {
    if (keyUnavailable) {
      return "STS could not fetch the keys of the token's issuer; such calls are not in CloudTrail."
          + " If it lasts, check that the issuer's discovery document and keys are reachable from"
          + " the internet";
    }
    if (code.startsWith("IDPCommunicationError")) {
      return "STS could not reach the token's issuer; it is tried again";
    }
    if (code.equals("RegionDisabledException")) {
      return "Activate STS for this region in the account settings of IAM (and the region itself if"
          + " it is opt-in), or set AWS_REGION to another region";
    }
    if (code.startsWith("MalformedPolicyDocument")) {
      return "Correct the session policy: it must be a valid JSON policy";
    }
    if (code.startsWith("PackedPolicyTooLarge")) {
      return "Shorten the session policy, or pass fewer policy ARNs";
    }
    if (code.startsWith("ValidationError")) {
      return "Correct the parameter that STS names";
    }
    if (code.startsWith("IDPRejectedClaim")) {
      return "The issuer says that the token is no longer valid: check that the service account"
          + " and the pod still exist";
    }
    return kind.isTransient() ? NetworkRemedies.TRIED_AGAIN : "";
  }
}
