package dev.irsa.internal.refresh;

import dev.irsa.credentials.CredentialsException;
import dev.irsa.credentials.ExchangeUnavailableException;
import dev.irsa.credentials.ExchangeUnavailableException.Stage;
import dev.irsa.credentials.FailureKind;
import dev.irsa.credentials.IdentitySource;
import dev.irsa.credentials.MisconfiguredException;
import dev.irsa.credentials.TokenUnavailableException;
import dev.irsa.internal.failure.FailureDetails;
import dev.irsa.internal.identity.RoleAndIssuer;
import dev.irsa.internal.remedy.NetworkRemedies;
import dev.irsa.internal.text.TimeText;
import dev.irsa.internal.time.Deadline;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Creates the failures that originate in the engine rather than in an exchange.
 *
 * @param subject the role, and who issues its credentials
 */
public record WaitFailures(RoleAndIssuer subject) {

  private static final String CHECK_THREADS = "The process is short of threads: check its limits";

  /** Returns the failure of a call that the rate limiter did not allow. */
  CredentialsException budgetSpent(@Nullable Instant nextAt) {
    String next = nextAt == null ? "" : "; the next call is allowed at " + TimeText.of(nextAt);
    return waiting(
        "The limit of calls to "
            + subject.issuer()
            + " for "
            + subject.role()
            + " is reached"
            + next,
        "",
        null);
  }

  /**
   * Returns the failure of a wait that reached its deadline.
   *
   * @param isQueued whether the attempt waits for its place
   * @param obstacle what keeps the attempt from calling the issuer, or null
   * @param last the last failure, or null
   */
  CredentialsException waitedTooLong(
      WaitingCaller waiter,
      boolean isQueued,
      @Nullable CredentialsException obstacle,
      @Nullable CredentialsException last) {
    String stage = "waiting for " + subject.issuerAt();
    String remedy = NetworkRemedies.checkNetwork(subject.issuer());
    if (obstacle != null) {
      stage = obstacle.summary();
    } else if (isQueued) {
      stage = "queued behind other calls to " + subject.issuerAt();
      remedy = "Check which other calls to " + subject.issuer() + " do not end";
    }
    CredentialsException cause = obstacle != null ? obstacle : last;
    String lastAttempt = last == null ? "" : "; the last attempt failed: " + last.summary();
    return tooLate(
        wholeWait(waiter),
        stage + lastAttempt,
        cause == null || cause.remedy().isEmpty() ? remedy : cause.remedy(),
        cause);
  }

  private CredentialsException tooLate(
      long deadline, String stage, String remedy, @Nullable CredentialsException cause) {
    return waiting(
        "No credentials for "
            + subject.role()
            + " within the caller's deadline of "
            + text(deadline)
            + ": "
            + stage,
        remedy,
        cause);
  }

  /** Returns how long the caller has waited, also for the credentials of another session before. */
  private static long wholeWait(WaitingCaller waiter) {
    CallerRequest request = waiter.request();
    return Math.min(request.deadline(), request.waited() + waiter.deadline().length());
  }

  /**
   * Returns the failure of a wait that reached its deadline without an answer of the loop.
   *
   * @param last the last failure, or null
   */
  public CredentialsException loopIsLate(
      CallerRequest request, @Nullable CredentialsException last) {
    return tooLate(
        request.deadline(), "the thread irsa-loop has not answered", CHECK_THREADS, last);
  }

  /**
   * Returns the failure of a call for credentials that last, while the current ones are valid but
   * expire too soon.
   *
   * @param remaining the validity of the current credentials, in nanoseconds
   * @param atLeast the requested validity, in nanoseconds
   * @param why why there are no newer ones
   */
  CredentialsException expireTooSoon(long remaining, long atLeast, CredentialsException why) {
    return waiting(
        "The credentials for "
            + subject.role()
            + " expire in "
            + text(remaining)
            + ", but must last at least "
            + text(atLeast)
            + "; newer ones could not be obtained: "
            + why.summary(),
        why.remedy(),
        why);
  }

