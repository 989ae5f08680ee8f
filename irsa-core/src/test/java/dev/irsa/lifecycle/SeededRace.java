package dev.irsa.lifecycle;

import dev.irsa.simulation.SourceChange;
import java.util.List;

/**
 * Mistakes in lifecycles, most of them of earlier versions of the library. Each is a change of
 * lines of the library's source, which is compiled with them for the test.
 */
@SuppressWarnings("ImmutableEnumChecker") // Lists are copies.
public enum SeededRace {
  /** The first holder that leaves gives the lease back, although callers wait. */
  A_CLOSE_THAT_ENDS_THE_LEASE_OF_WAITERS(
      LifecycleInvariant.EVERY_CALL_ENDS,
      Program.of("a.ask | a.close"),
      change(
          "internal/session/SessionRegistry",
          "if (HOLDERS.decrementAndGet(this) == 0) {",
          "if (HOLDERS.getAndSet(this, 0) > 0) {")),
  /** A caller holds a lease that was given back since it was read, and asks a parked session. */
  A_HOLD_OF_WHAT_WAS_GIVEN_BACK(
      LifecycleInvariant.EVERY_CALL_ENDS,
      Program.of("a.ask a.ask | a.close"),
      change("internal/session/SessionRegistry", "while (before > 0) {", "while (before >= 0) {")),
  /** A call whose future was completed does not give its share of the lease back. */
  A_WAIT_THAT_KEEPS_ITS_LEASE(
      LifecycleInvariant.NOTHING_RUNS_AFTER_THE_LAST_CLOSE,
      Program.of("a.ask a.close"),
      change(
          "internal/session/Session",
          "leaving.next = again; followUp(result == null ? null : leaving);",
          "followUp(result == null ? null : again);")),
  /** The close of a handle does not give back the leases of other roles. */
  A_CLOSE_THAT_MISSES_THE_VIEWS(
      LifecycleInvariant.NOTHING_RUNS_AFTER_THE_LAST_CLOSE,
      Program.of("a.role1 a.close"),
      change("internal/session/SessionHandle", "others.clear();", "")),
  /** An evicted session is not given back. */
  AN_EVICTION_THAT_KEEPS_THE_LEASE(
      LifecycleInvariant.ROLES_STAY_WITHIN_THE_BOUND,
      Program.of("a.role1 | a.role2"),
      change("internal/session/RoleSessions", "if (lease != null) {", "if (key == null) {")),
  /**
   * The registry decides that a user was the last one, and then stops the session: another user may
   * have entered in between.
   */
  A_LAST_CLOSE_DECIDED_BY_THE_REGISTRY(
      LifecycleInvariant.EVERY_CALL_ENDS,
      Program.of("a.ask a.forget a.close | b.ask"),
      change(
          "internal/session/SessionRegistry",
          "Session session = lease.session; lock.lock();",
          "Session session = lease.session; boolean last = false; lock.lock();"),
      change(
          "internal/session/SessionRegistry", "session.leases--;", "last = --session.leases == 0;"),
      change(
          "internal/session/SessionRegistry",
          "entered ? session.exit(lease.terms.executor()) : LEAST_RETAINED;",
          "last ? session.exit(lease.terms.executor()) : -1;"),
      change("internal/session/Session", "boolean isLast = users == 1;", "boolean isLast = true;")),
  /** The last close discards the session with its valid credentials. */
  A_CLOSE_THAT_DROPS_THE_SESSION(
      LifecycleInvariant.CREDENTIALS_SURVIVE_THE_CLOSE,
      Program.of("a.ask a.close a.open a.ask"),
      change(
          "internal/session/SessionRegistry",
          "keep(lease.terms.key(), session, nanos);",
          "sessions.remove(lease.terms.key());")),
  /** discardAll() reaches only sessions in use. */
  A_FORGETTING_THAT_MISSES_THE_RETAINED(
      LifecycleInvariant.FORGOTTEN_MEANS_FORGOTTEN,
      Program.of("a.ask a.close b.forget a.open a.ask"),
      change(
          "internal/session/SessionRegistry",
          "registered = new ArrayList",
          "all.removeIf(each -> each.leases == 0); registered = new ArrayList")),
  /** A handle does not find the session that another one uses. */
  A_SESSION_FOR_EACH_HANDLE(
      LifecycleInvariant.ONE_EXCHANGE_AT_A_TIME,
      Program.of("a.ask | b.ask"),
      change(
          "internal/session/SessionRegistry",
          "Session known = sessions.get(terms.key());",
          "Session known = null;")),
  /** The permit of an attempt that was aborted before its start does not return. */
  A_PERMIT_THAT_LEAKS(
      LifecycleInvariant.PERMITS_RETURN,
      Program.of("a.ask a.forget"),
      change(
          "internal/session/ExchangeRunner",
          "so its place is free. release(Bulkhead.End.UNUSED);",
          "so its place is free.")),
  /** A place that becomes free is not granted to those who wait for it. */
  A_GRANT_THAT_IS_LOST(
      LifecycleInvariant.EVERY_CALL_ENDS,
      Program.of("a.ask | b.role1").whileBusy(7),
      change(
          "internal/limit/Bulkhead",
          "leaveBehind(-1); } } finally { grantAndUnlock(); }",
          "leaveBehind(-1); } } finally { lock.unlock(); }")),
  /** Each session has limits of its own. */
  A_BULKHEAD_FOR_EACH_SESSION(
      LifecycleInvariant.LIMITS_HOLD_OVER_ALL_SESSIONS,
      Program.of("a.ask | b.role1").whileBusy(7),
      change(
          "internal/session/SessionRegistry",
          "clocks, executors, bulkhead, endpoint",
          "clocks, executors, new Bulkhead(clocks.nanos(), executors), endpoint")),
  /** A chained role does not wait for the credentials that assume it. */
  A_ROLE_THAT_IS_ASSUMED_BEFORE_THERE_ARE_CREDENTIALS_FOR_IT(
      LifecycleInvariant.ASSUMED_WITH_VALID_CREDENTIALS,
      Program.of("a.chain"),
      change(
          "internal/session/SessionHandle",
          "if (first == null) { return ask(",
          "if (first != SessionHandle.this) { return ask(")),
  /** A call of a chained role that outlives a close takes the session for the closed handle. */
  A_CALL_THAT_TAKES_THE_SESSION_FOR_A_CLOSED_HANDLE(
      LifecycleInvariant.NOTHING_RUNS_AFTER_THE_LAST_CLOSE,
      Program.of("a.chain a.close"),
      change(
          "internal/session/SessionHandle",
          "if (epoch() == before) { return hold();",
          "if (epoch() >= before) { return hold();")),
  /** Sessions of other roles are never evicted. */
  ROLES_WITHOUT_A_BOUND(
      LifecycleInvariant.ROLES_STAY_WITHIN_THE_BOUND,
      Program.of("a.role1 | a.role2"),
      change("internal/session/RoleSessions", "evictBeyondTheBound(); return", "return"));

  private static SourceChange change(String file, String original, String changed) {
    return new SourceChange(file, original, changed);
  }

  private final LifecycleInvariant catcher;
  private final Program program;
  private final List<SourceChange> changes;

  SeededRace(LifecycleInvariant catcher, Program program, SourceChange... changes) {
    this.catcher = catcher;
    this.program = program;
    this.changes = List.of(changes);
  }

  /** Returns the invariant that the shortest counterexample breaks. */
  LifecycleInvariant catcher() {
    return catcher;
  }

  /** Returns a program in which the mistake has an effect. */
  Program program() {
    return program;
  }

  List<SourceChange> changes() {
    return changes;
  }
}
