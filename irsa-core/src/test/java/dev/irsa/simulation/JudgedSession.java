package dev.irsa.simulation;

import static dev.irsa.internal.time.Nanos.SECOND;
import static dev.irsa.simulation.Invariant.CALLS_WITHIN_THE_BUDGET;
import static dev.irsa.simulation.Invariant.FLIGHT_WITHIN_ITS_BOUNDS;
import static dev.irsa.simulation.Invariant.FRESHNESS_NEVER_GOES_BACK;
import static dev.irsa.simulation.Invariant.LASTING_CALLS_ARE_LIMITED;
import static dev.irsa.simulation.Invariant.LASTING_MEANS_LASTING;
import static dev.irsa.simulation.Invariant.NEVER_AN_EXPIRED_SESSION;
import static dev.irsa.simulation.Invariant.NEVER_A_TORN_TRIPLE;
import static dev.irsa.simulation.Invariant.NEVER_FAILS_WHILE_VALID;
import static dev.irsa.simulation.Invariant.NOTHING_RUNS_AFTER_THE_LAST_CLOSE;
import static dev.irsa.simulation.Invariant.NO_CALL_BEFORE_ONE_IS_DUE;
import static dev.irsa.simulation.Invariant.ONE_EXCHANGE_AT_A_TIME;
import static dev.irsa.simulation.Invariant.REFRESHING_GOES_ON;
import static dev.irsa.simulation.Invariant.SPACING_WITHIN_ITS_BOUNDS;
import static dev.irsa.simulation.Invariant.STATUS_AGREES_WITH_CALLS;
import static dev.irsa.simulation.Invariant.UNCHANGED_DOES_NOT_HAMMER;

import dev.irsa.credentials.CredentialsException;
import dev.irsa.credentials.FailureKind;
import dev.irsa.credentials.IrsaEvent;
import dev.irsa.credentials.RefreshPolicy;
import dev.irsa.credentials.SessionCredentials;
import dev.irsa.internal.refresh.Freshness;
import dev.irsa.internal.refresh.LastingLimiter;
import dev.irsa.internal.refresh.RefreshFlight;
import dev.irsa.internal.refresh.SessionStatus;
import dev.irsa.internal.session.LeaseOwner;
import dev.irsa.internal.session.SessionCache;
import dev.irsa.internal.time.Nanos;
import dev.irsa.simulation.VirtualSts.Exchange;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Checks the invariants of a session from its first lease to its last close. It knows the true time
 * and records what was issued, published and called.
 */
final class JudgedSession {

  /**
   * The inaccuracy of the model: dates have whole seconds, and half of the round trip is unknown.
   */
  private static final long TOLERANCE = 4 * SECOND;

  private final Simulation world;
  private final RefreshPolicy policy;
  final VirtualSts sts;
  @Nullable SessionCache cache;
  boolean closed;

  private @Nullable SessionCredentials held;
  private long receivedAt;
  private long lifetime;
  private boolean timeKnown;
  private double scale = 1;
  private boolean inFlight;
  private @Nullable Note note;
  private boolean excused;
  private boolean floorExcused;
  private boolean excusedNext;
  private boolean floorExcusedNext;
  final ClocksAsRead clocks;
  private long receivedAsRead;
  private long measuredTruly;
  private long measuredAsRead;
  private long refreshAfter = Long.MAX_VALUE;
  private int attempts;
  private long flightStartedAt;
  private long lastActivity;
  private long aheadSince = Long.MAX_VALUE;
  private @Nullable Freshness freshness;
  private @Nullable String freshnessOf;
  private long plannedAt = Long.MIN_VALUE;
  private long invalidationAllowedAt;
  private @Nullable String lastInvalidated;
  private boolean needed;
  private boolean neededNext;
  private long lastingAllowedAt = Long.MIN_VALUE;
  private boolean vain;

  /**
   * A flight without new credentials: its time by the counted clock, how long nothing may follow,
   * and the invariant that says so.
   */
  private record Note(long at, long pause, long floor, Invariant rule) {}

  JudgedSession(Simulation world, RefreshPolicy policy, VirtualSts sts) {
    this.world = world;
    this.policy = policy;
    this.sts = sts;
    this.clocks = new ClocksAsRead(world);
    measured();
    sts.onStart = this::started;
    sts.onEnd = unused -> active();
  }

