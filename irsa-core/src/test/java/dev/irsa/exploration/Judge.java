package dev.irsa.exploration;

import static dev.irsa.exploration.World.MINUTE;
import static dev.irsa.exploration.World.SECOND;

import dev.irsa.credentials.CredentialsException;
import dev.irsa.credentials.FailureKind;
import dev.irsa.credentials.IrsaEvent;
import dev.irsa.credentials.MisconfiguredException;
import dev.irsa.credentials.SessionCredentials;
import dev.irsa.exploration.World.Caller;
import dev.irsa.internal.refresh.CallerRequest;
import dev.irsa.internal.refresh.CallerResult;
import dev.irsa.internal.refresh.Freshness;
import dev.irsa.internal.refresh.SessionStatus;
import dev.irsa.internal.time.Nanos;
import dev.irsa.simulation.Invariant;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Checks the invariants in a world whose true time it knows. Only what a clock that was set back
 * hides is uncertain.
 *
 * <p>It restates the rules of {@code docs/refresh.md} on its own, not with the engine's constants.
 * A comment in quotes names the row of that page, most of them of "The numbers".
 */
final class Judge {

  /** By how much wake-ups of whole milliseconds are late. */
  private static final long ROUNDING = 2;

  private static final long NEVER = Long.MIN_VALUE / 2;

  private final World world;
  private final long leastLasting;
  private final @Nullable EndpointJudge endpoints;
  private final Set<Invariant> found = new LinkedHashSet<>();
  private @Nullable Event event;

  // The credentials, and the times at which they were received.
  private @Nullable SessionCredentials held;
  private long receivedAt;
  private long lifetime;
  private long refreshAfter = Long.MAX_VALUE;

  // The clocks as a reader of both knows them. Time that the wall clock gains counts.
  private long gained;
  private long gainedAsRead;
  private long leadAsRead;
  private long measuredGained;
  private long measuredSlept;

  // The current refresh and the calls.
  private boolean parked;
  private boolean inFlight;
  private int attempts;
  private long flightStartedAt;
  private boolean isSingle;
  private boolean excused;
  private boolean excusedNext;
  private boolean needed;
  private boolean neededNext;
  private final List<Long> calls = new ArrayList<>();
  private int callsInEvent;
  private boolean wasIdle;
  private boolean wasFresh;

  // What limits the next refresh.
  private @Nullable Pause pause;
  private @Nullable SessionCredentials rejected;
  private @Nullable String lastInvalidated;
  private long invalidationAllowedAt = NEVER;
  private long lastingAllowedAt = NEVER;
  private @Nullable Freshness freshness;
  private @Nullable String freshnessOf;

  /**
   * "one refresh", and "one refresh after a failed one": at most three attempts within 18 s; before
   * the first credentials, one after a refresh that failed, unless the token changed.
   */
  private static final int MOST_ATTEMPTS = 3;

  private static final long LONGEST_FLIGHT = 18 * World.SECOND;

  /** How long no refresh may follow one without new credentials, and the rule that says so. */
  private record Pause(long since, long length, long floor, Invariant rule) {}

  Judge(World world) {
    this.world = world;
    this.endpoints = world.conditions().hasSpare() ? new EndpointJudge(world) : null;
    long lasting = world.conditions().lasting();
    CallerRequest request = new CallerRequest(lasting * Nanos.MILLISECOND, 1, 0, false);
    this.leastLasting = lasting - request.tolerance() / Nanos.MILLISECOND;
  }

  // ---- the course of events

  void eventBegins(Event begun) {
    found.clear();
    event = begun;
    callsInEvent = 0;
    wasIdle = isIdle();
    // A changed token starts a refresh, whatever else happens.
    wasFresh = isFresh() && !world.hasNewToken();
    switch (begun) {
      case REFRESH, INVALIDATE -> {
        excused |= wasIdle;
        excusedNext |= !wasIdle;
        rejected = begun == Event.INVALIDATE ? held : rejected;
      }
      case ASK_LASTING -> {
        needed |= wasIdle;
        neededNext |= !wasIdle;
      }
      default -> {}
    }
  }

