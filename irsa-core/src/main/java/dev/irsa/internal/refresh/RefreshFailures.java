package dev.irsa.internal.refresh;

import dev.irsa.credentials.AttemptInfo;
import dev.irsa.credentials.CredentialsException;
import dev.irsa.credentials.ExchangeUnavailableException;
import dev.irsa.credentials.ExchangeUnavailableException.Stage;
import dev.irsa.internal.time.Deadline;
import dev.irsa.internal.time.Nanos;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Failures that arise here and not in an exchange, in words.
 *
 * @param roleArn the role that is asked for
 */
public record RefreshFailures(String roleArn) {

  private static final String CHECK_EXECUTOR =
      "If an executor was given to the builder, it must run what it accepts, and soon; otherwise"
          + " the process is short of threads";

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
            + waiter.deadline().length() / Nanos.MILLISECOND
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

  /**
   * An attempt took longer than it may.
   *
   * @param progress how far it had come
   */
  CredentialsException timedOut(Deadline bound, @Nullable AttemptProgress progress) {
    String within = " within " + bound.length() / Nanos.MILLISECOND + " ms";
    if (progress == AttemptProgress.CALLING) {
      return unavailable("STS did not answer" + within, Stage.REQUEST, null);
    }
    return progress == AttemptProgress.RUNNING
        ? unavailable(
            "The web identity token could not be read" + within + "; STS was not called",
            "Check the volume that the token file is on",
            Stage.WAITING,
            null)
        : unavailable(
            "No thread ran the exchange" + within + "; STS was not called",
            CHECK_EXECUTOR,
            Stage.WAITING,
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

  public CredentialsException notStarted(Throwable refused) {
    return unavailable(
        "No thread was to be had for the exchange ("
            + refused.getClass().getName()
            + "); STS was not called",
        CHECK_EXECUTOR,
        Stage.WAITING,
        refused);
  }

  public CredentialsException unexpected(Throwable broken) {
    return unavailable(
        "The exchange failed unexpectedly with " + broken.getClass().getName(),
        "Report this as a defect of irsa",
        Stage.REQUEST,
        broken);
  }

  private CredentialsException unavailable(String summary, Stage stage, @Nullable Throwable cause) {
    return unavailable(summary, "", stage, cause);
  }

  private CredentialsException unavailable(
      String summary, String remedy, Stage stage, @Nullable Throwable cause) {
    return new ExchangeUnavailableException(
        summary, remedy, stage, false, null, null, roleArn, null, AttemptInfo.NONE, cause);
  }
}
