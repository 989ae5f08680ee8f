package dev.irsa.credentials;

import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * When credentials are refreshed and what happens when that fails. Immutable; presets and {@code
 * with…} copies.
 *
 * @param mode whether refreshes run in the background or on use
 * @param advisoryWindow how long before expiration refreshing starts, up to 12 h; null (default): 5
 *     min for lifetimes up to 20 min, 15 min below 90 min, else 60 min. A configured window is kept
 *     to half of the lifetime
 * @param largestWindowShare the most of the lifetime that the window of the table may take, above 0
 *     up to 1, with jitter together at most 1; default 1/3
 * @param jitter share of the lifetime by which a refresh may come earlier, drawn anew for each
 *     session, 0 to 0.5; default 0.15
 * @param firstJitter the same for the first session after start-up; default 0.25, which keeps a
 *     fleet apart that started together
 * @param mandatoryWindow the last part of a session in which callers join a refresh instead of
 *     going on with what they have, 0 to 1 h; default 0: nobody waits while credentials are valid
 * @param callerRefreshes whether the caller who finds a refresh due waits for it; default false
 * @param spacing bounds of the pause after a failed refresh while credentials are valid, or null
 *     (default) for a backoff that follows what remains of the session
 * @param staticStability how long expired credentials are still served after an outage, 0 (default:
 *     never) to 12 h
 * @param denialsRaised whether a denial reaches callers although credentials are valid; default
 *     false
 * @param scalesShortLifetimes whether lifetimes below 900 s shorten every pause in proportion;
 *     default true
 */
