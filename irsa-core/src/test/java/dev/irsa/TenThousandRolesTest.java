package dev.irsa;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.credentials.CredentialsException;
import dev.irsa.credentials.RoleRequest;
import dev.irsa.credentials.SessionCredentials;
import dev.irsa.internal.identity.ChainedIdentity;
import dev.irsa.internal.identity.WebIdentity;
import dev.irsa.internal.session.CredentialExchange;
import dev.irsa.internal.session.SessionRegistry;
import dev.irsa.simulation.VirtualFleet;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests many roles in one process on virtual time. */
@Tag("deep")
final class TenThousandRolesTest {

  private static final long SECOND = 1_000_000_000L;

  private final VirtualFleet fleet = new VirtualFleet();
  private final IrsaCredentials parent = parent(fleet);
  private final List<IrsaCredentials> views = new ArrayList<>();

  static IrsaCredentials parent(VirtualFleet fleet) {
    return parent(fleet, 10_000);
  }

  static IrsaCredentials parent(VirtualFleet fleet, int mostRoles) {
    return parent(fleet, mostRoles, ManyRoles.exchanges(fleet::source));
  }

  static IrsaCredentials parent(
      VirtualFleet fleet, int mostRoles, ClientSettings.Exchanges sources) {
    return ManyRoles.parent(fleet.registry, role(0), mostRoles, sources);
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

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aThousandTenantsOfOneRoleHaveASessionEachThatIsSharedAndForgottenWhenIdle(
      boolean isChained) {
    IrsaCredentials handle = parent(fleet, 10_000, tenants());
    try {
      for (int round = 0; round < 3; round++) {
        for (int tenant = 0; tenant < 1000; tenant++) {
          IrsaCredentials view =
              isChained ? handle.chainedRole(tagged(tenant)) : handle.forRole(tenant(tenant));
          assertEquals(
              policy(tenant),
              fleet.await(view.credentialsAsync()).sessionToken(),
              "scoped to the tenant");
        }
      }
      // The pod's role, which assumes the others.
      int own = isChained ? 1 : 0;
      assertEquals(own, fleet.starts.size() - ofTenants());
      assertEquals(1000, ofTenants(), "one call each, shared by all views");
      assertEquals(own + 1000, fleet.registry.size());

      fleet.time.advance(Duration.ofMinutes(31));
      long idle = ofTenants();
      fleet.time.advance(Duration.ofMinutes(80));
      assertEquals(idle, ofTenants(), "nobody asks, nothing is refreshed");
      fleet.time.advance(Duration.ofMinutes(12));
      assertEquals(own, fleet.registry.size(), "all forgotten");
      assertTrue(mostIn(1, 0) <= 20, "in a second: " + mostIn(1, 0));
    } finally {
      handle.close();
    }
  }

  /** Issues credentials whose token is the session policy. */
  private ClientSettings.Exchanges tenants() {
    return new ClientSettings.Exchanges() {
      @Override
      public CredentialExchange create(ResolvedSettings configuration) {
        return fleet.source(String.valueOf(((WebIdentity) configuration.identity()).policy()));
      }

      @Override
      public CredentialExchange createChained(
          ResolvedSettings configuration, SessionRegistry registry, SessionRegistry.Terms signer) {
        RoleRequest request = ((ChainedIdentity) configuration.identity()).request();
        return fleet.source(String.valueOf(request.sessionPolicy()));
      }
    };
  }

  private long ofTenants() {
    return fleet.starts.stream().filter(start -> start.role().contains("tenant")).count();
  }

  private static RoleRequest tagged(int number) {
    return tenant(number).withSessionTags(Map.of("tenant", "" + number));
  }

  private static RoleRequest tenant(int number) {
    return RoleRequest.of(role(1)).withSessionPolicy(policy(number));
  }

  private static String policy(int number) {
    return "{\"tenant\": " + number + "}";
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

  @Test
  void whileRefreshesHangCallersWithoutCredentialsAreServed() {
    takeRoles(20);
    for (int i = 1; i <= 20; i++) {
      fleet.hung.add(role(i));
    }
    fleet.time.advance(Duration.ofMinutes(52));

    for (int i = 21; i <= 40; i++) {
      IrsaCredentials newcomer = parent.forRole(RoleRequest.of(role(i)));
      long asked = fleet.elapsed();
      assertEquals("ASIA1", fleet.await(newcomer.credentialsAsync()).accessKeyId());
      assertTrue(fleet.elapsed() - asked <= SECOND, "it waited behind refreshes");
    }
    parent.close();
  }
}
