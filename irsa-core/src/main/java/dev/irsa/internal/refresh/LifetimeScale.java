package dev.irsa.internal.refresh;

import dev.irsa.internal.time.Nanos;

/**
 * Scales pauses and windows down in proportion for lifetimes below 900 s, which emulators grant and
 * AWS does not. Immutable.
 */
public final class LifetimeScale {

  private static final long SHORT_LIFETIME = 15 * Nanos.MINUTE;

  /**
   * The lifetime below which the durations are not scaled down further, so that there is always
   * time between two calls.
   */
  private static final long SHORTEST_LIFETIME = 9 * Nanos.SECOND;

  /** Leaves durations as they are: for all lifetimes that AWS grants. */
  public static final LifetimeScale STANDARD = new LifetimeScale(1);

  private final double scale;

  private LifetimeScale(double scale) {
    this.scale = scale;
  }

  /**
   * Returns the scale for a lifetime.
   *
   * @param lifetime the lifetime in nanoseconds, positive
   */
  static LifetimeScale forLifetime(long lifetime) {
    return lifetime >= SHORT_LIFETIME
        ? STANDARD
        : new LifetimeScale((double) Math.max(lifetime, SHORTEST_LIFETIME) / SHORT_LIFETIME);
  }

  /** Returns a duration in nanoseconds, scaled for the lifetime. */
  public long of(long duration) {
    return (long) (duration * scale);
  }

  /** Returns whether the lifetime is shorter than any that AWS grants. */
  boolean isReduced() {
    return scale < 1;
  }
}