  void eventEnds() {
    boolean caused = wasIdle && wasFresh && callsInEvent > 0;
    if (event == Event.INVALIDATE && caused) {
      checkInvalidation();
    }
    if (event == Event.ASK_LASTING && caused && counted() < lastingAllowedAt) {
      violated(
          Invariant.LASTING_CALLS_ARE_LIMITED, "a refresh right after one that brought too little");
    }
    if (isIdle()) {
      excused = false;
      needed = false;
    }
    event = null;
  }

  /** Returns whether no refresh is in progress, nor waits for the end of a pause of its account. */
  private boolean isIdle() {
    return !inFlight && !world.isQueued();
  }

  private void checkInvalidation() {
    String key = heldOrThrow().accessKeyId();
    if (key.equals(lastInvalidated) || counted() < invalidationAllowedAt) {
      violated(Invariant.INVALIDATIONS_ARE_LIMITED, "one refresh too many");
    }
    lastInvalidated = key;
    // "invalidation": once per key, and at most once in 30 s.
    invalidationAllowedAt = counted() + scaled(30 * SECOND);
  }

  void hear(IrsaEvent heard) {
    if (heard instanceof IrsaEvent.Refreshed refreshed) {
      flightEnded();
      long planned = between(refreshed.at(), refreshed.nextRefreshAt());
      if (refreshed.isSame()) {
        world.tell("the refresh brought the same credentials");
        unchanged(planned);
      } else {
        accepted(refreshed.accessKeyId(), planned);
      }
    } else if (heard instanceof IrsaEvent.RefreshFailed failed) {
      flightEnded();
      world.tell("the refresh failed");
      if (failed.failure().summary().contains("unexpectedly")) {
        violated(Invariant.NO_UNEXPECTED_FAILURE, failed.failure().summary());
      }
      if (endpoints != null) {
        endpoints.refreshFailed(failed.failure().failureKind(), hasCalls());
      }
      failed(failed);
    }
  }

  private boolean hasCalls() {
    forgetOldCalls();
    return calls.size() < 12;
  }

  private static long between(Instant from, @Nullable Instant to) {
    return to == null ? Long.MAX_VALUE : Duration.between(from, to).plusNanos(999_999).toMillis();
  }

  private void flightEnded() {
    inFlight = false;
    excused = excusedNext;
    excusedNext = false;
    needed = neededNext;
    neededNext = false;
  }

  /** Records that the provider has new credentials. */
  void accepted(String key, long refreshPlannedAfter) {
    world.tell("there are new credentials");
    held = world.issuedWith(key);
    receivedAt = counted();
    lifetime = world.leftOf(held);
    refreshAfter = refreshPlannedAfter;
    freshnessOf = null;
    pause = null;
    measured();
  }

  private void measured() {
    measuredGained = gainedAsRead;
    measuredSlept = world.slept();
  }

  private void unchanged(long planned) {
    pause = null;
    measured();
    long left = left();
    if (isHidden() || isStepUnnoticed() || age() < refreshAfter) {
      return;
    }
    // "EKS Pod Identity", the agent's cache: half of what is left, or 11.2 to 14 s before the
    // expiration, at least 1 s later.
    long reserve = scaled(14 * SECOND);
    long shortest = left > reserve ? Math.min(left / 2, left - reserve) : left / 2;
    long least = Math.min(left, scaled(SECOND));
    long longest = Math.max(least, left - Math.min(left / 2, scaled(11 * SECOND)));
    if (planned < shortest - ROUNDING || planned > longest + ROUNDING) {
      violated(Invariant.UNCHANGED_DOES_NOT_HAMMER, planned + " ms with " + left + " ms left");
    }
    pause = new Pause(counted(), shortest, 0, Invariant.UNCHANGED_DOES_NOT_HAMMER);
  }

