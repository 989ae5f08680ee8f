package dev.irsa.credentials;

import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * When credentials are refreshed, and for how long they are served when that fails. Immutable;
 * start with a preset and change it by the {@code with…} methods.
 *
 * @since 0.1
 */
public final class RefreshPolicy {

  /** Where refreshing happens. */
  public enum Mode {
    /** In the background, ahead of expiration. */
    STANDARD,
    /**
     * On use only: there is no timer and no thread while nobody asks, for runtimes that freeze or
     * throttle between calls.
     */
    LAZY
  }

  private static final Duration LONGEST_SESSION = Duration.ofHours(12);
  private static final RefreshPolicy STANDARD =
      new RefreshPolicy(Mode.STANDARD, null, 0.15, 0.25, Duration.ZERO);

  private final Mode mode;
  private final @Nullable Duration advisoryWindow;
  private final double jitter;
  private final double firstJitter;
  private final Duration staticStability;

  private RefreshPolicy(
      Mode mode,
      @Nullable Duration advisoryWindow,
      double jitter,
      double firstJitter,
      Duration staticStability) {
    this.mode = mode;
    this.advisoryWindow = advisoryWindow;
    this.jitter = jitter;
    this.firstJitter = firstJitter;
    this.staticStability = staticStability;
  }

  /**
   * Returns the default: refreshes run in the background, spread over the fleet, and nobody waits
   * while credentials are valid.
   */
  public static RefreshPolicy standard() {
    return STANDARD;
  }

  /** Returns the default with refreshes on use only. */
  public static RefreshPolicy lazy() {
    return STANDARD.withMode(Mode.LAZY);
  }

  /** Returns whether refreshes run in the background or on use. */
  public Mode mode() {
    return mode;
  }

  /**
   * Returns how long before expiration refreshing starts; null (default) for 5 min with lifetimes
   * up to 20 min, 15 min below 90 min, else 60 min, but not more than a third of the lifetime.
   */
  public @Nullable Duration advisoryWindow() {
    return advisoryWindow;
  }

  /**
   * Returns the share of the lifetime by which a refresh may come earlier, drawn anew for each
   * session; default 0.15.
   */
  public double jitter() {
    return jitter;
  }

  /**
   * Returns the same share for the first session after start-up; default 0.25, which keeps a fleet
   * apart that started together.
   */
  public double firstJitter() {
    return firstJitter;
  }

  /** Returns how long expired credentials are served through an outage; default 0, never. */
  public Duration staticStability() {
    return staticStability;
  }

  /** Returns a copy with another mode. */
  public RefreshPolicy withMode(Mode other) {
    return new RefreshPolicy(
        Objects.requireNonNull(other, "RefreshPolicy.mode"),
        advisoryWindow,
        jitter,
        firstJitter,
        staticStability);
  }

  /**
   * Returns a copy that starts refreshing this long before expiration.
   *
   * @param window above 0, up to 12 h; kept to half of the lifetime that STS gives
   * @throws IllegalArgumentException when it is out of range
   */
  public RefreshPolicy withAdvisoryWindow(Duration window) {
    require(
        !window.isNegative() && !window.isZero() && window.compareTo(LONGEST_SESSION) <= 0,
        "advisoryWindow",
        window,
        "must be positive and within the longest session, 12 h");
    return new RefreshPolicy(mode, window, jitter, firstJitter, staticStability);
  }

  /**
   * Returns a copy with other jitter.
   *
   * @param share of the lifetime, 0 to 0.5
   * @param firstShare the same for the first session after start-up, 0 to 0.5
   * @throws IllegalArgumentException when either is out of range
   */
  public RefreshPolicy withJitter(double share, double firstShare) {
    require(share >= 0 && share <= 0.5, "jitter", share, "must lie in [0, 0.5]");
    require(
        firstShare >= 0 && firstShare <= 0.5, "firstJitter", firstShare, "must lie in [0, 0.5]");
    return new RefreshPolicy(mode, advisoryWindow, share, firstShare, staticStability);
  }

  /**
   * Returns a copy that serves expired credentials through an outage.
   *
   * @param longest how long after expiration, 0 to 12 h; 0 means never
   * @throws IllegalArgumentException when it is out of range
   */
  public RefreshPolicy withStaticStability(Duration longest) {
    Objects.requireNonNull(longest, "RefreshPolicy.staticStability");
    require(
        !longest.isNegative() && longest.compareTo(LONGEST_SESSION) <= 0,
        "staticStability",
        longest,
        "must lie between 0 and 12 h");
    return new RefreshPolicy(mode, advisoryWindow, jitter, firstJitter, longest);
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
        && mode == that.mode
        && Objects.equals(advisoryWindow, that.advisoryWindow)
        && Double.compare(jitter, that.jitter) == 0
        && Double.compare(firstJitter, that.firstJitter) == 0
        && staticStability.equals(that.staticStability);
  }

  @Override
  public int hashCode() {
    return Objects.hash(mode, advisoryWindow, jitter, firstJitter, staticStability);
  }

  @Override
  public String toString() {
    return "RefreshPolicy[mode="
        + mode
        + ", advisoryWindow="
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
