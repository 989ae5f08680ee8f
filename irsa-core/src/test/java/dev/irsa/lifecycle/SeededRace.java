package dev.irsa.lifecycle;

import dev.irsa.simulation.SourceChange;
import java.util.List;

/**
 * Mistakes in lifecycles, most of them of earlier versions of the library. Each is a change of
 * lines of the library's source, which is compiled with them for the test.
 */
@SuppressWarnings("ImmutableEnumChecker") // Lists are copies.
public enum SeededRace {
  A_CLOSE_THAT_ENDS_THE_LEASE_OF_WAITERS(
      "The first holder that leaves gives the lease back, although callers wait.",
      LifecycleInvariant.EVERY_CALL_ENDS,
      Program.of("a.ask | a.close"),
      0,
      2,
      change(
          "internal/session/SessionRegistry",
          "if (HOLDERS.decrementAndGet(this) == 0) {",
          "if (HOLDERS.getAndSet(this, 0) > 0) {")),
  A_HOLD_OF_WHAT_WAS_GIVEN_BACK(
      "A caller holds a lease that was given back since it was read, and asks a parked session.",
      LifecycleInvariant.EVERY_CALL_ENDS,
      Program.of("a.ask a.ask | a.close"),
      1,
      4,
      change("internal/session/SessionRegistry", "while (before > 0) {", "while (before >= 0) {")),
  A_WAIT_THAT_KEEPS_ITS_LEASE(
      "A call whose future was completed does not give its share of the lease back.",
      LifecycleInvariant.NOTHING_RUNS_AFTER_THE_LAST_CLOSE,
      Program.of("a.ask a.close"),
      0,
      3,
      change(
          "internal/session/Session",
          "leaving.next = again; followUp(result == null ? null : leaving);",
          "followUp(result == null ? null : again);")),
  A_CLOSE_THAT_MISSES_THE_VIEWS(
      "The close of a handle does not give back the leases of other roles.",
      LifecycleInvariant.NOTHING_RUNS_AFTER_THE_LAST_CLOSE,
      Program.of("a.role1 a.close"),
      0,
      3,
      change("internal/session/SessionHandle", "others.clear();", "")),
  AN_EVICTION_THAT_KEEPS_THE_LEASE(
      "An evicted session is not given back.",
      LifecycleInvariant.ROLES_STAY_WITHIN_THE_BOUND,
      Program.of("a.role1 | a.role2"),
      0,
      4,
      change("internal/session/RoleSessions", "if (lease != null) {", "if (lease == key) {")),
  A_LAST_CLOSE_DECIDED_BY_THE_REGISTRY(
      "The registry decides that a user was the last one, and then stops the session: another user"
          + " may have entered in between.",
      LifecycleInvariant.EVERY_CALL_ENDS,
      Program.of("a.ask a.forget a.close | b.ask"),
      1,
      4,
      change(
          "internal/session/SessionRegistry",
          "Session session = lease.session; lock.lock();",
          "Session session = lease.session; boolean last = false; lock.lock();"),
      change(
          "internal/session/SessionRegistry", "session.leases--;", "last = --session.leases == 0;"),
      change(
          "internal/session/SessionRegistry",
          "entered ? session.exit(lease.executor) : LEAST_RETAINED;",
          "last ? session.exit(lease.executor) : -1;"),
      change("internal/session/Session", "boolean isLast = users == 1;", "boolean isLast = true;")),
  A_CLOSE_THAT_DROPS_THE_SESSION(
      "The last close discards the session with its valid credentials.",
      LifecycleInvariant.CREDENTIALS_SURVIVE_THE_CLOSE,
      Program.of("a.ask a.close a.open a.ask"),
      0,
      5,
      change(
          "internal/session/SessionRegistry",
          "keep(lease.key, session);",
          "sessions.remove(lease.key);")),
  A_FORGETTING_THAT_MISSES_THE_RETAINED(
      "discardAll() reaches only sessions in use.",
      LifecycleInvariant.FORGOTTEN_MEANS_FORGOTTEN,
      Program.of("a.ask a.close b.forget a.open a.ask"),
      0,
      6,
      change(
          "internal/session/SessionRegistry",
          "registered = new ArrayList",
          "all.removeIf(each -> each.leases == 0); registered = new ArrayList")),
  A_SESSION_FOR_EACH_HANDLE(
      "A handle does not find the session that another one uses.",
      LifecycleInvariant.ONE_EXCHANGE_AT_A_TIME,
      Program.of("a.ask | b.ask"),
      0,
      2,
      change(
          "internal/session/SessionRegistry",
          "Session known = sessions.get(terms.key());",
          "Session known = null;")),
  A_PERMIT_THAT_LEAKS(
      "The permit of an attempt that was aborted before its start does not return.",
      LifecycleInvariant.PERMITS_RETURN,
      Program.of("a.ask a.forget"),
      0,
      2,
      change(
          "internal/session/ExchangeRunner",
          "so its place is free. bulkhead.release(attempt, Bulkhead.End.UNUSED);",
          "so its place is free.")),
  A_GRANT_THAT_IS_LOST(
      "A place that becomes free is not granted to those who wait for it.",
      LifecycleInvariant.EVERY_CALL_ENDS,
      Program.of("a.ask | b.role1").whileBusy(6),
      0,
      3,
      change(
          "internal/limit/Bulkhead",
          "leaveBehind(-1); } } finally { grantAndUnlock(); }",
          "leaveBehind(-1); } } finally { lock.unlock(); }")),
  A_BULKHEAD_FOR_EACH_SESSION(
      "Each session has limits of its own.",
      LifecycleInvariant.LIMITS_HOLD_OVER_ALL_SESSIONS,
      Program.of("a.ask | b.role1").whileBusy(7),
      0,
      2,
      change(
          "internal/session/SessionRegistry",
          "clocks, executors, bulkhead, endpoint",
          "clocks, executors, new Bulkhead(clocks.nanos(), executors), endpoint")),
  A_ROLE_THAT_IS_ASSUMED_BEFORE_THERE_ARE_CREDENTIALS_FOR_IT(
      "A chained role does not wait for the credentials that assume it.",
      LifecycleInvariant.ASSUMED_WITH_VALID_CREDENTIALS,
      Program.of("a.chain"),
      0,
      1,
      change(
          "internal/session/SessionHandle",
          "if (first == null) { return ask(",
          "if (first != SessionHandle.this) { return ask(")),
  A_CALL_THAT_TAKES_THE_SESSION_FOR_A_CLOSED_HANDLE(
      "A call of a chained role that outlives a close takes the session for the closed handle.",
      LifecycleInvariant.NOTHING_RUNS_AFTER_THE_LAST_CLOSE,
      Program.of("a.chain a.close"),
      0,
      4,
      change(
          "internal/session/SessionHandle",
          "if (owner.closes == closesBefore) {",
          "if (owner.closes >= closesBefore) {")),
  ROLES_WITHOUT_A_BOUND(
      "Sessions of other roles are never evicted.",
      LifecycleInvariant.ROLES_STAY_WITHIN_THE_BOUND,
      Program.of("a.role1 | a.role2"),
      0,
      4,
      change("internal/session/RoleSessions", "evictBeyondTheBound(); return", "return"));

