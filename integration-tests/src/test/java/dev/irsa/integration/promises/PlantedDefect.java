package dev.irsa.integration.promises;

import static dev.irsa.integration.promises.Step.executor;
import static dev.irsa.integration.promises.Step.open;
import static dev.irsa.integration.promises.Step.sts;

import dev.irsa.integration.promises.Doors.Kind;
import dev.irsa.integration.promises.Step.Listening;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;

/**
 * Mistakes that the product once had or might have, each put into it from outside, each with the
 * promise that it breaks and a history that shows it.
 */
@SuppressWarnings("ImmutableEnumChecker") // Lists are copies.
enum PlantedDefect {
  FUTURES_ON_THE_COMMON_POOL(
      "Futures are completed on the common pool.",
      new Change(in("concurrent.SharedExecutors"), "complete", Mistake.OnTheCommonPool.class),
      Promise.BOUNDED_TIME,
      open(Kind.V2, 0),
      Step.Kind.POOL.step(0),
      Step.Kind.CALL.step(0)),
  A_CLOSE_THAT_FORGETS_CREDENTIALS(
      "With its last handle a session is gone.",
      new Change(in("session.SessionRegistry"), "keep", Mistake.NotDone.class),
      Promise.FEW_CALLS,
      Step.Kind.REQUESTS.step(0)),
  A_CHAIN_THAT_PASSES_OVER_PROFILES(
      "A profile with a web identity is left to the SDK, and the chain goes on behind it.",
      new Change(in("adapter.ProfileKind"), "of", Mistake.FirstConstant.class),
      Promise.NO_OTHER_IDENTITY,
      sts(Sts.DOWN),
      Step.Kind.CHAIN.step(0)),
  A_CLOSE_THAT_FORGETS_FAILURES(
      "With its last handle a session loses count of its failures.",
      new Change(in("refresh.RefreshEngine"), "park", Mistake.BackoffForgotten.class),
      Promise.FEW_CALLS,
      open(Kind.V1, 0),
      Step.Kind.CALL.step(0),
      sts(Sts.DENIES),
      Step.Kind.REFRESH.step(0),
      Step.Kind.CLOSE_ALL.step(0),
      Step.Kind.REFRESH.step(0),
      Step.Kind.REQUESTS.step(4)),
  A_BUDGET_WITHOUT_A_BOTTOM(
      "The calls of an identity are not counted.",
      new Change(in("refresh.SingleFlight"), "callWait", Mistake.Zero.class),
      Promise.FEW_CALLS,
      open(Kind.CORE, 0),
      again(14, Step.Kind.CALL.step(1), Step.Kind.REFRESH.step(0))),
  AN_ENDPOINT_WITHOUT_A_RATE(
      "The calls of an endpoint are not spread.",
      new Change(in("concurrent.EndpointLimiter"), "rateWait", Mistake.Zero.class),
      Promise.FEW_CALLS,
      Step.Kind.MANY_ROLES.step(0)),
  LISTENERS_IN_THE_PLACES_OF_EXCHANGES(
      "Listeners and exchanges share their places.",
      new Change(in("concurrent.SharedExecutors"), "workers", Mistake.PlacesOfListeners.class),
      Promise.PRECISE_ERROR,
      List.of(
          Step.Kind.LISTENERS.step(0),
          open(Kind.CORE, 0, Listening.BLOCKS),
          open(Kind.V1, 0, Listening.BLOCKS),
          open(Kind.V2, 0, Listening.BLOCKS),
          open(Kind.V2_ASYNC, 0, Listening.BLOCKS),
          Step.Kind.CROWD.step(0),
          Step.Kind.REQUESTS.step(8))),
  A_PROXY_THAT_COUNTS_UNUSED(
      "What is wrong with a proxy counts also where it is not used.",
      new Change(in("config.ProxyRules"), "problemsFor", Mistake.ProblemsOfAll.class),
      Promise.PRECISE_ERROR,
      open(Kind.V1, 0),
      Step.Kind.CALL.step(0)),
  AN_EXECUTOR_CALLED_AT_ONCE(
      "An executor that was given is called by whoever comes along, the timer too.",
      new Change(in("concurrent.SharedExecutors"), "handOvers", Mistake.OnThisThread.class),
      Promise.BOUNDED_TIME,
      executor(UserExecutor.Mood.ON_THE_CALLER),
      sts(Sts.HANGS),
      open(Kind.CORE, 1),
      Step.Kind.CALL.step(1)),
  ADAPTERS_THAT_REMEMBER(
      "What an adapter has translated outlives forgetAll().",
      new Change(in("adapter.SdkHandle"), "forgetTranslation", Mistake.NotDone.class),
      Promise.NOTHING_SECRET,
      open(Kind.V1, 0),
      open(Kind.V2, 0),
      Step.Kind.CROWD.step(0),
      Step.Kind.FORGET.step(0)),
  A_STATUS_THAT_TAKES(
      "The status of a role takes a session.",
      new Change(in("session.SessionHandle"), "peek", Mistake.Taken.class),
      Promise.ONLY_LOOKS,
      Step.Kind.LOOK.step(0)),
  A_READ_WITHOUT_A_BOUND(
      "A token file is read by the worker, for as long as it takes.",
      new Change(in("token.TokenFileReader"), "read", Mistake.ReadHere.class),
      Promise.NOTHING_RUNS,
      Step.Kind.SWAP.step(0)),
  AN_ERROR_LOST_IN_A_FUTURE(
      "What is thrown while credentials are translated ends no wait.",
      new Change(in("adapter.SdkHandle"), "settle", Mistake.Lost.class),
      Promise.BOUNDED_TIME,
      open(Kind.V2, 0),
      Step.Kind.OLD_SDK.step(0),
      Step.Kind.CALL.step(0)),
  A_STABLE_SESSION_THAT_ALARMS(
      "It is told that callers fail although they are served.",
      new Change(in("refresh.EventPublisher"), "expired", Mistake.GivenZero.class),
      Promise.PRECISE_ERROR,
      Step.Kind.STABLE.step(0)),
  A_TIMER_THAT_STAYS(
      "The timer outlives the last session.",
      new Change(in("concurrent.SharedExecutors"), "release", Mistake.NotDone.class),
      Promise.NOTHING_RUNS,
      open(Kind.V1, 0),
      Step.Kind.CALL.step(0));

