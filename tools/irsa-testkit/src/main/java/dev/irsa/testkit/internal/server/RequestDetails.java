package dev.irsa.testkit.internal.server;

import org.jspecify.annotations.Nullable;

/**
 * The details of a request. Immutable; never contains a token, a secret or a signature.
 *
 * @param action the API action, {@code AssumeRoleWithWebIdentity}; empty if unknown
 * @param region the region whose endpoint was called; null for a service without regions
 * @param roleArn the requested role
 * @param sessionName the requested role session name
 * @param accessKeyId the key that signed the request or, for an exchange, the issued key
 * @param subject the subject of a verified web identity token
 * @param callerArn the caller whose signature was verified, or the issued session
 * @param errorCode the code of an error response
 */
public record RequestDetails(
    String action,
    @Nullable String region,
    @Nullable String roleArn,
    @Nullable String sessionName,
    @Nullable String accessKeyId,
    @Nullable String subject,
    @Nullable String callerArn,
    @Nullable String errorCode) {

  /** Returns details with only the action. */
  public static RequestDetails of(String action) {
    return new RequestDetails(action, null, null, null, null, null, null, null);
  }

  /** Returns a copy with the region. */
  public RequestDetails withRegion(String region) {
    return new RequestDetails(
        action, region, roleArn, sessionName, accessKeyId, subject, callerArn, errorCode);
  }

  /** Returns a copy with role and session name. */
  public RequestDetails withRole(@Nullable String roleArn, @Nullable String sessionName) {
    return new RequestDetails(
        action, region, roleArn, sessionName, accessKeyId, subject, callerArn, errorCode);
  }

  /** Returns a copy with the id of the key that signed the request or was issued. */
  public RequestDetails withAccessKeyId(@Nullable String accessKeyId) {
    return new RequestDetails(
        action, region, roleArn, sessionName, accessKeyId, subject, callerArn, errorCode);
  }

  /** Returns a copy with the token's subject. */
  public RequestDetails withSubject(String subject) {
    return new RequestDetails(
        action, region, roleArn, sessionName, accessKeyId, subject, callerArn, errorCode);
  }

  /** Returns a copy with the caller. */
  public RequestDetails withCallerArn(String callerArn) {
    return new RequestDetails(
        action, region, roleArn, sessionName, accessKeyId, subject, callerArn, errorCode);
  }

  /** Returns a copy with the code of an error. */
  public RequestDetails withErrorCode(@Nullable String errorCode) {
    return new RequestDetails(
        action, region, roleArn, sessionName, accessKeyId, subject, callerArn, errorCode);
  }
}
