package dev.irsa;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.credentials.MisconfiguredException;
import dev.irsa.credentials.RoleRequest;
import dev.irsa.credentials.SessionCredentials;
import dev.irsa.internal.refresh.Freshness;
import dev.irsa.internal.refresh.SessionClosedException;
import dev.irsa.internal.session.SessionCache;
import dev.irsa.simulation.VirtualFleet;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

/** Tests the sessions of other roles on virtual time. */
final class RoleSessionCacheTest {

  private static final Duration DEADLINE = Duration.ofSeconds(20);

  private final VirtualFleet fleet = new VirtualFleet();

  private PrimarySession parent(int mostRoles) {
    return TenThousandRolesTest.parent(fleet, mostRoles);
  }

  private static String role(int number) {
    return TenThousandRolesTest.role(number);
  }

  private int calls(int number) {
    return (int) fleet.starts.stream().filter(each -> each.role().equals(role(number))).count();
  }

  private void get(PrimarySession parent, int number) {
    fleet.get(parent.forRole(RoleRequest.of(role(number))).session(), DEADLINE);
  }

  @Test
  void aLeaseTakenDuringTheCloseIsReturned() throws Exception {
    PrimarySession parent = parent(10);
    SessionHandle view = parent.forRole(RoleRequest.of(role(1)));
    // The close happens when the session is about to start, after the view found its parent open.
    fleet.onFirstStart = () -> inAnotherThread(parent::close);

    assertThrows(IllegalStateException.class, view::session);

    assertEquals(0, fleet.registry.size());
  }

  private static void inAnotherThread(Runnable work) {
    CompletableFuture.runAsync(work).join();
  }

  @Test
  void beyondTheBoundTheLeastRecentlyUsedSessionIsEvicted() {
    PrimarySession parent = parent(2);
    get(parent, 1);
    get(parent, 2);
    get(parent, 1);

    get(parent, 3);
    get(parent, 1);
    get(parent, 3);

    assertEquals(List.of(1, 1, 1), List.of(calls(1), calls(2), calls(3)));
    assertEquals(2, fleet.registry.size());
    get(parent, 2);
    assertEquals(1, calls(2), "what it had was kept");
    assertEquals(2, fleet.registry.size());
    parent.close();
  }

  @Test
  void aSessionEvictedBeforeTheCallIsTakenAgain() {
    PrimarySession parent = parent(1);
    SessionHandle first = parent.forRole(RoleRequest.of(role(1)));
    List<String> asked = new ArrayList<>();

    String key =
        first.ask(
            session -> {
              if (asked.size() < 50) {
                asked.add("evicted");
                parent.forRole(RoleRequest.of(role(2))).session();
              }
              return fleet.get(session, DEADLINE).accessKeyId();
            });

    assertEquals("ASIA1", key);
    assertEquals(50, asked.size());
    assertEquals(1, calls(1), "what it had was kept");
    parent.close();
    assertThrows(
        SessionClosedException.class, () -> first.ask(session -> fleet.get(session, DEADLINE)));
  }

  @Test
  void repeatedEvictionFailsWithAHintAtTheBound() {
    PrimarySession parent = parent(1);
    SessionHandle first = parent.forRole(RoleRequest.of(role(1)));

    MisconfiguredException failure =
        assertThrows(
            MisconfiguredException.class,
            () ->
                first.ask(
                    session -> {
                      parent.forRole(RoleRequest.of(role(2))).session();
                      return fleet.get(session, DEADLINE);
                    }));

    assertEquals(
        "maxRoles (from builder): 1 is less than the number of roles in use at once. Fix: raise it"
            + " above that number",
        failure.problems().get(0).toString());
    parent.close();
  }

  @Test
  void theStatusOfARoleTakesNoLease() {
    PrimarySession parent = parent(1);
    get(parent, 1);
    int sessions = fleet.registry.size();

    assertNull(parent.forRole(RoleRequest.of(role(2))).peekSession());
    assertEquals(
        Freshness.FRESH,
        parent.forRole(RoleRequest.of(role(1))).peekSession().status().freshness());

    assertEquals(sessions, fleet.registry.size());
    assertEquals(0, calls(2));
    get(parent, 2);
    assertEquals(
        Freshness.FRESH,
        parent.forRole(RoleRequest.of(role(1))).peekSession().status().freshness(),
        "evicted, and still known");
    parent.close();
  }

