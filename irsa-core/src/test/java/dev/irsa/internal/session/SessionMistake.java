package dev.irsa.internal.session;

import static dev.irsa.exploration.Scope.CLOCKS;
import static dev.irsa.exploration.Scope.FAULTS;
import static dev.irsa.exploration.Scope.HANDLES;
import static dev.irsa.simulation.Replacement.function;
import static dev.irsa.simulation.Replacement.procedure;

import dev.irsa.credentials.IdentitySource;
import dev.irsa.internal.concurrent.EventLoop;
import dev.irsa.internal.config.Setting;
import dev.irsa.internal.config.SpareRuleTest;
import dev.irsa.simulation.Invariant;
import dev.irsa.simulation.KeyedSpec;
import dev.irsa.simulation.Mistake;
import dev.irsa.simulation.Replacement;
import dev.irsa.simulation.SimulatedFailures;
import java.util.List;
import java.util.function.Supplier;

/** Mistakes in the shell of the engine: users, sessions, exchanges, and the loop. */
public enum SessionMistake implements Mistake {

  /** An attempt starts twice. */
  A_SECOND_EXCHANGE(
      FAULTS.finds(Invariant.ONE_EXCHANGE_AT_A_TIME),
      procedure(
          EngineDriver::requestAttempt,
          (driver, number, urgent, spare) -> {
            driver.requestAttempt(number, urgent, spare);
            driver.requestAttempt(number, urgent, spare);
          })),

  /** A handle does not find the session that another one uses. */
  A_SESSION_FOR_EACH_HANDLE(
      HANDLES.finds(Invariant.ONE_EXCHANGE_AT_A_TIME),
      function(Sessions::take, (sessions, spec) -> sessions.take(((KeyedSpec) spec).alone()))),

  /** The last close does not stop the exchange in progress. */
  A_CLOSE_THAT_LEAKS(
      HANDLES.finds(Invariant.NOTHING_RUNS_AFTER_THE_LAST_CLOSE),
      procedure(
          EngineDriver::abort,
          (driver, timedOut) -> {
            if (timedOut) {
              driver.abort(timedOut);
            }
          })),

  /** A session rests although it has a user. */
  A_REST_WITH_A_USER(
      Mistake.foundBy(() -> new UserCountTest().everySequenceOfStepsHasTheResultsOfTheModel()),
      function(UserCount::rest, users -> users.rest() || users.hasAny())),

  /** A session that was removed is entered. */
  A_REMOVED_SESSION_THAT_IS_ENTERED(
      Mistake.foundBy(() -> new UserCountTest().everySequenceOfStepsHasTheResultsOfTheModel()),
      function(
          UserCount::enter,
          users -> {
            UserCount.Entry entry = users.enter();
            return entry == UserCount.Entry.REFUSED ? UserCount.Entry.JOINED : entry;
          })),

  /** The last user plans no check, so the session never rests. */
  A_CHECK_THAT_IS_NOT_PLANNED(
      Mistake.foundBy(() -> new SessionsTest().aSessionThatNeverCalledIsNotRetained()),
      function(
          UserCount::leave,
          users -> {
            boolean unused = users.leave();
            return false;
          })),

  /** The session that signs, which nobody signs for, is given back as soon as it was taken. */
  A_SIGNER_THAT_IS_NOT_KEPT_IN_USE(
      Mistake.foundBy(
          () ->
              new SessionsTest()
                  .theSignerIsAskedFirstWithoutAThreadAndIsUsedWhileTheChainedSessionIs()),
      function(
          Sessions::take,
          (sessions, spec) -> {
            Session taken = sessions.take(spec);
            if (spec.signer() == null) {
              taken.leave();
            }
            return taken;
          })),

  /** A caller gets its answer before the credentials are published. */
  AN_ANSWER_BEFORE_ITS_PUBLICATION(
      Mistake.foundBy(() -> new SessionsTest().whoIsAnsweredFindsWhatWasPublished()),
      procedure(
          EngineDriver::complete, (driver, waiter, outcome) -> waiter.answer().complete(outcome))),

  /** The place of an exchange is not given back when its thread has returned. */
  A_PLACE_THAT_IS_NOT_GIVEN_BACK(
      FAULTS.finds(Invariant.FRESH_AGAIN_AFTER_THE_LAST_FAULT),
      procedure(ExchangeBulkhead::ended, (exchanges, attempt, failure, now) -> {})),

  /** Each attempt has limits of its own. */
  LIMITS_THAT_ARE_NOT_SHARED(
      Mistake.foundBy(
          () ->
              new ExchangeBulkheadTest()
                  .refreshesTakeSixOfEightPlacesAndCallersWithoutCredentialsGoFirst()),
      function(
          SessionContext::exchanges,
          context ->
              new ExchangeBulkhead(context.loop(), context.workers(), context.clocks().nanos()))),

  /** Sessions with and without a spare endpoint are the same one. */
  A_KEY_WITHOUT_THE_SPARE(
      Mistake.foundBy(() -> new SpareRuleTest().itIsPartOfTheKeyOfASession()),
      Replacement.<Setting<?>, IdentitySource, Boolean>function(
          Setting::matters,
          (setting, source) -> setting != Setting.STS_SPARE && setting.matters(source))),

  /** Both endpoints of a session have the limits of the first one. */
  ONE_BREAKER_FOR_TWO_ENDPOINTS(
      Mistake.foundBy(() -> new ExchangeBulkheadTest().eachOfTwoEndpointsHasItsOwnLimits()),
      function(
          ExchangeBulkhead::limits,
          (exchanges, endpoint) -> exchanges.limits(SimulatedFailures.ENDPOINT))),

  /** A wake-up that is planned hides an earlier one. */
  A_WAKE_UP_THAT_THE_LOOP_LOSES(
      FAULTS.finds(Invariant.ANSWERED_WITHIN_THE_DEADLINE),
      procedure(
          EventLoop.Owner::plan,
          (owner, delay, now) -> {
            if (owner.isPlanMissing(now)) {
              owner.plan(delay, now);
            }
          })),

  /** What was published is served for ever. */
  A_PUBLICATION_WITHOUT_END(
      CLOCKS.finds(Invariant.NEVER_AN_EXPIRED_SESSION),
      function(
          SessionSnapshot::servedAt, (published, wallMillis, nanos) -> published.credentials()));

  /** Not modifiable. */
  @SuppressWarnings("ImmutableEnumChecker")
  private final Supplier<String> finder;

  @SuppressWarnings("ImmutableEnumChecker")
  private final List<Replacement> replacements;

  SessionMistake(Supplier<String> finder, Replacement... replacements) {
    this.finder = finder;
    this.replacements = List.of(replacements);
  }

  @Override
  public Supplier<String> finder() {
    return finder;
  }

  @Override
  public List<Replacement> replacements() {
    return replacements;
  }
}