  private void failed(IrsaEvent.RefreshFailed failed) {
    FailureKind kind = failed.failure().failureKind();
    boolean floored = kind == FailureKind.THROTTLED || kind == FailureKind.DENIED;
    long shortest = scaled(5 * SECOND) / 2;
    long longest;
    long floor = 0;
    if (held == null) {
      // "backoff before the first credentials"
      floor = kind == FailureKind.THROTTLED ? 5 * SECOND : 0;
      shortest = SECOND;
      longest = 60 * SECOND;
    } else if (failed.credentialsValid()) {
      // "backoff while valid"
      floor = floored ? Math.min(scaled(60 * SECOND), left() / 2) : 0;
      longest = scaled(300 * SECOND);
    } else {
      // "backoff when expired"
      floor = floored ? scaled(60 * SECOND) : 0;
      longest = scaled((kind == FailureKind.DENIED ? 300 : 60) * SECOND);
    }
    shortest = Math.max(shortest, floor);
    pause = null;
    if (!isHidden()) {
      long planned = between(failed.at(), failed.nextAttemptAt());
      if (planned < shortest - ROUNDING || planned > longest + ROUNDING) {
        violated(
            Invariant.SPACING_WITHIN_ITS_BOUNDS,
            planned + " ms is not within " + shortest + " to " + longest);
      }
      pause = new Pause(counted(), shortest, floor, Invariant.SPACING_WITHIN_ITS_BOUNDS);
    }
  }

  void forgotten() {
    held = null;
    pause = null;
    inFlight = false;
    freshnessOf = null;
  }

  void closed(Caller caller, boolean waits) {
    if (waits && !world.waiting().contains(caller)) {
      violated(Invariant.A_CLOSE_ENDS_NO_WAIT, "a wait ended with the close of its handle");
    }
  }

  void parked() {
    parked = true;
    inFlight = false;
    if (world.isCalling() || world.wakeAt() != Long.MAX_VALUE) {
      violated(Invariant.NOTHING_RUNS_AFTER_THE_LAST_CLOSE, "a call or a planned step goes on");
    }
  }

  void opened() {
    parked = false;
  }

  void lateResponse(Runnable response) {
    SessionCredentials before = held;
    response.run();
    if (!Objects.equals(held, before)) {
      violated(Invariant.NOTHING_RUNS_AFTER_THE_LAST_CLOSE, "a late response is not dropped");
    }
  }

  // ---- calls to STS

  void callEnds(@Nullable FailureKind failure) {
    if (endpoints != null) {
      endpoints.callEnds(failure, counted());
    }
  }

  private void checkEndpoint(EndpointJudge its, boolean atSpare, long limitNanos) {
    boolean isCertain = !isHidden() && !isStepUnnoticed();
    double scale = scaled(15 * MINUTE) / (15.0 * MINUTE);
    EndpointJudge.State state =
        new EndpointJudge.State(counted(), left(), scale, !inFlight, isCertain);
    if (!inFlight) {
      boolean isByItself = !excused && !needed && !world.isRotated();
      its.refreshBegins(atSpare, isByItself, state);
    }
    its.callBegins(atSpare, limitNanos, state);
  }

  void callBegins(boolean another, long limitNanos, boolean atSpare) {
    callsInEvent++;
    if (endpoints != null) {
      checkEndpoint(endpoints, atSpare, limitNanos);
    }
    if (parked) {
      violated(Invariant.NOTHING_RUNS_AFTER_THE_LAST_CLOSE, "a call begins after the last close");
    }
    if (another) {
      violated(Invariant.ONE_EXCHANGE_AT_A_TIME, "another call is in progress");
    }
    checkBudget();
    if (!inFlight) {
      checkNeed();
      checkPause();
      inFlight = true;
      attempts = 0;
      isSingle = held == null && pause != null;
      flightStartedAt = world.millis();
    }
    attempts++;
    long left =
        LONGEST_FLIGHT * Nanos.MILLISECOND - (world.millis() - flightStartedAt) * Nanos.MILLISECOND;
    int allowed = isSingle && !world.isRotated() ? 1 : MOST_ATTEMPTS;
    // A second endpoint is asked besides.
    allowed += endpoints == null ? 0 : 1;
    if (attempts > allowed || limitNanos > left) {
      violated(Invariant.FLIGHT_WITHIN_ITS_BOUNDS, "attempt " + attempts + " exceeds its refresh");
    }
  }

  /** "call budget of a session" */
  private void checkBudget() {
    forgetOldCalls();
    calls.add(world.millis());
    int allowed = held == null || isSurelyValid() ? 12 : 15;
    if (calls.size() > allowed) {
      violated(Invariant.CALLS_WITHIN_THE_BUDGET, calls.size() + " calls in a minute");
    }
  }

  private void forgetOldCalls() {
    calls.removeIf(at -> world.millis() - at >= scaled(MINUTE));
  }

