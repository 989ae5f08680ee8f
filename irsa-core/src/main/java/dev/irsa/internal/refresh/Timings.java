package dev.irsa.internal.refresh;

import dev.irsa.internal.time.Nanos;

/**
 * The durations of the pauses and windows of a session, in nanoseconds, as documented in
 * docs/refresh.md. Lifetimes below 900 s, which emulators grant and AWS does not, scale them down
 * in proportion. Immutable.
 */
public final class Timings {

  private static final long SHORT_LIFETIME = 15 * Nanos.MINUTE;

  /**
   * The lifetime below which the durations are not scaled down further, so that there is always
   * time between two calls.
   */
  private static final long SHORTEST_LIFETIME = 9 * Nanos.SECOND;

  private static final long[] EXPIRED_SECONDS = {5, 10, 20, 30};

  /** The timings for all lifetimes that AWS grants. */
  public static final Timings STANDARD = new Timings(1);

  private final double scale;

  /** The window of the rate limiter. */
  final long callWindow;

  /** How long before expiration a last attempt is due, regardless of the backoff. */
  final long lastChance;

  /**
   * The remaining validity below which a flight makes a single attempt, because a second one would
   * come too late.
   */
  final long singleAttemptBelow;

  /** The time without a call after which expired credentials are no longer replaced. */
  final long abandonedAfter;

  /**
   * How long callers may be served without the engine, which must notice whether there still are
   * calls.
   */
  final long servedUnseen;

  /**
   * How much later than planned a timer may start a refresh, before a call starts it. A call that
   * did would start a thread, and could lose its processor to it.
   */
  final long timerSlack;

  /** The backoff while credentials are valid: its start, the minimum of its cap, and its cap. */
  final long backoffStart;

  final long backoffLeastCap;
  final long backoffCap;

  /**
   * The minimum pause after throttling or a denial, and the cap to which repeated denials double
   * it.
   */
  final long floor;

  final long deniedFloorCap;

  /** The pause between two attempts of a flight, its base after throttling, and its cap. */
  final long retryPause;

  final long throttledRetryPause;
  final long retryPauseCap;

  /**
   * The minimum time between two refreshes that rejected credentials cause, and the cap to which it
   * doubles.
   */
  final long invalidationPause;

  final long invalidationPauseCap;

  /** How long callers wait for the replacement of rejected credentials. */
  final long invalidationWait;

  /**
   * The initial pause, and its cap, after a refresh that brought credentials too short for a
   * caller.
   */
  final long lastingPause;

  final long lastingPauseCap;

  /**
   * When the claims of a token are first read after a refresh, how often they are read later, and
   * how often the file is checked for another token.
   */
  final long firstTokenReading;

  final long tokenReading;
  final long tokenLook;

  /**
   * How late kubelet may replace a token with a lifetime of less than an hour, and any other token.
   */
  final long shortTokenGrace;

  final long tokenGrace;

  /** How long before its expiration a stalled token is used once more, at most. */
  final long lastTokenUse;

  /**
   * How long before expiration an agent no longer returns credentials from its cache, a little less
   * than for that of EKS Pod Identity (15 s; aws/eks-pod-identity-agent, minCredentialTtl), and the
   * minimum pause after a refresh that brought the same credentials.
   */
  final long agentReserve;

  final long leastUnchangedPause;

  /** How long refreshes of an account avoid an endpoint that throttled the account. */
  private final long endpointPause;

  private Timings(double scale) {
    this.scale = scale;
    callWindow = scaled(Nanos.MINUTE);
    lastChance = scaled(10 * Nanos.SECOND);
    singleAttemptBelow = scaled(120 * Nanos.SECOND);
    abandonedAfter = scaled(15 * Nanos.MINUTE);
    servedUnseen = scaled(5 * Nanos.MINUTE);
    timerSlack = scaled(Nanos.SECOND);
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
    lastingPause = scaled(Nanos.MINUTE);
    lastingPauseCap = scaled(10 * Nanos.MINUTE);
    firstTokenReading = scaled(10 * Nanos.SECOND);
    tokenReading = scaled(Nanos.MINUTE);
    tokenLook = scaled(Nanos.SECOND);
    shortTokenGrace = scaled(Nanos.MINUTE);
    tokenGrace = scaled(3 * Nanos.MINUTE);
    lastTokenUse = scaled(10 * Nanos.MINUTE);
    agentReserve = scaled(14 * Nanos.SECOND);
    leastUnchangedPause = scaled(Nanos.SECOND);
    endpointPause = scaled(5 * Nanos.SECOND);
  }

  /**
   * Returns the timings for a lifetime.
   *
   * @param lifetime the lifetime in nanoseconds, positive
   */
  static Timings of(long lifetime) {
    return lifetime >= SHORT_LIFETIME
        ? STANDARD
        : new Timings((double) Math.max(lifetime, SHORTEST_LIFETIME) / SHORT_LIFETIME);
  }

  private long scaled(long nanos) {
    return (long) (nanos * scale);
  }

  /** Returns whether the lifetime is shorter than any that AWS grants. */
  boolean areShort() {
    return scale < 1;
  }

  /** Returns the maximum pause after expiration, for a number of consecutive failures. */
  long expiredPause(int failures) {
    int step = Math.min(failures, EXPIRED_SECONDS.length - 1);
    return scaled(EXPIRED_SECONDS[step] * Nanos.SECOND);
  }

  /**
   * Returns how many nanoseconds refreshes of an account avoid an endpoint that throttled the
   * account.
   */
  public long endpointPause() {
    return endpointPause;
  }
}
