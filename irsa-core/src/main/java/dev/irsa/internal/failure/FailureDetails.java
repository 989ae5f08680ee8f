package dev.irsa.internal.failure;

import dev.irsa.internal.text.TimeText;
import java.io.Serializable;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * What each kind of failure has: the constructors of the exceptions take it, so that users, who
 * cannot create one, do not create exceptions, and a further value is not a further parameter.
 * Immutable.
 *
 * @param summary one sentence: what was attempted and what happened; contains no secrets
 * @param remedy how to fix the cause, may be empty; the first line becomes part of the message
 * @param code the AWS error code, or null
 * @param requestId the request id of the issuer, or null
 * @param issuerText the issuer's own message, without secrets; empty if there is none. Remedies
 *     look for words in it, and never in the summary, whose words are ours
 * @param isTokenAtFault whether a newer token may be accepted
 * @param roleArn the requested role, or null if only the issuer knows it
 * @param endpoint the endpoint of the issuer, or null
 * @param attempts the attempts that were made
 * @param cause the underlying exception or an earlier instance of the same failure, or null
 */
public record FailureDetails(
    String summary,
    String remedy,
    @Nullable String code,
    @Nullable String requestId,
    String issuerText,
    boolean isTokenAtFault,
    @Nullable String roleArn,
    @Nullable URI endpoint,
    AttemptInfo attempts,
    @Nullable Throwable cause)
    implements Serializable {

  /** Returns the details of a failure without a code, at which the token is not at fault. */
  public static FailureDetails of(
      String summary, String remedy, @Nullable String roleArn, @Nullable URI endpoint) {
    return new FailureDetails(
        summary, remedy, null, null, "", false, roleArn, endpoint, AttemptInfo.NONE, null);
  }

  /** Returns a copy with what the issuer responded, which has no message. */
  public FailureDetails withResponse(@Nullable String itsCode, @Nullable String itsRequestId) {
    return withResponse(itsCode, itsRequestId, "");
  }

  /** Returns a copy with what the issuer responded. */
  public FailureDetails withResponse(
      @Nullable String itsCode, @Nullable String itsRequestId, String itsText) {
    return new FailureDetails(
        summary,
        remedy,
        itsCode,
        itsRequestId,
        itsText,
        isTokenAtFault,
        roleArn,
        endpoint,
        attempts,
        cause);
  }

  /** Returns a copy that says whether a newer token may be accepted. */
  public FailureDetails withTokenAtFault(boolean isAtFault) {
    return new FailureDetails(
        summary,
        remedy,
        code,
        requestId,
        issuerText,
        isAtFault,
        roleArn,
        endpoint,
        attempts,
        cause);
  }

  /** Returns a copy with other texts. */
  public FailureDetails withTexts(String newSummary, String newRemedy) {
    return new FailureDetails(
        newSummary,
        newRemedy,
        code,
        requestId,
        issuerText,
        isTokenAtFault,
        roleArn,
        endpoint,
        attempts,
        cause);
  }

  /** Returns a copy with the attempts that were made. */
  public FailureDetails after(AttemptInfo made) {
    return new FailureDetails(
        summary,
        remedy,
        code,
        requestId,
        issuerText,
        isTokenAtFault,
        roleArn,
        endpoint,
        made,
        cause);
  }

  /** Returns a copy with a cause. */
  public FailureDetails causedBy(@Nullable Throwable underlying) {
    return new FailureDetails(
        summary,
        remedy,
        code,
        requestId,
        issuerText,
        isTokenAtFault,
        roleArn,
        endpoint,
        attempts,
        underlying);
  }

  /** Returns the message of the exception. */
  public String message() {
    StringBuilder text = new StringBuilder(summary);
    if (attempts.attempts() > 0) {
      text.append(" (")
          .append(attempts.attempts())
          .append(attempts.attempts() == 1 ? " attempt, " : " attempts, ")
          .append(TimeText.of(attempts.elapsed()))
          .append(')');
    }
    if (attempts.failedAt() != null) {
      text.append(" [failed at ").append(TimeText.of(attempts.failedAt())).append(']');
    }
    if (attempts.nextAttemptAt() != null) {
      text.append(" [next attempt at ").append(TimeText.of(attempts.nextAttemptAt())).append(']');
    }
    int lineEnd = remedy.indexOf('\n');
    if (!remedy.isEmpty()) {
      text.append(". ").append(lineEnd < 0 ? remedy : remedy.substring(0, lineEnd));
    }
    return text.toString();
  }
}
