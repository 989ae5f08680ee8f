package dev.irsa.session;

import dev.irsa.identity.Circumstances;
import dev.irsa.identity.CredentialsException;
import dev.irsa.identity.ExchangeUnavailableException;
import dev.irsa.identity.ExchangeUnavailableException.Stage;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Failures that arise here and not in an exchange, in words.
 *
 * @param roleArn the role that is asked for
 */
record Failures(String roleArn) {

  CredentialsException budgetSpent(@Nullable Instant nextAt) {
    return unavailable(
        "The budget of STS calls for this role is used up"
            + (nextAt == null ? "" : "; the next one is allowed at " + nextAt),
        Stage.WAITING,
        null);
  }

  CredentialsException waitedTooLong(
      Waiter waiter, boolean queued, @Nullable CredentialsException last) {
    return unavailable(
        "No credentials within the caller's deadline of "
            + waiter.deadline().length() / Spacing.MILLISECOND
            + " ms, "
            + (queued ? "queued behind other calls to STS" : "waiting for STS"),
        Stage.WAITING,
        last);
  }

  CredentialsException interrupted(@Nullable CredentialsException last) {
    return unavailable("Interrupted while waiting for credentials", Stage.WAITING, last);
  }

  CredentialsException frozen() {
    return unavailable(
        "The process is about to be frozen; credentials are fetched anew after it has been restored",
        Stage.WAITING,
        null);
  }

  CredentialsException timedOut(Timeout bound) {
    return unavailable(
        "STS did not answer within " + bound.length() / Spacing.MILLISECOND + " ms",
        Stage.REQUEST,
        null);
  }

  CredentialsException tooLate(Instant expiration, Instant serverAt) {
    return unavailable(
        (expiration.isAfter(serverAt)
                ? "STS answered with credentials that expire within a second, at "
                : "STS answered with credentials that have already expired, at ")
            + expiration
            + "; its clock says "
            + serverAt,
        Stage.ANSWER,
        null);
  }

  CredentialsException unexpected(Throwable broken) {
    return new ExchangeUnavailableException(
        "The exchange failed unexpectedly with " + broken.getClass().getName(),
        "If an executor was given to the builder, it must accept work; otherwise report this as a"
            + " defect",
        Stage.REQUEST,
        false,
        null,
        null,
        roleArn,
        null,
        Circumstances.NONE,
        broken);
  }

  private CredentialsException unavailable(String summary, Stage stage, @Nullable Throwable cause) {
    return new ExchangeUnavailableException(
        summary, "", stage, false, null, null, roleArn, null, Circumstances.NONE, cause);
  }
}