public record RefreshPolicy(
    Mode mode,
    @Nullable Duration advisoryWindow,
    double largestWindowShare,
    double jitter,
    double firstJitter,
    Duration mandatoryWindow,
    boolean callerRefreshes,
    @Nullable Spacing spacing,
    Duration staticStability,
    boolean denialsRaised,
    boolean scalesShortLifetimes) {

  /** Where refreshing happens. */
  public enum Mode {
    /** In the background, ahead of expiration. */
    STANDARD,
    /**
     * On use only: no timer and no thread while nobody asks, for runtimes that freeze or throttle
     * between calls.
     */
    LAZY
  }

  /**
   * Bounds of a pause.
   *
   * @param shortest at least 1 s
   * @param longest at least {@code shortest}, up to 1 h
   */
  public record Spacing(Duration shortest, Duration longest) {
    /** Rejects bounds that make no sense. */
    public Spacing {
      require(
          shortest.compareTo(Duration.ofSeconds(1)) >= 0,
          "spacing.shortest",
          shortest,
          "must be at least 1 s");
      require(
          longest.compareTo(shortest) >= 0,
          "spacing.longest",
          longest,
          "must not be below spacing.shortest");
      require(
          longest.compareTo(Duration.ofHours(1)) <= 0,
          "spacing.longest",
          longest,
          "must not exceed 1 h");
    }
  }

  private static final Duration LONGEST_SESSION = Duration.ofHours(12);
  private static final RefreshPolicy STANDARD =
      new RefreshPolicy(
          Mode.STANDARD,
          null,
          1.0 / 3,
          0.15,
          0.25,
          Duration.ZERO,
          false,
          null,
          Duration.ZERO,
          false,
          true);

  /** Rejects what makes no sense, by the component's name. */
  public RefreshPolicy {
    Objects.requireNonNull(mode, "RefreshPolicy.mode");
    Objects.requireNonNull(mandatoryWindow, "RefreshPolicy.mandatoryWindow");
    Objects.requireNonNull(staticStability, "RefreshPolicy.staticStability");
    require(
        advisoryWindow == null
            || (isPositive(advisoryWindow) && advisoryWindow.compareTo(LONGEST_SESSION) <= 0),
        "advisoryWindow",
        advisoryWindow,
        "must be positive and within the longest session, 12 h");
    require(
        largestWindowShare > 0 && largestWindowShare <= 1,
        "largestWindowShare",
        largestWindowShare,
        "must lie in (0, 1]");
    require(jitter >= 0 && jitter <= 0.5, "jitter", jitter, "must lie in [0, 0.5]");
    require(
        firstJitter >= 0 && firstJitter <= 0.5, "firstJitter", firstJitter, "must lie in [0, 0.5]");
    // A configured window is kept to half of the lifetime, which leaves room for any jitter.
    require(
        advisoryWindow != null || largestWindowShare + Math.max(jitter, firstJitter) <= 1,
        "largestWindowShare",
        largestWindowShare,
        "must leave room for jitter within the lifetime: together at most 1");
    require(
        !mandatoryWindow.isNegative() && mandatoryWindow.compareTo(Duration.ofHours(1)) <= 0,
        "mandatoryWindow",
        mandatoryWindow,
        "must lie between 0 and 1 h");
    require(
        advisoryWindow == null || mandatoryWindow.compareTo(advisoryWindow) <= 0,
        "mandatoryWindow",
        mandatoryWindow,
        "must not exceed advisoryWindow");
    require(
        !staticStability.isNegative() && staticStability.compareTo(LONGEST_SESSION) <= 0,
        "staticStability",
        staticStability,
        "must lie between 0 and 12 h");
  }

  /**
   * Returns the default: in the background, spread over the fleet, nobody waits while credentials
   * are valid.
   */
  public static RefreshPolicy standard() {
    return STANDARD;
  }

  /** Returns the default numbers, refreshed on use only. */
  public static RefreshPolicy lazy() {
    return STANDARD.withMode(Mode.LAZY);
  }

  /**
   * Returns the numbers of AWS's cross-SDK credential refresh specification of 2026: windows
   * without jitter, callers who join refreshes, expired credentials served through outages, denials
   * raised at once.
   */
  public static RefreshPolicy awsSpecification() {
    return new RefreshPolicy(
        Mode.LAZY,
        null,
        1,
        0,
        0,
        Duration.ofMinutes(1),
        true,
        new Spacing(Duration.ofMinutes(5), Duration.ofMinutes(10)),
        LONGEST_SESSION,
        true,
        false);
  }

  /** Returns a copy with another mode. */
  public RefreshPolicy withMode(Mode other) {
    return new RefreshPolicy(
        other,
        advisoryWindow,
        largestWindowShare,
        jitter,
        firstJitter,
        mandatoryWindow,
        callerRefreshes,
        spacing,
        staticStability,
        denialsRaised,
        scalesShortLifetimes);
  }

  /**
   * Returns a copy that starts refreshing this long before expiration.
   *
   * @param window above 0, up to 12 h
   */
  public RefreshPolicy withAdvisoryWindow(Duration window) {
    return new RefreshPolicy(
        mode,
        window,
        largestWindowShare,
        jitter,
        firstJitter,
        mandatoryWindow,
        callerRefreshes,
        spacing,
        staticStability,
        denialsRaised,
        scalesShortLifetimes);
  }

  /**
   * Returns a copy with other jitter.
   *
   * @param share of the lifetime, 0 to 0.5
   * @param firstShare the same for the first session after start-up
   */
  public RefreshPolicy withJitter(double share, double firstShare) {
    return new RefreshPolicy(
        mode,
        advisoryWindow,
        largestWindowShare,
        share,
        firstShare,
        mandatoryWindow,
        callerRefreshes,
        spacing,
        staticStability,
        denialsRaised,
        scalesShortLifetimes);
  }

  /**
   * Returns a copy that serves expired credentials through an outage.
   *
   * @param longest how long after expiration, 0 to 12 h; 0 means never
   */
  public RefreshPolicy withStaticStability(Duration longest) {
    return new RefreshPolicy(
        mode,
        advisoryWindow,
        largestWindowShare,
        jitter,
        firstJitter,
        mandatoryWindow,
        callerRefreshes,
        spacing,
        longest,
        denialsRaised,
        scalesShortLifetimes);
  }

  private static boolean isPositive(Duration duration) {
    return !duration.isNegative() && !duration.isZero();
  }

  private static void require(
      boolean condition, String component, @Nullable Object found, String rule) {
    if (!condition) {
      throw new IllegalArgumentException(
          "RefreshPolicy." + component + " " + rule + ", found " + found);
    }
  }
}
