package dev.irsa.micrometer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.IrsaCredentials;
import dev.irsa.IrsaListener;
import dev.irsa.credentials.IrsaEvent;
import dev.irsa.policy.Role;
import dev.irsa.testkit.IrsaLab;
import dev.irsa.testkit.IrsaLabExtension;
import dev.irsa.testkit.PodEnvironment;
import dev.irsa.testkit.PodIdentity;
import dev.irsa.testkit.server.Fault;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The meters of real sessions. */
final class IrsaMetricsInLabTest {

  @RegisterExtension final IrsaLabExtension ownLab = new IrsaLabExtension();

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final IrsaMetrics metrics = new IrsaMetrics();
  private final BlockingQueue<IrsaEvent> events = new LinkedBlockingQueue<>();

  /** Lets a test wait until the meters have received an event. */
  private IrsaListener listener() {
    return event -> {
      try {
        metrics.onEvent(event);
      } finally {
        events.add(event);
      }
    };
  }

  private IrsaCredentials.Builder in(PodEnvironment pod) {
    return IrsaCredentials.builder()
        .environment(pod.variables())
        .endpointOverride(pod.plainStsEndpoint())
        .addListener(listener());
  }

  private static String role(IrsaCredentials handle) {
    String arn = handle.status().roleArn();
    return arn.substring(arn.lastIndexOf('/') + 1);
  }

  private double calls(String code) {
    return registry.get("irsa.exchange.calls").tag("code", code).counter().count();
  }

  @Test
  void aThrottledStartIsOneRefreshOfTwoCalls(IrsaLab lab, PodEnvironment pod) throws Exception {
    metrics.bindTo(registry);
    lab.sts().faults().next(Fault.throttle());
    try (IrsaCredentials irsa = in(pod).build()) {
      metrics.watch(irsa, IrsaCredentials::status);
      irsa.credentials();
      assertInstanceOf(IrsaEvent.Refreshed.class, events.take());

      assertEquals(1, calls("Throttling"));
      assertEquals(1, calls("OK"));
      assertEquals(
          1,
          registry
              .get("irsa.refresh")
              .tags("role", role(irsa), "source", "web_identity", "outcome", "success")
              .timer()
              .count());
      double left = registry.get("irsa.credentials.expiration").gauge().value();
      assertTrue(left > 3000 && left <= 3600, () -> left + " s");
      assertEquals(1, registry.get("irsa.state").tag("state", "fresh").gauge().value());
    }
    assertEquals(1, registry.get("irsa.state").tag("state", "fresh").gauge().value(), "retained");
  }

  @Test
  void sessionsOfOtherRolesAreCountedUnderTheirOwnNames(IrsaLab lab, PodEnvironment pod)
      throws Exception {
    metrics.bindTo(registry);
    Role own = lab.iam().role(pod.variables().get("AWS_ROLE_ARN")).orElseThrow();
    Role reader =
        lab.iam().createRole("reader", own.trustPolicy(), own.maxSessionDuration(), own.policies());
    try (IrsaCredentials irsa = in(pod).build()) {
      IrsaCredentials view = irsa.forRole(reader.arn());
      view.credentials();
      assertInstanceOf(IrsaEvent.Refreshed.class, events.take());

      assertEquals(1, registry.get("irsa.refresh").tag("role", "reader").timer().count());
    }
  }

  @Test
  @PodIdentity
  void podIdentityHasMetersWithoutARoleAndAToken(PodEnvironment pod) throws Exception {
    metrics.bindTo(registry);
    try (IrsaCredentials irsa =
        IrsaCredentials.builder().environment(pod.variables()).addListener(listener()).build()) {
      metrics.watch(irsa, IrsaCredentials::status);
      irsa.credentials();
      assertInstanceOf(IrsaEvent.Refreshed.class, events.take());

      double left =
          registry
              .get("irsa.credentials.expiration")
              .tags("role", "unknown", "source", "container")
              .gauge()
              .value();
      assertTrue(left > 3000, () -> left + " s");
      assertTrue(Double.isNaN(registry.get("irsa.clock.offset").gauge().value()));
      assertEquals(1, calls("OK"));
    }
  }
}