  private void active() {
    lastActivity = world.monotonic();
  }

  // ---- events

  void hear(IrsaEvent event) {
    active();
    world.log(event);
    if (event instanceof IrsaEvent.Refreshed refreshed) {
      flightEnded();
      note = null;
      take(refreshed);
      limitLastingCalls();
    } else if (event instanceof IrsaEvent.Unchanged unchanged) {
      flightEnded();
      noteUnchanged(unchanged);
      limitLastingCalls();
    } else if (event instanceof IrsaEvent.RefreshFailed failed) {
      flightEnded();
      noteFailure(failed);
    }
    world.maybeThrow();
  }

  private void flightEnded() {
    inFlight = false;
    clocks.read();
    excused = excusedNext;
    floorExcused = floorExcusedNext;
    excusedNext = false;
    floorExcusedNext = false;
    needed = neededNext;
    neededNext = false;
  }

  private void take(IrsaEvent.Refreshed refreshed) {
    SessionCredentials issued = sts.issuedCredentials(refreshed.accessKeyId());
    held = issued;
    receivedAt = world.counted();
    receivedAsRead = clocks.passed();
    refreshAfter = Duration.between(refreshed.at(), refreshed.nextRefreshAt()).toNanos();
    timeKnown = sts.wasDated(refreshed.accessKeyId());
    if (timeKnown) {
      measured();
    }
    long left = Duration.between(sts.serverNow(), issued.expiration()).toNanos();
    lifetime = Math.min(left, sts.longest.toNanos());
    double share = (double) Math.max(lifetime, 9 * SECOND) / Duration.ofMinutes(15).toNanos();
    scale = timeKnown ? Math.min(1, share) : 1;
    if (lifetime <= 0 && isKnowable()) {
      world.violated(NEVER_AN_EXPIRED_SESSION, "took credentials of no use: " + refreshed);
    }
    aheadSince = Long.MAX_VALUE;
    plannedAt = Long.MIN_VALUE;
    freshnessOf = null;
  }

  /** Records that a response contained the time of STS. */
  private void measured() {
    measuredTruly = world.truly();
    measuredAsRead = clocks.passed();
  }

  private void noteUnchanged(IrsaEvent.Unchanged unchanged) {
    note = null;
    long pause = Duration.between(unchanged.at(), unchanged.nextRefreshAt()).toNanos();
    plannedAt = world.monotonic() + pause;
    // Who read the clocks and when decides how much of a step counts.
    long youngest = Math.min(age(), clocks.passed() - receivedAsRead);
    long oldest = Math.max(age(), clocks.passedIfRead() - receivedAsRead);
    if (!timeKnown || youngest < refreshAfter + TOLERANCE) {
      return;
    }
    long shortest = shortestPause(lifetime - oldest) - TOLERANCE;
    long longest = longestPause(lifetime - youngest) + TOLERANCE;
    if (pause < shortest || pause > longest) {
      world.violated(
          UNCHANGED_DOES_NOT_HAMMER,
          Duration.ofNanos(pause) + " with " + Duration.ofNanos(lifetime - youngest) + " left");
    }
    note = new Note(world.counted(), Math.max(0, shortest), 0, UNCHANGED_DOES_NOT_HAMMER);
  }

  private long shortestPause(long remaining) {
    long reserve = scaled(14 * SECOND);
    return remaining > reserve ? Math.min(remaining / 2, remaining - reserve) : remaining / 2;
  }

  private long longestPause(long remaining) {
    return remaining - Math.min(remaining / 2, scaled(11 * SECOND));
  }

