package dev.irsa.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.IrsaCredentials;
import dev.irsa.credentials.CredentialsRequest;
import dev.irsa.credentials.ExchangeUnavailableException;
import dev.irsa.testkit.server.Fault;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

/** Rules for views, the sessions of other roles and of tenants. */
@Timeout(value = 120, threadMode = ThreadMode.SEPARATE_THREAD)
class ViewRulesTest {

  private final World world = new World();
  private final WayIn.Pod pod = WayIn.Pod.in(world);

  @AfterEach
  void close() {
    world.close();
  }

  /** Otherwise a tenant would have the permissions of the pod. */
  @Test
  void whatIsBuiltWithTheSettingsOfAViewHasItsIdentity() {
    var v2 = pod.v2("builders", event -> {});
    var v1 = pod.v1("builders", event -> {});
    for (var view :
        List.of(
            v2.forRole(pod.tenant()),
            v2.chainedRole(pod.partner()),
            v2.forRole(pod.tenant()).chainedRole(pod.partner()))) {
      try (var built = view.toBuilder().build()) {
        assertEquals(view.resolveCredentials(), built.resolveCredentials());
      }
    }
    for (var view :
        List.of(
            v1.forRole(pod.tenant()),
            v1.chainedRole(pod.partner()),
            v1.forRole(pod.tenant()).chainedRole(pod.partner()))) {
      try (var built = view.toBuilder().build()) {
        assertEquals(
            view.getCredentials().getSessionToken(), built.getCredentials().getSessionToken());
      }
    }
    v2.close();
    v1.close();
  }

  /** The roles of a chain share the time limit of a call, whose default is longer than the test. */
  @Test
  void theTimeLimitOfAFutureIsThatOfTheWholeChain() throws InterruptedException {
    world.lab.sts().faults().always(Fault.hang());
    try (IrsaCredentials handle =
        pod.withDeadline(Duration.ofMinutes(5)).core("futures", event -> {})) {
      var asked =
          handle
              .chainedRole(pod.partner())
              .chainedRole(pod.partner())
              .credentialsAsync(CredentialsRequest.standard().withTimeout(Duration.ofMillis(100)));

      Throwable failure = assertThrows(ExecutionException.class, asked::get).getCause();
      assertTrue(failure instanceof ExchangeUnavailableException, failure::toString);
      assertTrue(failure.getMessage().contains("deadline of 100 ms"), failure::toString);
    }
  }
}