  /** "a refresh is due at": nobody calls earlier, unless asked to or for a new token. */
  private void checkNeed() {
    boolean isExcused = excused || needed || world.hasNewToken();
    if (isFresh() && !isExcused) {
      violated(Invariant.NO_CALL_BEFORE_ONE_IS_DUE, "a call after " + World.at(age()));
    }
  }

  private void checkPause() {
    Pause last = pause;
    if (last == null || world.hasNewToken()) {
      return;
    }
    // "10 s before expiration", and refresh() of "What callers can do": only the floor holds.
    boolean late = held != null && left() <= scaled(10 * SECOND);
    long least = excused || late ? last.floor : last.length;
    long since = counted() - last.since;
    if (since < least - ROUNDING) {
      violated(last.rule, "a refresh starts " + World.at(since) + " after the last one");
    }
  }

  // ---- callers

  void waits() {
    if (event == Event.ASK && isSurelyValid() && !Objects.equals(held, rejected)) {
      violated(Invariant.NEVER_WAITS_WHILE_VALID, "a caller waits");
    }
  }

  void ended(Caller caller, CallerResult result) {
    SessionCredentials got = result.credentials();
    CredentialsException failure = result.failure();
    if (got != null) {
      world.tell("the caller gets " + (isExpired(got) ? "expired credentials" : "credentials"));
      served(caller, got);
    } else {
      world.tell("the caller gets an error");
      failedCall(caller, Objects.requireNonNull(failure));
    }
  }

  private boolean isExpired(SessionCredentials credentials) {
    return world.leftOf(credentials) == 0;
  }

  private void served(Caller caller, SessionCredentials got) {
    if (!got.equals(world.issuedWith(got.accessKeyId()))) {
      violated(Invariant.NEVER_A_TORN_TRIPLE, "a mixture of two sessions");
    }
    if (isHidden()) {
      return;
    }
    if (world.isUseless(got)) {
      violated(Invariant.NEVER_AN_EXPIRED_SESSION, "expired credentials are served");
    }
    long left = world.leftOf(got);
    if (caller.needsLasting && left < leastLasting) {
      violated(Invariant.LASTING_MEANS_LASTING, "credentials expire in " + World.at(left));
    }
  }

  private void failedCall(Caller caller, CredentialsException failure) {
    if (caller.needsLasting) {
      if (failure instanceof MisconfiguredException && event != Event.ASK_LASTING) {
        // "What callers can do", withMinimumValidity: a minute after too little.
        lastingAllowedAt = counted() + scaled(60 * SECOND);
      }
      if (left() >= leastLasting) {
        violated(Invariant.LASTING_MEANS_LASTING, "a failure while credentials last");
      }
      return;
    }
    if (isSurelyValid()) {
      violated(Invariant.NEVER_FAILS_WHILE_VALID, failure.getMessage());
    }
  }

  void status(SessionStatus status, @Nullable Freshness now, @Nullable SessionCredentials served) {
    if (served != null
        && (now == null
            || now == Freshness.EXPIRED
            || !served.expiration().equals(status.expiration()))) {
      violated(Invariant.STATUS_AGREES_WITH_CALLS, "callers are served, but it is " + now);
    }
    if (now == Freshness.REFRESH_DUE && status.nextRefreshAt() == null) {
      violated(Invariant.STATUS_AGREES_WITH_CALLS, "a refresh is due and not planned");
    }
    String key = held == null || now == null ? null : held.accessKeyId();
    boolean same = key != null && key.equals(freshnessOf);
    if (same && now != null && freshness != null && now.compareTo(freshness) < 0) {
      violated(Invariant.FRESHNESS_NEVER_GOES_BACK, "back to " + now);
    }
    freshness = now;
    freshnessOf = key;
  }

  // ---- time

  /** Returns the time that may have passed at most by either clock. */
  private long counted() {
    return world.millis() + gained;
  }

  void clockStepped(long by) {
    gained += Math.max(0, by);
  }

  void clocksRead() {
    gainedAsRead += Math.max(0, world.wallLead() - leadAsRead);
    leadAsRead = world.wallLead();
  }

