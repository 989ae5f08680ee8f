package dev.irsa;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.credentials.CredentialsException;
import dev.irsa.credentials.RoleRequest;
import dev.irsa.credentials.SessionCredentials;
import dev.irsa.simulation.VirtualFleet;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Tests many roles in one process on virtual time. */
@Tag("deep")
final class TenThousandRolesTest {

  private static final long SECOND = 1_000_000_000L;

  private final VirtualFleet fleet = new VirtualFleet();
  private final IrsaCredentials parent = parent(fleet, 10_000);
  private final List<IrsaCredentials> views = new ArrayList<>();

  static IrsaCredentials parent(VirtualFleet fleet, int mostRoles) {
    return ManyRoles.parent(fleet.registry, role(0), mostRoles, ManyRoles.exchanges(fleet::source));
  }

  static String role(int number) {
    return ManyRoles.role(number);
  }

  private void takeRoles(int count) {
    for (int i = 1; i <= count; i++) {
      views.add(parent.forRole(RoleRequest.of(role(i))));
    }
    for (IrsaCredentials view : views) {
      assertEquals("ASIA1", fleet.await(view.credentialsAsync()).accessKeyId());
    }
  }

  /** Returns credentials without waiting, or throws the failure. */
  private SessionCredentials atOnce(IrsaCredentials view) {
    CompletableFuture<SessionCredentials> answer = view.credentialsAsync();
    assertTrue(answer.isDone(), "a caller had to wait");
    try {
      return answer.join();
    } catch (CompletionException failed) {
      throw (CredentialsException) failed.getCause();
    }
  }

  @Test
  void tenThousandRolesAreServedWithSpreadRefreshesAndEvictedWhenIdle() {
    takeRoles(10_000);
    assertEquals(10_000, fleet.registry.size());
    assertEquals(10_000, fleet.starts.size(), "one call each");
    int before = fleet.starts.size();
    long from = fleet.elapsed();

    for (int step = 0; step < 12; step++) {
      fleet.time.advance(Duration.ofMinutes(10));
      for (IrsaCredentials view : views) {
        atOnce(view);
      }
    }

    int refreshes = fleet.starts.size() - before;
    assertTrue(refreshes >= 20_000 && refreshes <= 40_000, "refreshes in 2 h: " + refreshes);
    assertTrue(mostIn(1, from) <= 20, "in a second: " + mostIn(1, from));
    assertTrue(mostIn(60, from) <= 1200, "in a minute: " + mostIn(60, from));

    fleet.time.advance(Duration.ofMinutes(60));
    int idle = fleet.starts.size();
    fleet.time.advance(Duration.ofMinutes(59));
    assertEquals(idle, fleet.starts.size(), "nobody asks, nothing is refreshed");
    fleet.time.advance(Duration.ofMinutes(3));
    assertEquals(0, fleet.registry.size(), "all evicted");

    IrsaCredentials again = views.get(4711);
    assertEquals(role(4712), fleet.await(again.credentialsAsync()).sessionToken());
    assertEquals(1, fleet.registry.size());
    parent.close();
    assertEquals(0, fleet.registry.size());
  }

  /** Returns the maximum number of exchanges that started within a number of seconds. */
  private int mostIn(int seconds, long from) {
    int most = 0;
    int first = 0;
    for (int last = 0; last < fleet.starts.size(); last++) {
      long at = fleet.starts.get(last).atNanos();
      while (at - fleet.starts.get(first).atNanos() >= seconds * SECOND) {
        first++;
      }
      if (at >= from) {
        most = Math.max(most, last - first + 1);
      }
    }
    return most;
  }
}