  private void noteFailure(IrsaEvent.RefreshFailed failed) {
    if (failed.nextAttemptAt() == null) {
      world.violated(SPACING_WITHIN_ITS_BOUNDS, "no next attempt after " + failed);
      return;
    }
    long pause = Duration.between(failed.at(), failed.nextAttemptAt()).toNanos();
    FailureKind why = failed.failure().failureKind();
    boolean floored = why == FailureKind.THROTTLED || why == FailureKind.DENIED;
    long shortest;
    long longest;
    long floor = 0;
    if (held == null) {
      shortest = (why == FailureKind.THROTTLED ? 5 : 1) * SECOND;
      floor = why == FailureKind.THROTTLED ? 5 * SECOND : 0;
      longest = 60 * SECOND;
    } else if (failed.credentialsValid()) {
      long remaining = Math.max(0, lifetime - (world.counted() - receivedAt) - TOLERANCE);
      floor = floored ? Math.min(scaled(60 * SECOND), remaining / 2) : 0;
      shortest = Math.max(floor, scaled(5 * SECOND) / 2);
      longest = scaled(300 * SECOND);
    } else {
      floor = floored ? scaled(60 * SECOND) : 0;
      shortest = Math.max(floor, scaled(5 * SECOND) / 2);
      longest = scaled((why == FailureKind.DENIED ? 300 : 60) * SECOND);
    }
    // The rate limiter may delay the next attempt by a minute, regardless of the pause.
    longest = Math.max(longest, scaled(60 * SECOND));
    long rounding = rounding();
    if (timeKnown || held == null) {
      if (pause < shortest - rounding || pause > longest + rounding) {
        world.violated(
            SPACING_WITHIN_ITS_BOUNDS,
            Duration.ofNanos(pause)
                + " is not within "
                + Duration.ofNanos(shortest)
                + " to "
                + Duration.ofNanos(longest)
                + " after "
                + failed);
      }
      note = new Note(world.counted(), shortest, floor, SPACING_WITHIN_ITS_BOUNDS);
    } else {
      note = null;
    }
  }

  /**
   * Returns the rounding error: with dates of whole seconds, the scale of a short lifetime is
   * uncertain by 1/900.
   */
  private long rounding() {
    return 2 * Nanos.MILLISECOND + (scale < 1 ? 300 * SECOND / 900 : 0);
  }

  private long scaled(long nanos) {
    return (long) (nanos * scale);
  }

  // ---- calls

  private void started(Exchange exchange) {
    active();
    world.log("exchange", exchange.number, "starts,", sts);
    if (closed) {
      world.violated(NOTHING_RUNS_AFTER_THE_LAST_CLOSE, "an exchange starts after the last close");
    }
    long others =
        sts.unended.stream().filter(each -> each != exchange && each.isInFlight()).count();
    if (others > 0) {
      world.violated(ONE_EXCHANGE_AT_A_TIME, others + " other exchanges are in flight");
    }
    checkBudget();
    checkNeed();
    if (!inFlight) {
      checkPause();
      inFlight = true;
      attempts = 0;
      flightStartedAt = world.monotonic();
    }
    attempts++;
    checkFlight(exchange);
  }

  private void checkFlight(Exchange exchange) {
    long left = RefreshFlight.BUDGET - (world.monotonic() - flightStartedAt);
    if (attempts > RefreshFlight.MOST_ATTEMPTS || exchange.bound.toNanos() > left) {
      world.violated(
          FLIGHT_WITHIN_ITS_BOUNDS,
          "attempt " + attempts + " may take " + exchange.bound + " of " + Duration.ofNanos(left));
    }
  }

  private void checkNeed() {
    // The maximum time that may have passed, regardless of who read the clocks and when.
    long age = Math.max(age(), clocks.passedIfRead() - receivedAsRead);
    boolean asked =
        excused || excusedNext || needed || neededNext || policy.mode() == RefreshPolicy.Mode.LAZY;
    if (isSurelyValid() && !asked && age < Math.min(refreshAfter, lifetime) - TOLERANCE) {
      world.violated(
          NO_CALL_BEFORE_ONE_IS_DUE,
          "a call although credentials are fresh, after " + Duration.ofNanos(age));
    }
  }

  private void checkBudget() {
    if (held != null && !timeKnown) {
      // The scale of its pauses is not known either.
      return;
    }
    long window = scaled(60 * SECOND);
    int recent = sts.startedWithin(window);
    int allowed = held != null && !isSurelyValid() ? 15 : 12;
    if (recent > allowed) {
      world.violated(CALLS_WITHIN_THE_BUDGET, recent + " calls within " + window + " ns");
    }
  }

  private void checkPause() {
    Note failed = note;
    if (failed == null) {
      return;
    }
    long since = world.counted() - failed.at;
    boolean late = held != null && lifetime - age() < scaled(10 * SECOND) + TOLERANCE;
    long least = excused || late ? failed.floor : failed.pause;
    if (!floorExcused && since < least - rounding() && isStillOf(failed)) {
      world.violated(
          failed.rule, "a flight starts " + Duration.ofNanos(since) + " after the last one");
    }
  }