  /**
   * Returns whether a clock that was set back hides a part of the sleep, as the last row of
   * "Clocks" admits.
   */
  private boolean isHidden() {
    long known = gainedAsRead + Math.max(0, world.wallLead() - leadAsRead) - measuredGained;
    return known < world.slept() - measuredSlept;
  }

  /** Returns whether the wall clock was set forward, and then back before anybody read it. */
  boolean isStepUnnoticed() {
    return gainedAsRead + Math.max(0, world.wallLead() - leadAsRead) < gained;
  }

  /** Returns whether nobody has read yet by how much the wall clock has gained. */
  boolean isGainUnread() {
    return world.wallLead() > leadAsRead;
  }

  /** Returns whether the last refresh succeeded with the same credentials as before. */
  boolean isPlannedByWhatIsLeft() {
    return pause != null && pause.rule == Invariant.UNCHANGED_DOES_NOT_HAMMER;
  }

  void timePassed() {
    for (Caller caller : world.waiting()) {
      if (world.millis() > caller.deadline) {
        violated(Invariant.ANSWERED_WITHIN_THE_DEADLINE, "a caller waits after its deadline");
        return;
      }
    }
  }

  /** "lifetimes below 900 s": pauses shrink in proportion, down to a hundredth. */
  private long scaled(long duration) {
    boolean isShort = held != null && lifetime < 15 * MINUTE;
    return isShort ? duration * Math.max(lifetime, 9 * SECOND) / (15 * MINUTE) : duration;
  }

  private long age() {
    return counted() - receivedAt;
  }

  /** Returns how long the credentials are surely valid, 0 if they are not. */
  long left() {
    return held == null ? 0 : Math.max(0, lifetime - age());
  }

  boolean isSurelyValid() {
    return left() > 0;
  }

  boolean isFresh() {
    return isSurelyValid() && age() < refreshAfter;
  }

  @Nullable SessionCredentials held() {
    return held;
  }

  SessionCredentials heldOrThrow() {
    if (held == null) {
      throw new IllegalStateException("without credentials");
    }
    return held;
  }

  // ---- findings

  private void violated(Invariant invariant, String text) {
    world.found(invariant, text);
  }

  /** Returns what the last event violated. */
  Set<Invariant> found() {
    return found;
  }

  void addTo(Fingerprint fingerprint) {
    forgetOldCalls();
    if (endpoints != null) {
      endpoints.addTo(fingerprint, counted());
    }
    fingerprint.add(held == null ? -1 : world.ageOfKey(held.accessKeyId()));
    fingerprint.add(held == null ? 0 : lifetime);
    fingerprint.add(held == null ? 0 : left());
    fingerprint.add(held == null ? 0 : Math.max(0, refreshAfter - age()));
    fingerprint.add(held == null ? 0 : world.leftOf(held));
    fingerprint.add(world.wallLead() - leadAsRead);
    fingerprint.add(gained - gainedAsRead);
    fingerprint.add((world.slept() - measuredSlept) - (gainedAsRead - measuredGained));
    fingerprint.add(inFlight ? attempts : -1);
    fingerprint.add(inFlight ? world.millis() - flightStartedAt : 0);
    fingerprint.add(
        bits(Objects.equals(held, rejected), excused, excusedNext, needed, neededNext, isSingle));
    for (long at : calls) {
      fingerprint.add(world.millis() - at);
    }
    addPause(fingerprint);
    fingerprint.add(lastInvalidated == null ? -1 : Math.min(2, world.ageOfKey(lastInvalidated)));
    fingerprint.add(Math.max(0, invalidationAllowedAt - counted()));
    fingerprint.add(Math.max(0, lastingAllowedAt - counted()));
    boolean same = held != null && held.accessKeyId().equals(freshnessOf);
    fingerprint.add(same ? freshness : null);
  }

  private void addPause(Fingerprint fingerprint) {
    Pause last = pause;
    if (last == null) {
      fingerprint.add(-1);
      return;
    }
    long since = counted() - last.since;
    fingerprint.add(Math.max(0, last.length - since));
    fingerprint.add(Math.max(0, last.floor - since));
    fingerprint.add(last.rule);
  }

  private static long bits(boolean... all) {
    long bits = 0;
    for (boolean each : all) {
      bits = 2 * bits + (each ? 1 : 0);
    }
    return bits;
  }
}
