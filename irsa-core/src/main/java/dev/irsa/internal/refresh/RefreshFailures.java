package dev.irsa.internal.refresh;

import dev.irsa.credentials.AttemptInfo;
import dev.irsa.credentials.CredentialsException;
import dev.irsa.credentials.ExchangeUnavailableException;
import dev.irsa.credentials.ExchangeUnavailableException.Stage;
import dev.irsa.internal.text.TimeText;
import dev.irsa.internal.time.Deadline;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Failures that arise in the engine and not in an exchange.
 *
 * @param roleArn the role
 * @param endpoint where its credentials come from
 */
public record RefreshFailures(String roleArn, URI endpoint) {

  private static final String CHECK_EXECUTOR =
      "If an executor was given to the builder, it must run promptly what it accepts; otherwise the"
          + " process is short of threads";

  private static final String CHECK_NETWORK =
      "Check firewalls, proxies, gateways and service meshes between this pod and STS";

  CredentialsException budgetSpent(@Nullable Instant nextAt) {
    return unavailable(
        "The limit of STS calls for "
            + roleArn
            + " is reached"
            + (nextAt == null ? "" : "; the next call is allowed at " + TimeText.of(nextAt)),
        "",
        Stage.WAITING,
        null);
  }

  CredentialsException waitedTooLong(
      Waiter waiter, boolean queued, @Nullable CredentialsException last) {
    return unavailable(
        "No credentials for "
            + roleArn
            + " within the caller's deadline of "
            + TimeText.of(Duration.ofNanos(waiter.deadline().length()))
            + ": "
            + (queued ? "queued behind other calls to STS at " : "waiting for STS at ")
            + endpoint
            + (last == null ? "" : "; the last attempt failed: " + last.summary()),
        "",
        Stage.WAITING,
        last);
  }

  CredentialsException interrupted(@Nullable CredentialsException last) {
    return unavailable(
        "The thread was interrupted while it waited for credentials for " + roleArn,
        "",
        Stage.WAITING,
        last);
  }

  CredentialsException frozen() {
    return unavailable(
        "All credentials were dropped by forgetAll() before a process freeze; the next call fetches"
            + " new ones",
        "",
        Stage.WAITING,
        null);
  }

  /**
   * Returns the failure of an attempt that exceeded its bound.
   *
   * @param progress how far it had come
   */
  CredentialsException timedOut(Deadline bound, @Nullable AttemptProgress progress) {
    String within = " within " + TimeText.of(Duration.ofNanos(bound.length()));
    if (progress == AttemptProgress.CALLING) {
      return unavailable(
          "STS at " + endpoint + " did not respond" + within, CHECK_NETWORK, Stage.REQUEST, null);
    }
    return progress == AttemptProgress.RUNNING
        ? unavailable(
            "The web identity token could not be read" + within + "; STS was not called",
            "Check the volume of the token file",
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
        "STS at "
            + endpoint
            + (expiration.isAfter(serverAt)
                ? " returned credentials that expire within a second, at "
                : " returned credentials that have already expired, at ")
            + TimeText.of(expiration)
            + "; its clock says "
            + TimeText.of(serverAt),
        "",
        Stage.RESPONSE,
        null);
  }

  public CredentialsException notStarted(Throwable refused) {
    return unavailable(
        "The exchange could not get a thread ("
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

  private CredentialsException unavailable(
      String summary, String remedy, Stage stage, @Nullable Throwable cause) {
    return new ExchangeUnavailableException(
        summary, remedy, stage, false, null, null, roleArn, endpoint, AttemptInfo.NONE, cause);
  }
}