  /**
   * Returns whether a failure still determines the floor. A floor from before the expiration
   * depended on the remaining validity.
   */
  private boolean isStillOf(Note failed) {
    return failed.floor == 0 || timeKnown || held == null;
  }

  /** Records that something other than the schedule may start the next flight. */
  void excuse(boolean floorToo) {
    excused = true;
    floorExcused |= floorToo;
    // A flight may have been requested without being visible yet.
    excusedNext = true;
    floorExcusedNext |= floorToo;
  }

  /** Reports a rejected key to the cache. */
  void invalidate(String key) {
    int calls = sts.exchanges.size();
    boolean idle = !inFlight;
    excuse(false);
    cache().invalidate(key);
    if (idle && sts.exchanges.size() > calls && isFreshByModel()) {
      long now = world.counted();
      if (key.equals(lastInvalidated) || now < invalidationAllowedAt) {
        world.violated(
            Invariant.INVALIDATIONS_ARE_LIMITED, "an invalidation too many causes a refresh");
      }
      invalidationAllowedAt = now + scaled(30 * SECOND) - rounding();
      lastInvalidated = key;
    }
  }

  /** Asks the cache for credentials that last. */
  SessionCache.Asked askLasting(LeaseOwner owner, long atLeast, Duration deadline) {
    int calls = sts.exchanges.size();
    boolean idle = !inFlight;
    needed = true;
    neededNext = true;
    SessionCache.Asked asked = cache().askOrJoinLasting(owner, Duration.ofNanos(atLeast), deadline);
    boolean caused = idle && sts.exchanges.size() > calls && isFreshByModel();
    if (caused && world.counted() < lastingAllowedAt) {
      world.violated(
          LASTING_CALLS_ARE_LIMITED, "a refresh right after one that brought too little");
    }
    return asked;
  }

  /**
   * Records that a refresh brought credentials that do not last as long as a caller needs. Their
   * event follows, and with it the scale of the pause.
   */
  void refreshedInVain() {
    world.cover("a refresh that brought too little");
    vain = true;
  }

  private void limitLastingCalls() {
    if (vain) {
      lastingAllowedAt = world.counted() + scaled(60 * SECOND) - rounding();
      vain = false;
    }
  }

  void servedLasting(SessionCredentials got, long atLeast) {
    served(got);
    long left = Duration.between(sts.serverNow(), got.expiration()).toNanos();
    if (isKnowable() && left < atLeast - LastingLimiter.tolerance(atLeast) - TOLERANCE) {
      world.violated(
          LASTING_MEANS_LASTING,
          Duration.ofNanos(left) + " left of the requested " + Duration.ofNanos(atLeast));
    }
  }

  void failedLasting(long atLeast, CredentialsException failure) {
    if (isSurelyValid() && lifetime - age() > atLeast + TOLERANCE) {
      world.violated(LASTING_MEANS_LASTING, "failed while lasting: " + failure.getMessage());
    }
  }

  private boolean isFreshByModel() {
    // Well before any refresh could be due, so only the invalidation can have caused it. Without a
    // date from STS the cache may assume that the session is older.
    return isSurelyValid() && age() < lifetime / 4 && policy.mode() == RefreshPolicy.Mode.STANDARD;
  }

  // ---- results of calls

  private long age() {
    return world.counted() - receivedAt;
  }

  boolean isSurelyValid() {
    return held != null && timeKnown && age() < lifetime - TOLERANCE;
  }

  void served(SessionCredentials got) {
    SessionCredentials issued = sts.issuedCredentials(got.accessKeyId());
    if (!got.equals(issued)) {
      world.violated(NEVER_A_TORN_TRIPLE, "served a mixture: " + got);
    }
    Duration past = Duration.between(got.expiration(), sts.serverNow());
    Duration allowed = policy.staticStability().plusSeconds(1);
    if (isKnowable() && past.compareTo(allowed) > 0) {
      world.violated(NEVER_AN_EXPIRED_SESSION, "served " + past + " after expiration");
    }
  }

