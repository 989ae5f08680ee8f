package dev.irsa.internal.refresh;

import dev.irsa.credentials.CredentialsException;
import dev.irsa.credentials.FailureKind;
import dev.irsa.internal.limit.EndpointPreference;
import dev.irsa.internal.time.TimePoint;
import org.jspecify.annotations.Nullable;

/**
 * Which of two endpoints the attempts of a refresh ask. The first attempt asks the preferred one;
 * if an endpoint is unavailable, the next attempt asks the other one. The answer of the first
 * endpoint is the answer, while credentials are the only answer that counts from the spare, or that
 * the token was rejected. Only for sessions with a spare. Not thread-safe; owned by the engine.
 */
final class EndpointChoice {

  private final EndpointPreference preference;

  /** Whether the refresh may try the first endpoint again: nobody waits for it. */
  private final boolean mayTryFirst;

  private boolean isSpare;
  private boolean hasTurned;

  /** Why each of them is unavailable, or null. */
  private @Nullable CredentialsException atFirst;

  private @Nullable CredentialsException atSpare;

  EndpointChoice(EndpointPreference preference, boolean mayTryFirst) {
    this.preference = preference;
    this.mayTryFirst = mayTryFirst;
  }

  /** Returns whether the current attempt asks the spare. */
  boolean isSpare() {
    return isSpare;
  }

  boolean mayTryFirst() {
    return mayTryFirst;
  }

  /** Chooses what the first attempt asks. Returns whether that has changed. */
  boolean begin(LifetimeScale scale, TimePoint now) {
    boolean triesFirst =
        mayTryFirst() && preference.isTrialDueAt(now, scale.of(EndpointPreference.LEFT_ALONE));
    boolean before = isSpare;
    isSpare = preference.isOfSpare() && !triesFirst;
    return isSpare != before;
  }

  /** Handles that an attempt starts. */
  void started(TimePoint now) {
    if (!isSpare) {
      preference.firstIsTried(now);
    }
  }

  /** Returns whether the refresh has not found the other endpoint unavailable. */
  boolean isOtherUntried() {
    return (isSpare ? atFirst : atSpare) == null;
  }

  /** Handles the failure of a call, after which the next attempt may ask the other endpoint. */
  void noteFailure(CredentialsException failure) {
    hasTurned = isUnavailable(failure);
    if (!hasTurned) {
      return;
    }
    if (isSpare) {
      atSpare = failure;
    } else {
      atFirst = failure;
    }
    isSpare = !isSpare;
  }

  /** Returns whether the last call failed because the endpoint that it asked is unavailable. */
  boolean isUnavailable(CredentialsException failure) {
    FailureKind kind = failure.failureKind();
    boolean isUseless = kind == FailureKind.OUTAGE || (isSpare && kind != FailureKind.TOKEN);
    return isUseless && WaitFailures.calledIssuer(failure);
  }

  /** Returns whether the next attempt asks the other endpoint, which was not asked before. */
  boolean turnsToUntried() {
    return hasTurned && (isSpare ? atSpare : atFirst) == null;
  }

  /** Returns whether the last call failed because the endpoint that it asked is unavailable. */
  boolean hasTurned() {
    return hasTurned;
  }

  /**
   * Records that the current endpoint has answered. Returns whether the other one was preferred.
   * The spare takes over only while the first endpoint is unavailable: it may be back meanwhile.
   */
  boolean answered(TimePoint now) {
    return (!isSpare || atFirst != null) && preference.answered(isSpare, now);
  }

  /** Returns why the first endpoint is unavailable, or null. */
  @Nullable CredentialsException atFirst() {
    return atFirst;
  }

  /**
   * Returns the failure of the refresh: what the first endpoint said comes first, and what the
   * spare said is never the answer.
   *
   * @param last the failure of the last attempt
   */
  CredentialsException ofBoth(CredentialsException last, WaitFailures failures) {
    CredentialsException first = atFirst;
    if (!hasTurned) {
      CredentialsException other = isSpare ? first : atSpare;
      return other == null || !WaitFailures.calledIssuer(last)
          ? last
          : failures.ofBoth(last, !isSpare, other);
    }
    CredentialsException spare = atSpare;
    if (first == null) {
      return failures.spareUnavailable(last);
    }
    return spare == null ? first : failures.ofBoth(first, true, spare);
  }
}
