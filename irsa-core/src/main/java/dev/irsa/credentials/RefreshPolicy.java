package dev.irsa.credentials;

import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Determines when credentials are refreshed, and how long expired ones are served during an outage.
 * Immutable. Start with {@link #standard()} and adapt it with the {@code with…} methods.
 *
 * @since 0.1
 */
public final class RefreshPolicy {

  private static final int LONGEST_SESSION_HOURS = 12;

  private final @Nullable Duration advisoryWindow;
  private final double jitter;
  private final double firstJitter;
  private final Duration staticStability;

  private RefreshPolicy(
      @Nullable Duration advisoryWindow,
      double jitter,
      double firstJitter,
      Duration staticStability) {
    this.advisoryWindow = advisoryWindow;
    this.jitter = jitter;
    this.firstJitter = firstJitter;
    this.staticStability = staticStability;
  }

  /**
   * Returns the default policy: refreshes run in the background, with jitter that spreads them
   * across a fleet, and calls do not wait while credentials are valid.
   */
  public static RefreshPolicy standard() {
    return new RefreshPolicy(null, 0.15, 0.25, Duration.ZERO);
  }

  /**
   * Returns the advisory refresh window: how long before expiration refreshes start. Null, the
   * default, selects it by the lifetime of the session: a third of it, at most 60 min.
   */
  public @Nullable Duration advisoryWindow() {
    return advisoryWindow;
  }

  /**
   * Returns the maximum jitter: the fraction of the lifetime by which a refresh may start earlier,
   * drawn for each session. Default: 0.15.
   */
  public double jitter() {
    return jitter;
  }

  /**
   * Returns the maximum jitter of the first session after start-up. Default: 0.25, which spreads
   * the refreshes of a fleet that was started at once.
   */
  public double firstJitter() {
    return firstJitter;
  }

  /**
   * Returns how long expired credentials are served during an outage. Default: 0, which disables
   * static stability.
   */
  public Duration staticStability() {
    return staticStability;
  }

  /**
   * Returns a copy with the given advisory refresh window.
   *
   * @param window how long before expiration refreshes start, positive, at most 12 h; limited to
   *     half of the lifetime that the issuer grants
   * @throws IllegalArgumentException if the window is out of range
   */
  public RefreshPolicy withAdvisoryWindow(Duration window) {
    require(
        !window.isNegative()
            && !window.isZero()
            && window.compareTo(Duration.ofHours(LONGEST_SESSION_HOURS)) <= 0,
        "advisoryWindow",
        window,
        "must be positive and within the longest session, 12 h");
    return new RefreshPolicy(window, jitter, firstJitter, staticStability);
  }

  /**
   * Returns a copy with the given jitter.
   *
   * @param share the maximum jitter as a fraction of the lifetime, 0 to 0.5
   * @param firstShare the same for the first session after start-up, 0 to 0.5
   * @throws IllegalArgumentException if either value is out of range
   */
  public RefreshPolicy withJitter(double share, double firstShare) {
    require(share >= 0 && share <= 0.5, "jitter", share, "must lie in [0, 0.5]");
    require(
        firstShare >= 0 && firstShare <= 0.5, "firstJitter", firstShare, "must lie in [0, 0.5]");
    return new RefreshPolicy(advisoryWindow, share, firstShare, staticStability);
  }

  /**
   * Returns a copy that serves expired credentials during an outage (static stability).
   *
   * @param duration how long after expiration they are served, 0 to 12 h; 0 disables it
   * @throws IllegalArgumentException if the value is out of range
   */
  public RefreshPolicy withStaticStability(Duration duration) {
    Objects.requireNonNull(duration, "RefreshPolicy.staticStability");
    require(
        !duration.isNegative() && duration.compareTo(Duration.ofHours(LONGEST_SESSION_HOURS)) <= 0,
        "staticStability",
        duration,
        "must lie between 0 and 12 h");
    return new RefreshPolicy(advisoryWindow, jitter, firstJitter, duration);
  }

  private static void require(boolean condition, String component, Object found, String rule) {
    if (!condition) {
      throw new IllegalArgumentException(
          "RefreshPolicy." + component + " " + rule + ", found " + found);
    }
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof RefreshPolicy that
        && Objects.equals(advisoryWindow, that.advisoryWindow)
        && Double.compare(jitter, that.jitter) == 0
        && Double.compare(firstJitter, that.firstJitter) == 0
        && staticStability.equals(that.staticStability);
  }

  @Override
  public int hashCode() {
    return Objects.hash(advisoryWindow, jitter, firstJitter, staticStability);
  }

  @Override
  public String toString() {
    return "RefreshPolicy[advisoryWindow="
        + advisoryWindow
        + ", jitter="
        + jitter
        + ", firstJitter="
        + firstJitter
        + ", staticStability="
        + staticStability
        + "]";
  }
}
