package dev.irsa.lifecycle;

import dev.irsa.simulation.SourceChange;
import java.util.List;

/**
 * Mistakes in lifecycles, most of them of earlier versions of the library. Each is a change of
 * lines of the library's source, which is compiled with them for the test.
 */
@SuppressWarnings("ImmutableEnumChecker") // Lists are copies.
public enum SeededRace {
  A_HANDLE_CLOSED_AFTER_ITS_LEASE(
      "A handle counts as closed only after its lease is back: a call in between takes another one.",
      LifecycleInvariant.NOTHING_RUNS_AFTER_THE_LAST_CLOSE,
      Program.of("a.ask | a.close"),
      1,
      3,
      change("PrimarySession", "closed = true;", ""),
      change("PrimarySession", "openRoles.close(); }", "openRoles.close(); } closed = true;")),
  A_CALL_THAT_JUST_MISSED_THE_CLOSE(
      "A caller joins a refresh although its handle was closed meanwhile: nothing ends its wait.",
      LifecycleInvariant.CLOSED_WAITERS_END_AT_ONCE,
      Program.of("a.ask a.ask | a.close | b.ask", "never"),
      1,
      5,
      change(
          "internal/session/SessionCache",
          "CallResult outcome = owner.isClosed() ? CallResult.CLOSED : engine.ask(now);",
          "CallResult outcome = engine.ask(now);")),
  A_CLOSE_THAT_LEAVES_ITS_WAITERS(
      "A close does not end the waits of its handle if another handle uses the session.",
      LifecycleInvariant.CLOSED_WAITERS_END_AT_ONCE,
      Program.of("a.ask a.close | b.ask"),
      0,
      3,
      change("internal/session/SessionRegistry", "shared.cache.leave(owner);", "")),
  A_ROLE_TAKEN_DURING_THE_CLOSE(
      "A role that is taken during the close of its handle keeps its session.",
      LifecycleInvariant.NOTHING_RUNS_AFTER_THE_LAST_CLOSE,
      Program.of("a.role1 | a.close"),
      1,
      2,
      change(
          "RoleSessionCache",
          "if (closed) { lease.close(); leases.invalidate(key);",
          "if (closed && leases == null) {")),
  A_CLOSE_ANNOUNCED_TOO_LATE(
      "The leases of roles are given back before the cache of roles counts as closed.",
      LifecycleInvariant.NOTHING_RUNS_AFTER_THE_LAST_CLOSE,
      Program.of("a.role1 | a.close"),
      2,
      2,
      change(
          "RoleSessionCache",
          "closed = true; leases.asMap().values().forEach(SessionRegistry.Lease::close); leases.invalidateAll();",
          "leases.asMap().values().forEach(SessionRegistry.Lease::close); leases.invalidateAll(); closed = true;")),
  AN_EVICTION_WITHOUT_ANOTHER_TRY(
      "A call whose session was evicted before it asked ends with \"closed\".",
      LifecycleInvariant.OPEN_MEANS_OPEN,
      Program.of("a.role1 | a.role2"),
      1,
      2,
      change("RoleSession", "if (isClosed()) {", "if (evicted != null) {")),
  AN_EVICTION_AFTER_THE_JOIN(
      "A call that joined a refresh just after the eviction ends with \"closed\" (found by this"
          + " exploration).",
      LifecycleInvariant.OPEN_MEANS_OPEN,
      Program.of("a.role1 | a.role2"),
      2,
      2,
      change(
          "RoleSession",
          "failure instanceof SessionClosedException && !isClosed()",
          "failure instanceof SessionClosedException && isClosed()")),
  A_CLOSE_THAT_MISSES_THE_EVICTED(
      "The close of a handle does not reach a role that was evicted while its callers wait (found by"
          + " this exploration).",
      LifecycleInvariant.CLOSED_WAITERS_END_AT_ONCE,
      Program.of("a.role1 a.role2 a.close"),
      0,
      3,
      change("RoleSessionCache", "evicted.forEach(SessionRegistry.Lease::close);", "")),
  AN_EVICTION_THAT_TURNS_CALLERS_AWAY(
      "An evicted session is closed although its callers wait for a refresh.",
      LifecycleInvariant.OPEN_MEANS_OPEN,
      Program.of("a.role1 | a.role2"),
      0,
      2,
      change(
          "internal/session/SessionRegistry",
          "shared.cache.onceIdle( () -> { close(); closed.run(); });",
          "close(); closed.run();"),
      change(
          "RoleSession",
          "failure instanceof SessionClosedException && !isClosed()",
          "failure instanceof SessionClosedException && isClosed()")),
  A_LAST_CLOSE_DECIDED_BY_THE_REGISTRY(
      "The registry decides that a user was the last one, and then stops the session: another user"
          + " may have entered in between.",
      LifecycleInvariant.OPEN_MEANS_OPEN,
      Program.of("a.ask a.close | b.ask"),
      1,
      3,
      change(
          "internal/session/SessionRegistry",
          "Shared shared = lease.shared; lock.lock();",
          "Shared shared = lease.shared; boolean last = false; lock.lock();"),
      change(
          "internal/session/SessionRegistry", "shared.leases--;", "last = --shared.leases == 0;"),
      change(
          "internal/session/SessionRegistry",
          "entered ? shared.cache.exit(lease.executor) : LEAST_RETAINED;",
          "last ? shared.cache.exit(lease.executor) : -1;"),
      change("internal/session/SessionCache", "if (--users > 0) {", "if (--users < -99) {")),
  A_LEASE_RETURNED_TWICE(
      "Giving back a lease twice counts twice: once by the close of the handle, once by the eviction.",
      LifecycleInvariant.NOTHING_RUNS_AFTER_THE_LAST_CLOSE,
      Program.of("a.role1 a.close | b.role1"),
      0,
      4,
      change("internal/session/SessionRegistry", "if (!leases.remove(lease)) { return; }", "")),
  A_CLOSE_THAT_DROPS_THE_SESSION(
      "The last close discards the session with its valid credentials.",
      LifecycleInvariant.CREDENTIALS_SURVIVE_THE_CLOSE,
      Program.of("a.ask a.close a.open a.ask"),
      0,
      5,
      change("internal/session/SessionRegistry", "keep(shared.key, shared);", "")),
  A_FORGETTING_THAT_MISSES_THE_RETAINED(
      "forgetAll() reaches only sessions in use.",
      LifecycleInvariant.FORGOTTEN_MEANS_FORGOTTEN,
      Program.of("a.ask a.close b.forget a.open a.ask"),
      0,
      6,
      change("internal/session/SessionRegistry", "all.addAll(retained.values());", "")),
  A_SESSION_FOR_EACH_HANDLE(
      "A handle does not find the session that another one uses.",
      LifecycleInvariant.ONE_EXCHANGE_AT_A_TIME,
      Program.of("a.ask | b.ask"),
      0,
      2,
      change(
          "internal/session/SessionRegistry",
          "Shared active = inUse.get(terms.key());",
          "Shared active = null;")),
  A_PERMIT_THAT_LEAKS(
      "The permit of an attempt that was aborted before its start does not return.",
      LifecycleInvariant.PERMITS_RETURN,
      Program.of("a.ask a.close"),
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
          "internal/concurrent/Bulkhead",
          "note(permit, permit.overdue ? End.UNUSED : end); } } finally { lock.unlock(); } grant();",
          "note(permit, permit.overdue ? End.UNUSED : end); } } finally { lock.unlock(); }")),
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
  ROLES_WITHOUT_A_BOUND(
      "Sessions of other roles are never evicted.",
      LifecycleInvariant.ROLES_STAY_WITHIN_THE_BOUND,
      Program.of("a.role1 | a.role2"),
      0,
      4,
      change("RoleSessionCache", "evictBeyondTheBound();", "")),
  A_CLOSE_UNDER_THE_LOCK_OF_THE_HANDLE(
      "A handle guards its state and its close by one lock, which a session asks for under its own.",
      LifecycleInvariant.NEVER_A_DEADLOCK,
      Program.of("a.ask a.ask | a.close"),
      1,
      2,
      change(
          "PrimarySession",
          "roles = null; } finally {",
          "roles = null; if (openLease != null) { openLease.close(); } } finally {"),
      change(
          "PrimarySession",
          "public boolean isClosed() { return closed;",
          "public boolean isClosed() { lock.lock(); try { return closed; } finally { lock.unlock(); }")),
  A_REOPENING_THAT_GIVES_UP(
      "A call of a handle that opens again ends with \"closed\" if the close comes in between.",
      LifecycleInvariant.OPEN_MEANS_OPEN,
      Program.of("r.ask | r.close"),
      0,
      2,
      change(
          "internal/adapter/ReopeningHandle",
          "return open != handle;",
          "return open != handle && handle == null;"));

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