  /** Returns the reason why a call may not cause another refresh yet. */
  CredentialsException refreshedJustNow() {
    return waiting(
        "They were refreshed less than a minute ago",
        "Request less, or set a longer sessionDuration",
        null);
  }

  /**
   * Returns the failure of a call for credentials that last longer than a whole session.
   *
   * @param lifetime the lifetime of a session, in nanoseconds
   * @param requested whether this lifetime was requested; otherwise the issuer chose it
   * @param remaining the validity of the current credentials in nanoseconds, 0 if there are none
   * @param atLeast the requested validity, in nanoseconds
   */
  CredentialsException sessionTooShort(
      long lifetime, boolean requested, long remaining, long atLeast) {
    String left = remaining > 0 ? " (" + text(remaining) + " left now)" : "";
    String needed =
        "credentials for " + subject.role() + " must last at least " + text(atLeast) + left;
    if (subject.source() == IdentitySource.CONTAINER) {
      return unavailable(
          subject.issuerAtFirst() + " returned a session of " + text(lifetime) + ", but " + needed,
          "Request less: the issuer determines how long sessions last, and may return one from its"
              + " cache (EKS Pod Identity: 3 h to 6 h, with a target role less than 1 h)",
          Stage.RESPONSE,
          null);
    }
    String sessions = requested ? "sessions last " : "is not set, and sessions last ";
    return new MisconfiguredException(
        true,
        List.of(
            new MisconfiguredException.Problem(
                "IRSA_SESSION_DURATION_SECONDS",
                null,
                sessions + text(lifetime) + ", but " + needed,
                "set it or sessionDuration(...) to more than that, at most the maximum session"
                    + " duration of the role (12 h; 1 h for a chained role); or request less")));
  }

  private static String text(long nanos) {
    return TimeText.of(Duration.ofNanos(nanos));
  }

  /** Returns the failure of an interrupted wait. */
  public CredentialsException interrupted(@Nullable CredentialsException last) {
    return waiting(
        "The thread was interrupted while it waited for credentials for " + subject.role(),
        "",
        last);
  }

  /** Returns the failure of a wait that was ended by {@code discardAll()}. */
  CredentialsException frozen() {
    return waiting(
        "All credentials were dropped by discardAll() before a process freeze; the next call fetches"
            + " new ones",
        "",
        null);
  }

  /**
   * Returns the failure of an attempt that exceeded its time limit.
   *
   * @param bound its time limit
   */
  CredentialsException timedOut(Deadline bound) {
    return unavailable(
        subject.issuerAtFirst() + " did not respond within " + text(bound.length()),
        NetworkRemedies.checkNetwork(subject.issuer()),
        Stage.REQUEST,
        null);
  }

  /** Returns the failure of an exchange whose credentials have already expired or are about to. */
  CredentialsException tooLate(Instant expiration, Instant serverAt) {
    return unavailable(
        subject.issuerAtFirst()
            + " returned credentials that "
            + (expiration.isAfter(serverAt) ? "expire within a second" : "have already expired")
            + ", at "
            + TimeText.of(expiration)
            + "; the time of "
            + (subject.source() == IdentitySource.CONTAINER ? "this machine" : "STS")
            + " is "
            + TimeText.of(serverAt),
        "",
        Stage.RESPONSE,
        null);
  }

  /**
   * Returns the failure of a refresh that two endpoints have failed.
   *
   * @param leading the failure that determines the kind and the remedy
   * @param isFirst whether the first endpoint caused it
   */
  CredentialsException ofBoth(
      CredentialsException leading, boolean isFirst, CredentialsException other) {
    String summary =
        withEndpoint(leading)
            + (isFirst ? "; the spare endpoint: " : "; the first endpoint: ")
            + withEndpoint(other);
    return leading.with(leading.details().withTexts(summary, leading.remedy()).causedBy(leading));
  }