  /**
   * Returns whether the cache can know the time of STS. Without a date from STS, a slow local clock
   * makes credentials look younger. A clock that is set back before the machine sleeps hides an
   * equal amount of the sleep if neither clock is read in between, until STS sends the time again.
   */
  private boolean isKnowable() {
    boolean hidden = clocks.passedIfRead() - measuredAsRead < world.truly() - measuredTruly;
    return !hidden && (timeKnown || sts.offset.compareTo(Duration.ZERO) <= 0);
  }

  /** Returns the state of the session for the coverage of faults. */
  String phase() {
    if (held == null) {
      return "EMPTY";
    }
    return isSurelyValid() ? "valid" : "EXPIRED";
  }

  void failed(CredentialsException failure) {
    if (isSurelyValid()) {
      world.violated(NEVER_FAILS_WHILE_VALID, "failed while valid: " + failure.getMessage());
    }
  }

  // ---- periodic checks

  /** Checks the session from outside, without the cache noticing. */
  void watch() {
    if (!closed && policy.mode() == RefreshPolicy.Mode.STANDARD) {
      checkProgress();
    }
  }

  /** Checks the status of the cache. */
  void sample() {
    if (closed) {
      return;
    }
    SessionStatus status = cache().status();
    clocks.read();
    world.cover("state " + (status.freshness() == null ? "EMPTY" : status.freshness()));
    checkFreshness(status);
    checkAgreement(status, cache().credentialsIfQuiet());
  }

  /** Checks that the status agrees with what callers get. */
  private void checkAgreement(SessionStatus status, @Nullable SessionCredentials served) {
    boolean valid = status.freshness() != null && !isSaid(status, Freshness.EXPIRED);
    if (served != null && (!valid || !served.expiration().equals(status.expiration()))) {
      world.violated(STATUS_AGREES_WITH_CALLS, "served " + served + " at " + status);
    }
    boolean goesOn = status.nextRefreshAt() != null || policy.mode() == RefreshPolicy.Mode.LAZY;
    if (isSaid(status, Freshness.AHEAD) && !goesOn) {
      world.violated(STATUS_AGREES_WITH_CALLS, "due and not planned: " + status);
    }
  }

  private static boolean isSaid(SessionStatus status, Freshness freshness) {
    return freshness == status.freshness();
  }

  private void checkFreshness(SessionStatus status) {
    String key = held == null || status.freshness() == null ? null : held.accessKeyId();
    Freshness now = status.freshness();
    boolean same = key != null && key.equals(freshnessOf) && now != null && freshness != null;
    if (same && now.compareTo(freshness) < 0) {
      world.violated(FRESHNESS_NEVER_GOES_BACK, "back to " + status.freshness());
    }
    freshnessOf = key;
    freshness = now;
  }

  private void checkProgress() {
    long age = clocks.passed() - receivedAsRead;
    boolean ahead = isSurelyValid() && age >= refreshAfter;
    if (!ahead) {
      aheadSince = Long.MAX_VALUE;
      return;
    }
    aheadSince = Math.min(aheadSince, world.monotonic());
    long idle = world.monotonic() - Math.max(plannedAt, Math.max(aheadSince, lastActivity));
    boolean hung = sts.isExchanging();
    if (!hung && idle > scaled(300 * SECOND) + 60 * SECOND && !world.isStuck()) {
      world.violated(
          REFRESHING_GOES_ON, "a refresh is due and nothing happens for " + Duration.ofNanos(idle));
    }
  }

  private SessionCache cache() {
    if (cache == null) {
      throw new IllegalStateException("no cache yet");
    }
    return cache;
  }

  @Nullable String heldKey() {
    return held == null ? null : held.accessKeyId();
  }

  /** Records that there is a user again, which finds the retained state. */
  void reopened() {
    closed = false;
    active();
  }

  /** Checks that nothing is running after the last close. */
  void closed() {
    closed = true;
    inFlight = false;
    aheadSince = Long.MAX_VALUE;

    if (sts.isExchanging()) {
      world.violated(NOTHING_RUNS_AFTER_THE_LAST_CLOSE, "an exchange goes on after the last close");
    }
  }

  /** Records that the credentials were discarded before a freeze. */
  void forgotten() {
    held = null;
    note = null;
    inFlight = false;
    scale = 1;
    aheadSince = Long.MAX_VALUE;
  }
}
