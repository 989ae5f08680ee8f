package dev.irsa.testkit.server;

import org.jspecify.annotations.Nullable;

/**
 * What a request was about. Immutable; never holds a token, a secret or a signature.
 *
 * @param action the API action, {@code AssumeRoleWithWebIdentity}; empty if it could not be told
 * @param roleArn the role asked for
 * @param sessionName the role session name asked for
 * @param accessKeyId the key that signed the request or, for an exchange, the key issued
 * @param subject the subject of a verified web identity token
 * @param callerArn the caller whose signature was verified, or the session issued
 * @param errorCode the code of an error answer
 */
public record Details(
    String action,
    @Nullable String roleArn,
    @Nullable String sessionName,
    @Nullable String accessKeyId,
    @Nullable String subject,
    @Nullable String callerArn,
    @Nullable String errorCode) {

  /** Details of which only the action is known. */
  public static Details of(String action) {
    return new Details(action, null, null, null, null, null, null);
  }

  /** A copy with role and session name. */
  public Details withRole(@Nullable String roleArn, @Nullable String sessionName) {
    return new Details(action, roleArn, sessionName, accessKeyId, subject, callerArn, errorCode);
  }

  /** A copy with the id of the key that signed or was issued. */
  public Details withAccessKeyId(@Nullable String accessKeyId) {
    return new Details(action, roleArn, sessionName, accessKeyId, subject, callerArn, errorCode);
  }

  /** A copy with the token's subject. */
  public Details withSubject(String subject) {
    return new Details(action, roleArn, sessionName, accessKeyId, subject, callerArn, errorCode);
  }

  /** A copy with the caller. */
  public Details withCallerArn(String callerArn) {
    return new Details(action, roleArn, sessionName, accessKeyId, subject, callerArn, errorCode);
  }

  /** A copy with the code of an error. */
  public Details withErrorCode(@Nullable String errorCode) {
    return new Details(action, roleArn, sessionName, accessKeyId, subject, callerArn, errorCode);
  }
}