  /** Returns a summary that names the endpoint; after a denial it names the token instead. */
  private static String withEndpoint(CredentialsException failure) {
    String endpoint = String.valueOf(failure.endpoint());
    String summary = failure.summary();
    return summary.contains(endpoint) ? summary : summary + " [" + endpoint + "]";
  }

  /**
   * Returns the failure of a refresh that has only asked the spare, whose denial is not the answer.
   */
  CredentialsException spareUnavailable(CredentialsException failure) {
    return failure.failureKind() == FailureKind.OUTAGE
        ? failure
        : unavailable(
            "The first endpoint could not be asked any more; the spare endpoint: "
                + failure.summary(),
            failure.remedy(),
            Stage.RESPONSE,
            failure);
  }

  /** Returns why no attempt can start: earlier ones have left too many threads behind. */
  public CredentialsException threadsHang(int threads) {
    return waiting(
        threads
            + " earlier attempts hang in host look-ups, in opening token files, or in suppliers and"
            + " clients of the application, and no other starts until one of them returns"
            + notCalled(),
        "Check the name resolution of this machine, the volumes of the token files, and the suppliers"
            + " and clients given to builders; a thread dump shows where the threads irsa-worker"
            + " hang",
        null);
  }

  /** Returns why an attempt does not call the application's client: an earlier call hangs. */
  public CredentialsException clientHangs() {
    return waiting(
        "The application's client has not returned from an earlier call" + notCalled(),
        "Give the client that was given to the builder time-outs, and let it end when its thread is"
            + " interrupted; it is called again once it has returned",
        null);
  }

  /** Returns why an attempt does not call the issuer: it still waits for its thread. */
  public CredentialsException withoutThread() {
    return waiting("No thread has run the exchange yet" + notCalled(), CHECK_THREADS, null);
  }

  /** Returns the failure of an attempt that no thread ran. */
  public CredentialsException notStarted(Throwable rejection) {
    String name = rejection.getClass().getName();
    return waiting(
        "The exchange could not get a thread (" + name + ")" + notCalled(),
        CHECK_THREADS,
        rejection);
  }

  /** Returns the failure of an exchange that threw an unexpected exception. */
  public CredentialsException unexpected(Throwable cause) {
    return unavailable(
        "The exchange failed unexpectedly with " + cause.getClass().getName(),
        cause instanceof VirtualMachineError
            ? "Check the memory and the thread limit of the process"
            : "Report this as a defect of irsa",
        Stage.REQUEST,
        cause);
  }

  /** Returns whether the failed attempt called the issuer; others did not get as far. */
  public static boolean calledIssuer(CredentialsException failure) {
    return !(failure instanceof TokenUnavailableException)
        && !(failure instanceof MisconfiguredException)
        && !(failure instanceof ExchangeUnavailableException unavailable
            && unavailable.stage() == Stage.WAITING);
  }

  /**
   * Returns whether a failure is a timeout: an exchange that respects its time limit reports one
   * like any other failure, near the end of that limit.
   *
   * @param elapsed since the attempt started, in nanoseconds
   * @param bound its time limit, in nanoseconds
   */
  public static boolean isTimeOut(CredentialsException failure, long elapsed, long bound) {
    return failure.failureKind() == FailureKind.OUTAGE
        && failure.code() == null
        && elapsed >= bound - bound / 10;
  }

  private String notCalled() {
    return "; " + subject.issuer() + " was not called";
  }

  /** Returns the failure of a call or an attempt that did not reach the issuer. */
  private CredentialsException waiting(String summary, String remedy, @Nullable Throwable cause) {
    return unavailable(summary, remedy, Stage.WAITING, cause);
  }

  private CredentialsException unavailable(
      String summary, String remedy, Stage stage, @Nullable Throwable cause) {
    return new ExchangeUnavailableException(
        FailureDetails.of(summary, remedy, subject.roleArn(), subject.endpoint()).causedBy(cause),
        stage,
        false);
  }
}