  private final String said;
  private final Change change;
  private final Promise broken;
  private final List<Step> steps;

  PlantedDefect(String said, Change change, Promise broken, List<Step> steps) {
    this.said = said;
    this.change = change;
    this.broken = broken;
    this.steps = steps;
  }

  PlantedDefect(String said, Change change, Promise broken, Step... steps) {
    this(said, change, broken, List.of(steps));
  }

  PlantedDefect(String said, Change change, Promise broken, Step first, List<Step> then) {
    this(said, change, broken, Stream.concat(Stream.of(first), then.stream()).toList());
  }

  private static String in(String type) {
    return "dev.irsa.internal." + type;
  }

  private static List<Step> again(int times, Step... steps) {
    return Collections.nCopies(times, List.of(steps)).stream().flatMap(List::stream).toList();
  }

  Change change() {
    return change;
  }

  /** How long to wait for what a mistake may keep from happening. */
  Duration patience() {
    // Without the mistake such a read ends after two seconds.
    return this == A_READ_WITHOUT_A_BOUND ? Duration.ofMillis(2_500) : Duration.ofSeconds(1);
  }

  /** The promise that it breaks. */
  Promise broken() {
    return broken;
  }

  /** A history in which it does. */
  LifecycleHistory history() {
    return new LifecycleHistory("PlantedDefectTest", steps);
  }

  @Override
  public String toString() {
    return name() + ": " + said;
  }
}
