package dev.irsa;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.irsa.session.SessionCache;
import dev.irsa.session.VirtualFleet;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Sessions of other roles, on virtual time. */
final class RoleSessionsTest {

  private static final Duration DEADLINE = Duration.ofSeconds(20);

  private final VirtualFleet fleet = new VirtualFleet();

  private OwnSession parent(int mostRoles) {
    return TenThousandRolesTest.parent(fleet, mostRoles);
  }

  private static String role(int number) {
    return TenThousandRolesTest.role(number);
  }

  private int calls(int number) {
    return (int) fleet.starts.stream().filter(each -> each.role().equals(role(number))).count();
  }

  private void get(OwnSession parent, int number) {
    fleet.get(parent.forRole(role(number)).session(), DEADLINE);
  }

  @Test
  void aRoleTakenInTheInstantOfTheCloseIsGivenBack() throws Exception {
    OwnSession parent = parent(10);
    SessionHolder view = parent.forRole(role(1));
    // The close comes when the session is about to start: after the view found its parent open.
    fleet.onFirstStart = () -> inAnotherThread(parent::close);

    assertThrows(IllegalStateException.class, view::session);

    assertEquals(0, fleet.registry.size());
  }

  private static void inAnotherThread(Runnable work) {
    CompletableFuture.runAsync(work).join();
  }

  @Test
  void beyondTheBoundTheLongestUnusedGoes() {
    OwnSession parent = parent(2);
    get(parent, 1);
    get(parent, 2);
    get(parent, 1);

    get(parent, 3);
    get(parent, 1);
    get(parent, 3);

    assertEquals(List.of(1, 1, 1), List.of(calls(1), calls(2), calls(3)));
    assertEquals(2, fleet.registry.size());
    get(parent, 2);
    assertEquals(2, calls(2));
    parent.close();
  }

  @Test
  void aSessionEvictedBetweenTakingAndAskingIsReplaced() {
    OwnSession parent = parent(1);
    SessionHolder first = parent.forRole(role(1));
    SessionCache taken = first.session();
    parent.forRole(role(2)).session();

    IllegalStateException found =
        assertThrows(IllegalStateException.class, () -> fleet.get(taken, DEADLINE));
    SessionCache again = first.sessionAfter(found);

    assertNotSame(taken, again);
    assertEquals("ASIA1", fleet.get(again, DEADLINE).accessKeyId());
    parent.close();
    assertSame(found, assertThrows(IllegalStateException.class, () -> first.sessionAfter(found)));
    assertSame(found, assertThrows(IllegalStateException.class, () -> parent.sessionAfter(found)));
  }

  @Test
  void anEvictedRoleWhoseCallerWaitsIsKeptUntilItIsAnswered() {
    OwnSession parent = parent(1);
    SessionCache first = parent.forRole(role(1)).session();
    var waiting = first.credentialsAsync(parent, DEADLINE, Runnable::run);

    parent.forRole(role(2)).session();
    fleet.time.advance(Duration.ofSeconds(1));

    assertEquals("ASIA1", waiting.join().accessKeyId());
    assertEquals(1, fleet.registry.size());
    parent.close();
  }

  @Test
  void anIdleRoleIsNoLongerRefreshedAndEvictedAndComesBackOnUse() {
    OwnSession parent = parent(10);
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
  void aRoleInUseIsRefreshedAheadAndKept() {
    OwnSession parent = parent(10);
    for (int minute = 0; minute < 300; minute += 20) {
      get(parent, 1);
      fleet.time.advance(Duration.ofMinutes(20));
    }
    int calls = calls(1);
    assertEquals(1, fleet.registry.size());
    assertEquals(7, calls, 1);
    parent.close();
  }
}