  private static SourceChange change(String file, String original, String changed) {
    return new SourceChange(file, original, changed);
  }

  private final String description;
  private final LifecycleInvariant catcher;
  private final Program program;
  private final int preemptions;
  private final int steps;
  private final List<SourceChange> changes;

  SeededRace(
      String description,
      LifecycleInvariant catcher,
      Program program,
      int preemptions,
      int steps,
      SourceChange... changes) {
    this.description = description;
    this.catcher = catcher;
    this.program = program;
    this.preemptions = preemptions;
    this.steps = steps;
    this.changes = List.of(changes);
  }

  /** Returns a description of one sentence. */
  String description() {
    return description;
  }

  /** Returns the invariant that the shortest counterexample breaks. */
  LifecycleInvariant catcher() {
    return catcher;
  }

  /** Returns a program in which the mistake has an effect. */
  Program program() {
    return program;
  }

  /** Returns how often a thread is interrupted within a step, at least, until it is found. */
  int preemptions() {
    return preemptions;
  }

  /** Returns the number of steps of the shortest counterexample. */
  int steps() {
    return steps;
  }

  /** Returns the bound within which the mistake is found. */
  Interleavings.Bound bound() {
    return preemptions == 0
        ? Interleavings.Bound.STEPS
        : new Interleavings.Bound(true, preemptions);
  }

  List<SourceChange> changes() {
    return changes;
  }
}
