package dev.irsa;

import static dev.irsa.internal.time.Nanos.SECOND;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.IrsaStatus.State;
import dev.irsa.credentials.CredentialsException;
import dev.irsa.credentials.CredentialsRequest;
import dev.irsa.credentials.RoleRequest;
import dev.irsa.credentials.SessionCredentials;
import dev.irsa.internal.config.Environment;
import dev.irsa.internal.config.GivenSettings;
import dev.irsa.internal.config.Setting;
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

/** Tests the sessions of other roles on virtual time. */
final class RoleSessionsTest {

  private final VirtualRoles fleet = new VirtualRoles();

  private IrsaCredentials parent(int mostRoles) {
    Map<String, String> variables =
        Map.of(
            "AWS_ROLE_ARN", role(0),
            "AWS_WEB_IDENTITY_TOKEN_FILE", "/var/run/token",
            "AWS_REGION", "eu-west-1");
    GivenSettings given =
        GivenSettings.none()
            .with(Setting.ENVIRONMENT, Environment.of(variables, Map.of()))
            .with(Setting.MAX_ROLES, mostRoles);
    return fleet.handle(given);
  }

  private static String role(int number) {
    return "arn:aws:iam::111122223333:role/app-" + number;
  }

  private int calls(int number) {
    return (int) fleet.starts.stream().filter(each -> each.role().equals(role(number))).count();
  }

  private static CompletableFuture<SessionCredentials> ask(IrsaCredentials parent, int number) {
    return parent.forRole(RoleRequest.of(role(number))).credentialsAsync();
  }

  private void get(IrsaCredentials parent, int number) {
    var unused = fleet.await(ask(parent, number));
  }

  /** Closes a handle, and lets the sessions of its views be given back. */
  private void close(IrsaCredentials parent) {
    parent.close();
    fleet.time.advance(Duration.ZERO);
  }

  private static State state(IrsaCredentials parent, int number) {
    return parent.forRole(RoleRequest.of(role(number))).status().state();
  }

  @Test
  void beyondTheBoundTheLeastRecentlyUsedSessionIsEvicted() {
    IrsaCredentials parent = parent(2);
    get(parent, 1);
    get(parent, 2);
    get(parent, 1);

    get(parent, 3);
    get(parent, 1);
    get(parent, 3);

    assertEquals(List.of(1, 1, 1), List.of(calls(1), calls(2), calls(3)));
    assertEquals(2, fleet.sessions.size());
    get(parent, 2);
    assertEquals(1, calls(2), "what it had was kept");
    assertEquals(2, fleet.sessions.size());
    parent.close();
  }

  /** Whichever of the two roles it waits for. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void theErrorOfAChainedRoleNamesTheWholeDeadlineOfTheCaller(int hung) {
    IrsaCredentials parent = parent(1);
    fleet.hung.add(role(hung));

    CompletableFuture<SessionCredentials> answer =
        parent
            .chainedRole(RoleRequest.of(role(1)))
            .credentialsAsync(CredentialsRequest.standard().withTimeout(Duration.ofMillis(1500)));

    var failure = assertThrows(CredentialsException.class, () -> fleet.await(answer));
    assertEquals(List.of(1, hung), List.of(calls(0), calls(1)), "the pod's role comes first");
    assertTrue(
        failure.getMessage().contains(role(hung) + " within the caller's deadline of 1.5 s:"),
        failure::getMessage);
    assertEquals(1.5, fleet.elapsed() / 1e9, 0.01, "and waited no longer");
    parent.close();
  }

  @Test
  void theStatusOfARoleTakesNoSession() {
    IrsaCredentials parent = parent(1);
    get(parent, 1);
    int sessions = fleet.sessions.size();

    assertEquals(State.EMPTY, state(parent, 2));
    assertEquals(State.FRESH, state(parent, 1));

    assertEquals(sessions, fleet.sessions.size());
    assertEquals(0, calls(2));
    get(parent, 2);
    assertEquals(State.FRESH, state(parent, 1), "evicted, and still known");
    parent.close();
  }

  @Test
  void callersWhoWaitForAnEvictedRoleAreServed() {
    IrsaCredentials parent = parent(1);
    var first = ask(parent, 1);
    var second = ask(parent, 2);
    var third = ask(parent, 3);

    assertEquals(3, fleet.sessions.size(), "who waits is a user");
    fleet.time.advance(Duration.ofSeconds(1));

    assertEquals(
        List.of("app-1-1", "app-2-1", "app-3-1"),
        List.of(
            first.join().accessKeyId(), second.join().accessKeyId(), third.join().accessKeyId()));
    assertEquals(1, fleet.sessions.size());
    close(parent);
    assertEquals(0, fleet.sessions.size());
  }

  @Test
  void anIdleSessionIsNotRefreshedThenEvictedAndCreatedAgainOnUse() {
    IrsaCredentials parent = parent(10);
    var unused = fleet.await(parent.credentialsAsync());
    get(parent, 1);

    fleet.time.advance(Duration.ofMinutes(31));
    int before = calls(1);
    fleet.time.advance(Duration.ofMinutes(29));
    assertEquals(before, calls(1), "after half an hour nobody refreshes it");
    assertEquals(2, fleet.sessions.size());
    fleet.time.advance(Duration.ofMinutes(62));
    assertEquals(1, fleet.sessions.size(), "evicted although nobody asked for any role");

    get(parent, 1);
    assertEquals(before + 1, calls(1));
    close(parent);
    assertEquals(0, fleet.sessions.size());
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
  @Tag("deep")
  void tenThousandRolesAreServedWithSpreadRefreshesAndEvictedWhenIdle() {
    IrsaCredentials parent = parent(10_000);
    List<IrsaCredentials> views = new ArrayList<>();
    for (int number = 1; number <= 10_000; number++) {
      views.add(parent.forRole(RoleRequest.of(role(number))));
    }
    for (IrsaCredentials view : views) {
      assertTrue(fleet.await(view.credentialsAsync()).accessKeyId().endsWith("-1"));
    }
    assertEquals(10_000, fleet.sessions.size());
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
    assertEquals(0, fleet.sessions.size(), "all evicted");

    IrsaCredentials again = views.get(4711);
    assertTrue(fleet.await(again.credentialsAsync()).accessKeyId().startsWith("app-4712-"));
    assertEquals(1, fleet.sessions.size());
    parent.close();
    fleet.time.advance(Duration.ZERO);
    assertEquals(0, fleet.sessions.size());
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
