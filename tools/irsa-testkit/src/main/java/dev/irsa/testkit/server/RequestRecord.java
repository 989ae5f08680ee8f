package dev.irsa.testkit.server;

import dev.irsa.testkit.internal.server.RequestDetails;
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
    RequestDetails details,
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

  /** Returns the region whose endpoint of STS was called; null for other services. */
  public @Nullable String region() {
    return details.region();
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
}
