package dev.irsa.testkit.server;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One request in the lab's log. Immutable; does not contain a token, secret or signature.
 *
 * @param arrivedAt when it was read, in the lab's time
 * @param answeredAt when the response was about to be written, in the lab's time
 * @param service {@code sts}, {@code s3}, {@code oidc}, {@code eks-auth} or {@code agent}
 * @param details the action and the parties involved
 * @param status the HTTP status of the response; 0 if it was not sent (hang, reset)
 * @param requestId the value of {@code x-amzn-RequestId}
 * @param fault the name of the fault that was applied; null if none
 * @param connection the number of the connection at that service, from 1
 * @param proxied whether it came through the lab's CONNECT proxy
 * @param secure whether it was received over TLS
 */
public record RequestRecord(
    Instant arrivedAt,
    Instant answeredAt,
    String service,
    Details details,
    int status,
    String requestId,
    @Nullable String fault,
    long connection,
    boolean proxied,
    boolean secure) {

  /** Returns the API action. */
  public String action() {
    return details.action();
  }

  /** Returns whether the service completed the request successfully. */
  public boolean succeeded() {
    return status >= 200 && status < 300;
  }

  /** Returns the error code of the response; null if it was successful or lacks a code. */
  public @Nullable String errorCode() {
    return details.errorCode();
  }

  /** Returns the requested role; null if none was requested. */
  public @Nullable String roleArn() {
    return details.roleArn();
  }

  /** Returns the requested role session name; null if none was requested. */
  public @Nullable String sessionName() {
    return details.sessionName();
  }

  /**
   * Returns the id of the key that signed the request or, for an exchange, was issued; null if
   * unknown.
   */
  public @Nullable String accessKeyId() {
    return details.accessKeyId();
  }

  /** Returns the subject of the verified web identity token; null if none was verified. */
  public @Nullable String subject() {
    return details.subject();
  }

  /** Returns the verified caller or the issued session; null if unknown. */
  public @Nullable String callerArn() {
    return details.callerArn();
  }

  /**
   * The details of a request. Immutable; never contains a token, a secret or a signature.
   *
   * @param action the API action, {@code AssumeRoleWithWebIdentity}; empty if unknown
   * @param roleArn the requested role
   * @param sessionName the requested role session name
   * @param accessKeyId the key that signed the request or, for an exchange, the issued key
   * @param subject the subject of a verified web identity token
   * @param callerArn the caller whose signature was verified, or the issued session
   * @param errorCode the code of an error response
   */
  public record Details(
      String action,
      @Nullable String roleArn,
      @Nullable String sessionName,
      @Nullable String accessKeyId,
      @Nullable String subject,
      @Nullable String callerArn,
      @Nullable String errorCode) {

    /** Returns details with only the action. */
    public static Details of(String action) {
      return new Details(action, null, null, null, null, null, null);
    }

    /** Returns a copy with role and session name. */
    public Details withRole(@Nullable String roleArn, @Nullable String sessionName) {
      return new Details(action, roleArn, sessionName, accessKeyId, subject, callerArn, errorCode);
    }

    /** Returns a copy with the id of the key that signed the request or was issued. */
    public Details withAccessKeyId(@Nullable String accessKeyId) {
      return new Details(action, roleArn, sessionName, accessKeyId, subject, callerArn, errorCode);
    }

    /** Returns a copy with the token's subject. */
    public Details withSubject(String subject) {
      return new Details(action, roleArn, sessionName, accessKeyId, subject, callerArn, errorCode);
    }

    /** Returns a copy with the caller. */
    public Details withCallerArn(String callerArn) {
      return new Details(action, roleArn, sessionName, accessKeyId, subject, callerArn, errorCode);
    }

    /** Returns a copy with the code of an error. */
    public Details withErrorCode(@Nullable String errorCode) {
      return new Details(action, roleArn, sessionName, accessKeyId, subject, callerArn, errorCode);
    }
  }
}
