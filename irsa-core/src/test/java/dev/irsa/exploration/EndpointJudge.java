package dev.irsa.exploration;

import static dev.irsa.exploration.World.MINUTE;
import static dev.irsa.exploration.World.SECOND;

import dev.irsa.credentials.FailureKind;
import dev.irsa.simulation.Invariant;
import org.jspecify.annotations.Nullable;

/**
 * Checks which of two endpoints is called: the rules of "A spare endpoint" in docs/refresh.md.
 * Times are those of the {@link Judge}, in milliseconds.
 */
final class EndpointJudge {

  private static final long LEFT_ALONE = 15 * MINUTE;

  /** With less time left, a refresh makes a single attempt, which does not try the first one. */
  private static final long ENOUGH = 120 * SECOND;

  private static final long AWAITED = 4 * SECOND;

  /** A quarter of a second is worth another attempt. */
  private static final long LONGEST_FLIGHT = 18 * SECOND - 250;

  /**
   * The state of the session when a call begins.
   *
   * @param now the time that counts
   * @param left how long the credentials are valid, 0 if they are not
   * @param scale of all durations, for short lifetimes
   * @param isFirst whether a refresh begins with it
   * @param isCertain whether all clocks are known
   */
  record State(long now, long left, double scale, boolean isFirst, boolean isCertain) {}

  private final World world;

  // What the process prefers.
  private boolean prefersSpare;
  private long leftAloneSince;

  // The calls of the current refresh.
  private boolean isAtSpare;
  private boolean hasTurned;
  private boolean triedFirst;
  private boolean triedSpare;
  private boolean firstFailed;
  private long startedAt;
  private @Nullable FailureKind last;

  EndpointJudge(World world) {
    this.world = world;
  }

  void callBegins(boolean atSpare, long limitNanos, State state) {
    if (state.isFirst) {
      startedAt = world.millis();
      checkFirst(atSpare, state);
      triedFirst = false;
      triedSpare = false;
      firstFailed = false;
    } else if (atSpare != (hasTurned != isAtSpare)) {
      world.found(
          Invariant.ANOTHER_ENDPOINT_ONLY_IF_UNAVAILABLE,
          "after " + last + " the next call asks " + name(atSpare));
    }
    boolean isOtherUntried = atSpare ? !triedFirst : !triedSpare;
    if (state.isCertain && state.left == 0 && isOtherUntried && limitNanos > AWAITED * 1_000_000) {
      world.found(Invariant.FLIGHT_WITHIN_ITS_BOUNDS, "callers wait longer for " + name(atSpare));
    }
    isAtSpare = atSpare;
    hasTurned = false;
    triedFirst |= !atSpare;
    triedSpare |= atSpare;
    if (!atSpare && prefersSpare) {
      leftAloneSince = state.now;
    }
  }

  private static String name(boolean isSpare) {
    return isSpare ? "the spare" : "the first endpoint";
  }

  private void checkFirst(boolean atSpare, State state) {
    if (!state.isCertain || (!atSpare && !prefersSpare)) {
      return;
    }
    long since = state.now - leftAloneSince;
    boolean isDue = prefersSpare && since >= LEFT_ALONE * state.scale;
    if (!atSpare && (!isDue || state.left < ENOUGH * state.scale)) {
      world.found(
          Invariant.THE_PREFERRED_ENDPOINT_FIRST,
          "the first endpoint is tried after " + World.at(since));
    }
    if (atSpare && !prefersSpare) {
      world.found(Invariant.THE_PREFERRED_ENDPOINT_FIRST, "the spare is asked first");
    }
  }

  /**
   * Checks that a refresh that nobody waits for goes home.
   *
   * @param isByItself whether neither a caller nor another token has caused it
   */
  void refreshBegins(boolean atSpare, boolean isByItself, State state) {
    boolean isDue = prefersSpare && state.now - leftAloneSince >= LEFT_ALONE * state.scale;
    boolean hasTime = state.left >= ENOUGH * state.scale;
    if (state.isCertain && isByItself && isDue && hasTime && atSpare) {
      world.found(Invariant.HOME_AFTER_A_WHILE, "a refresh stays away from the first endpoint");
    }
  }

  /** Handles the end of a call: with credentials, or with a failure. */
  void callEnds(@Nullable FailureKind failure, long now) {
    last = failure;
    hasTurned =
        failure == FailureKind.OUTAGE
            || (isAtSpare && (failure == FailureKind.DENIED || failure == FailureKind.THROTTLED));
    firstFailed |= hasTurned && !isAtSpare;
    if (isAtSpare && failure == null && firstFailed && !prefersSpare) {
      prefersSpare = true;
      leftAloneSince = now;
    } else if (!isAtSpare && !hasTurned) {
      prefersSpare = false;
    }
  }

  /**
   * Checks the failure of a refresh.
   *
   * @param hasCalls whether more calls were allowed
   */
  void refreshFailed(FailureKind kind, boolean hasCalls) {
    boolean hasTime = world.millis() - startedAt < LONGEST_FLIGHT;
    if (hasTurned && hasTime && hasCalls && !(triedFirst && triedSpare)) {
      world.found(Invariant.BOTH_ENDPOINTS_BEFORE_A_FAILURE, name(!isAtSpare) + " was not asked");
    }
    FailureKind expected = hasTurned ? FailureKind.OUTAGE : last;
    if (expected != null && kind != expected) {
      world.found(Invariant.THE_FIRST_ENDPOINT_ANSWERS, kind + " instead of " + expected);
    }
  }

  void addTo(Fingerprint fingerprint, long now) {
    fingerprint.add(
        (isAtSpare ? 1 : 0)
            + (hasTurned ? 2 : 0)
            + (triedFirst ? 4 : 0)
            + (triedSpare ? 8 : 0)
            + (firstFailed ? 16 : 0)
            + (prefersSpare ? 32 : 0));
    fingerprint.add(prefersSpare ? Math.min(now - leftAloneSince, LEFT_ALONE) : -1);
    fingerprint.add(last);
  }
}