  @Test
  void anEvictedSessionIsKeptUntilItsCallersAreServed() {
    PrimarySession parent = parent(1);
    SessionCache first = parent.forRole(RoleRequest.of(role(1))).session();
    var waiting = first.credentialsAsync(parent, DEADLINE);

    parent.forRole(RoleRequest.of(role(2))).session();
    fleet.time.advance(Duration.ofSeconds(1));

    assertEquals("ASIA1", waiting.join().accessKeyId());
    assertEquals(1, fleet.registry.size());
    parent.close();
  }

  @Test
  void theCloseEndsTheWaitsForEvictedRoles() {
    PrimarySession parent = parent(1);
    fleet.hung.add(role(1));
    SessionCache first = parent.forRole(RoleRequest.of(role(1))).session();
    var waiting = first.credentialsAsync(parent, DEADLINE);
    parent.forRole(RoleRequest.of(role(2))).session();
    assertFalse(waiting.isDone());

    parent.close();
    fleet.time.advance(Duration.ZERO);

    assertTrue(waiting.isCompletedExceptionally());
    assertEquals(0, fleet.registry.size());
  }

  @Test
  void aCallThatJoinsARefreshJustAfterTheEvictionIsServed() {
    PrimarySession parent = parent(1);
    PrimarySession other = parent(1);
    SessionHandle view = parent.forRole(RoleRequest.of(role(1)));
    SessionHandle evicting = parent.forRole(RoleRequest.of(role(2)));
    // It keeps the session open after the eviction, so that the caller can join a refresh.
    var unused = other.forRole(RoleRequest.of(role(1))).session();
    List<SessionCache> asked = new ArrayList<>();

    CompletableFuture<SessionCredentials> waiting =
        view.askAsync(
            session -> {
              asked.add(session);
              if (asked.size() == 1) {
                evicting.session();
              }
              return session.credentialsAsync(parent, DEADLINE);
            });
    other.close();
    fleet.time.advance(Duration.ofSeconds(1));

    assertEquals(role(1), waiting.join().sessionToken());
    assertEquals(2, asked.size());
    parent.close();
  }

  @Test
  void aCallWhoseSessionIsEvictedAgainAndAgainFailsWithAHintAtTheBound() {
    PrimarySession parent = parent(1);
    SessionHandle view = parent.forRole(RoleRequest.of(role(1)));

    CompletableFuture<String> waiting =
        view.askAsync(unused -> CompletableFuture.failedFuture(new SessionClosedException()));

    CompletionException failure = assertThrows(CompletionException.class, waiting::join);
    assertTrue(failure.getCause() instanceof MisconfiguredException);
    parent.close();
    assertThrows(
        SessionClosedException.class,
        () -> view.askAsync(unused -> CompletableFuture.completedFuture("asked")));
  }

  @Test
  void anIdleSessionIsNotRefreshedThenEvictedAndCreatedAgainOnUse() {
    PrimarySession parent = parent(10);
    fleet.get(parent.session(), DEADLINE);
    get(parent, 1);

    fleet.time.advance(Duration.ofHours(1));
    assertEquals(1, calls(1), "after half an hour nobody refreshes it");
    assertEquals(2, fleet.registry.size());
    fleet.time.advance(Duration.ofMinutes(62));
    assertEquals(1, fleet.registry.size(), "evicted although nobody asked for any role");

    get(parent, 1);
    assertEquals(2, calls(1));
    parent.close();
    assertEquals(0, fleet.registry.size());
  }

  @Test
  void aUsedSessionIsRefreshedAheadAndKept() {
    PrimarySession parent = parent(10);
    for (int minute = 0; minute < 300; minute += 20) {
      get(parent, 1);
      fleet.time.advance(Duration.ofMinutes(20));
    }
    int calls = calls(1);
    assertEquals(1, fleet.registry.size());
    assertEquals(8, calls, 1);
    parent.close();
  }
}
