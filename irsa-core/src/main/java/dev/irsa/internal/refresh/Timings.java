package dev.irsa.internal.refresh;

import dev.irsa.internal.time.Nanos;

/**
 * The lengths of the pauses and windows of one session, in nanoseconds: those of docs/refresh.md,
 * or shorter ones in proportion for lifetimes below 900 s, which AWS never gives and emulators do.
 * Immutable.
 */
public final class Timings {

  private static final long SHORT_LIFETIME = 15 * Nanos.MINUTE;

  /**
   * Below this lifetime nothing shrinks further, lest there be no time at all between two calls.
   */
  private static final long SHORTEST_LIFETIME = 9 * Nanos.SECOND;

  private static final long[] EXPIRED_SECONDS = {5, 10, 20, 30};

  /** What holds for every lifetime that AWS gives. */
  public static final Timings STANDARD = new Timings(1);

  private final double scale;

  /** The window in which calls are counted. */
  final long callWindow;

  /** How long before expiration one attempt is due whatever the backoff says. */
  final long lastChance;

  /** With less than this left there is no time for a second attempt that would help. */
  final long singleAttemptBelow;

  /** After so long without a call for credentials an expired session is left alone. */
  final long abandonedAfter;

  /** How long callers may be served unseen, so that it is known whether anyone still asks. */
  final long servedUnseen;

  /** The backoff while credentials are valid: where it starts, its least cap, its cap. */
  final long backoffStart;

  final long backoffLeastCap;
  final long backoffCap;

  /** The pause after throttling or a denial that nothing shortens; denials double it to a cap. */
  final long floor;

  final long deniedFloorCap;

  /** The pause between two attempts of one flight, its base after throttling, and its cap. */
  final long retryPause;

  final long throttledRetryPause;
  final long retryPauseCap;

  /** Between two refreshes that rejected credentials cause; doubles to a cap. */
  final long invalidationPause;

  final long invalidationPauseCap;

  /** For how long callers wait for the replacement of rejected credentials. */
  final long invalidationWait;

  /** When a token that brought a session is first read, and how often it is looked at later. */
  final long firstTokenReading;

  final long tokenReading;
  final long tokenLook;

  /** How late kubelet may be with a token that lives for less than an hour, and with others. */
  final long shortTokenGrace;

  final long tokenGrace;

  /** How long before its expiration a stalled token is used once more, at the earliest. */
  final long lastTokenUse;

  /** For how long the refreshes of an account stay away from an endpoint that throttled one. */
  private final long endpointPause;

  private Timings(double scale) {
    this.scale = scale;
    callWindow = scaled(Nanos.MINUTE);
    lastChance = scaled(10 * Nanos.SECOND);
    singleAttemptBelow = scaled(120 * Nanos.SECOND);
    abandonedAfter = scaled(15 * Nanos.MINUTE);
    servedUnseen = scaled(5 * Nanos.MINUTE);
    backoffStart = scaled(10 * Nanos.SECOND);
    backoffLeastCap = scaled(5 * Nanos.SECOND);
    backoffCap = scaled(300 * Nanos.SECOND);
    floor = scaled(60 * Nanos.SECOND);
    deniedFloorCap = scaled(5 * Nanos.MINUTE);
    retryPause = scaled(100 * Nanos.MILLISECOND);
    throttledRetryPause = scaled(Nanos.SECOND);
    retryPauseCap = scaled(2 * Nanos.SECOND);
    invalidationPause = scaled(30 * Nanos.SECOND);
    invalidationPauseCap = scaled(10 * Nanos.MINUTE);
    invalidationWait = scaled(2 * Nanos.SECOND);
    firstTokenReading = scaled(10 * Nanos.SECOND);
    tokenReading = scaled(Nanos.MINUTE);
    tokenLook = scaled(Nanos.SECOND);
    shortTokenGrace = scaled(Nanos.MINUTE);
    tokenGrace = scaled(3 * Nanos.MINUTE);
    lastTokenUse = scaled(10 * Nanos.MINUTE);
    endpointPause = scaled(5 * Nanos.SECOND);
  }

  /**
   * Returns what holds for a session.
   *
   * @param lifetime in nanoseconds, positive
   */
  static Timings of(long lifetime) {
    return lifetime >= SHORT_LIFETIME
        ? STANDARD
        : new Timings((double) Math.max(lifetime, SHORTEST_LIFETIME) / SHORT_LIFETIME);
  }

  private long scaled(long nanos) {
    return (long) (nanos * scale);
  }

  /** Returns whether the session is shorter than any that AWS gives. */
  boolean areShort() {
    return scale < 1;
  }

  /** Returns the longest pause once credentials have expired, after so many failures in a row. */
  long expiredPause(int failures) {
    int step = Math.min(failures, EXPIRED_SECONDS.length - 1);
    return scaled(EXPIRED_SECONDS[step] * Nanos.SECOND);
  }

  /**
   * Returns for how long the refreshes of an account stay away from an endpoint after throttling.
   */
  public long endpointPause() {
    return endpointPause;
  }
}
