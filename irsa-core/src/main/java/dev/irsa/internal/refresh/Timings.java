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

  /** The window of the rate limiter. */
  static final long CALL_WINDOW = Nanos.MINUTE;

  /** How long before expiration a last attempt is due, regardless of the backoff. */
  static final long LAST_CHANCE = 10 * Nanos.SECOND;

  /**
   * The remaining validity below which a flight makes a single attempt, because a second one would
   * come too late.
   */
  static final long SINGLE_ATTEMPT_BELOW = 120 * Nanos.SECOND;

  /** The time without a call after which expired credentials are no longer replaced. */
  static final long ABANDONED_AFTER = 15 * Nanos.MINUTE;

  /**
   * How long callers may be served without the engine, which must notice whether there still are
   * calls.
   */
  static final long SERVED_UNSEEN = 5 * Nanos.MINUTE;

  /**
   * How much later than planned the loop may start a refresh, before a call starts it. A call that
   * did would start a thread, and could lose its processor to it.
   */
  static final long LOOP_SLACK = Nanos.SECOND;

  /** The backoff while credentials are valid: its start, the minimum of its cap, and its cap. */
  static final long BACKOFF_START = 10 * Nanos.SECOND;

  static final long BACKOFF_LEAST_CAP = 5 * Nanos.SECOND;
  static final long BACKOFF_CAP = 300 * Nanos.SECOND;

  /** The backoff after expiration: its start and its cap. */
  static final long EXPIRED_BACKOFF_START = 5 * Nanos.SECOND;

  static final long EXPIRED_BACKOFF_CAP = 30 * Nanos.SECOND;

  /**
   * The minimum pause after throttling or a denial, and the cap to which repeated denials double
   * it.
   */
  static final long FLOOR = 60 * Nanos.SECOND;

  static final long DENIED_FLOOR_CAP = 5 * Nanos.MINUTE;

  /** The pause between two attempts of a flight, its base after throttling, and its cap. */
  static final long RETRY_PAUSE = 100 * Nanos.MILLISECOND;

  static final long THROTTLED_RETRY_PAUSE = Nanos.SECOND;
  static final long RETRY_PAUSE_CAP = 2 * Nanos.SECOND;

  /**
   * The minimum time between two refreshes that rejected credentials cause, and the cap to which it
   * doubles.
   */
  static final long INVALIDATION_PAUSE = 30 * Nanos.SECOND;

  static final long INVALIDATION_PAUSE_CAP = 10 * Nanos.MINUTE;

  /** How long callers wait for the replacement of rejected credentials. */
  static final long INVALIDATION_WAIT = 2 * Nanos.SECOND;

  /**
   * The initial pause, and its cap, after a refresh that brought credentials too short for a
   * caller.
   */
  static final long LASTING_PAUSE = Nanos.MINUTE;

  static final long LASTING_PAUSE_CAP = 10 * Nanos.MINUTE;

  /**
   * When the claims of a token are first read after a refresh, how often they are read later, and
   * how often the file is checked for another token.
   */
  static final long FIRST_TOKEN_READING = 10 * Nanos.SECOND;

  static final long TOKEN_READING = Nanos.MINUTE;
  static final long TOKEN_LOOK = Nanos.SECOND;

  /**
   * How late kubelet may replace a token with a lifetime of less than an hour, and any other token.
   */
  static final long SHORT_TOKEN_GRACE = Nanos.MINUTE;

  static final long TOKEN_GRACE = 3 * Nanos.MINUTE;

  /** How long before its expiration a stalled token is used once more, at most. */
  static final long LAST_TOKEN_USE = 10 * Nanos.MINUTE;

  /**
   * How long before expiration an agent no longer returns credentials from its cache: a little less
   * than the agent of EKS Pod Identity (15 s; aws/eks-pod-identity-agent, minCredentialTtl). Also
   * the minimum pause after a refresh that brought the same credentials.
   */
  static final long AGENT_RESERVE = 14 * Nanos.SECOND;

  static final long LEAST_UNCHANGED_PAUSE = Nanos.SECOND;

  /** How long refreshes of an account avoid an endpoint that throttled the account. */
  public static final long ENDPOINT_PAUSE = 5 * Nanos.SECOND;

  /** The timings for all lifetimes that AWS grants. */
  public static final Timings STANDARD = new Timings(1);

  private final double scale;

  private Timings(double scale) {
    this.scale = scale;
  }

  /**
   * Returns the timings for a lifetime.
   *
   * @param lifetime the lifetime in nanoseconds, positive
   */
  static Timings forLifetime(long lifetime) {
    return lifetime >= SHORT_LIFETIME
        ? STANDARD
        : new Timings((double) Math.max(lifetime, SHORTEST_LIFETIME) / SHORT_LIFETIME);
  }

  /** Returns one of the durations above, for the lifetime. */
  public long of(long duration) {
    return (long) (duration * scale);
  }

  /** Returns whether the lifetime is shorter than any that AWS grants. */
  boolean areShort() {
    return scale < 1;
  }
}
