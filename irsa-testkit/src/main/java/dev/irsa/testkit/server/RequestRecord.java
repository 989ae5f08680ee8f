package dev.irsa.testkit.server;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One request in the lab's log. Immutable; holds no token, secret or signature.
 *
 * @param arrivedAt when it had been read, in the lab's time
 * @param answeredAt when the answer was about to be written, in the lab's time
 * @param service {@code sts}, {@code s3} or {@code oidc}
 * @param details what was asked by whom
 * @param status HTTP status of the answer; 0 if there was none (hung, reset)
 * @param requestId as in {@code x-amzn-RequestId}
 * @param fault the fault that was applied, null if none
 * @param connection number of the connection at that service, from 1
 * @param proxied whether it came through the lab's CONNECT proxy
 * @param secure whether it came over TLS
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

  /** The API action. */
  public String action() {
    return details.action();
  }

  /** Whether the service did what was asked. */
  public boolean succeeded() {
    return status >= 200 && status < 300;
  }

  /** The error code of the answer, null if there is none. */
  public @Nullable String errorCode() {
    return details.errorCode();
  }

  /** The role asked for, null if none was. */
  public @Nullable String roleArn() {
    return details.roleArn();
  }

  /** The role session name asked for, null if none was. */
  public @Nullable String sessionName() {
    return details.sessionName();
  }

  /** The key that signed or, for an exchange, was issued; null if neither. */
  public @Nullable String accessKeyId() {
    return details.accessKeyId();
  }

  /** The subject of the verified web identity token, null if none was verified. */
  public @Nullable String subject() {
    return details.subject();
  }

  /** The verified caller or the session issued, null if neither. */
  public @Nullable String callerArn() {
    return details.callerArn();
  }
}
