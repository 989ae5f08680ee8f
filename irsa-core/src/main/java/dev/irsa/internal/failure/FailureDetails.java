package dev.irsa.internal.failure;

import dev.irsa.internal.text.TimeText;
import java.io.Serializable;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * The fields common to all failures. Not exported, so only this library can construct exceptions,
 * and a new field does not change their constructors. Immutable.
 *
 * @param summary one sentence: what was attempted and what happened; contains no secrets
 * @param remedy how to fix the cause, may be empty; the first line becomes part of the message
 * @param response what the issuer responded
 * @param isTokenAtFault whether a newer token may be accepted
 * @param roleArn the requested role, or null if only the issuer knows it
 * @param endpoint the endpoint of the issuer, or null
 * @param attempts the attempts that were made
 * @param cause the underlying exception or an earlier instance of the same failure, or null
 */
public record FailureDetails(
    String summary,
    String remedy,
    Response response,
    boolean isTokenAtFault,
    @Nullable String roleArn,
    @Nullable URI endpoint,
    FailedAttempts attempts,
    @Nullable Throwable cause)
    implements Serializable {

  /**
   * What an issuer responded.
   *
   * @param code the AWS error code, or null
   * @param requestId the request id of the issuer, or null
   * @param text the issuer's own message, without secrets; empty if there is none. Remedies look
   *     for words in it, and never in the summary, whose words are ours
   */
  public record Response(@Nullable String code, @Nullable String requestId, String text)
      implements Serializable {

    private static final Response NONE = new Response(null, null, "");
  }

  /** Returns the details of a failure without a response. */
  public static FailureDetails of(
      String summary, String remedy, @Nullable String roleArn, @Nullable URI endpoint) {
    return new FailureDetails(
        summary, remedy, Response.NONE, false, roleArn, endpoint, FailedAttempts.NONE, null);
  }

  /** Returns a copy with the issuer's response. */
  public FailureDetails withResponse(
      @Nullable String code, @Nullable String requestId, String text) {
    Response received = new Response(code, requestId, text);
    return new FailureDetails(
        summary, remedy, received, isTokenAtFault, roleArn, endpoint, attempts, cause);
  }

  /** Returns a copy that says whether a newer token may be accepted. */
  public FailureDetails withTokenAtFault(boolean isAtFault) {
    return new FailureDetails(
        summary, remedy, response, isAtFault, roleArn, endpoint, attempts, cause);
  }

  /** Returns a copy with other texts. */
  public FailureDetails withTexts(String newSummary, String newRemedy) {
    return new FailureDetails(
        newSummary, newRemedy, response, isTokenAtFault, roleArn, endpoint, attempts, cause);
  }

  /** Returns a copy with the attempts that were made. */
  public FailureDetails after(FailedAttempts made) {
    return new FailureDetails(
        summary, remedy, response, isTokenAtFault, roleArn, endpoint, made, cause);
  }

  /** Returns a copy with a cause. */
  public FailureDetails causedBy(@Nullable Throwable underlying) {
    return new FailureDetails(
        summary, remedy, response, isTokenAtFault, roleArn, endpoint, attempts, underlying);
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
