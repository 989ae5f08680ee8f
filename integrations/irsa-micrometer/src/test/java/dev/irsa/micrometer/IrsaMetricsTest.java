package dev.irsa.micrometer;

import static dev.irsa.micrometer.SampleEvents.failed;
import static dev.irsa.micrometer.SampleEvents.outage;
import static dev.irsa.micrometer.SampleEvents.refreshed;
import static dev.irsa.micrometer.SampleEvents.rejected;
import static dev.irsa.micrometer.SampleEvents.unchanged;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.IrsaStatus;
import dev.irsa.IrsaStatus.State;
import dev.irsa.TestStatus;
import dev.irsa.credentials.CredentialsException;
import dev.irsa.credentials.FailureKind;
import dev.irsa.credentials.IdentitySource;
import dev.irsa.internal.token.JwtClaims;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MockClock;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.simple.SimpleConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class IrsaMetricsTest {

  private static final String CART = SampleEvents.ROLE;
  private static final String AUDIT = "arn:aws:iam::111122223333:role/audit";

  private final MockClock clock = aDayAfterTheEpoch();
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry(SimpleConfig.DEFAULT, clock);
  private final Instant now = Instant.ofEpochMilli(clock.wallTime());
  private final IrsaMetrics metrics = new IrsaMetrics();

  /** Handles that are in use until the end of the test. */
  private final List<Handle> inUse = new ArrayList<>();

  /** A handle whose status a test sets. */
  private static final class Handle {
    private IrsaStatus status;

    Handle(IrsaStatus status) {
      this.status = status;
    }

    IrsaStatus status() {
      return status;
    }
  }

  private Handle fresh(String roleArn, Duration left) {
    return new Handle(TestStatus.of(State.FRESH, roleArn, now.plus(left)));
  }

  private void watch(Handle handle) {
    inUse.add(handle);
    metrics.watch(handle, Handle::status);
  }

  /** A token from before the epoch has no date. */
  private static MockClock aDayAfterTheEpoch() {
    MockClock clock = new MockClock();
    clock.add(Duration.ofDays(1));
    return clock;
  }

  private double gauge(String name, String... tags) {
    return registry.get(name).tags(tags).gauge().value();
  }

  private double calls(String code) {
    return registry.get("irsa.exchange.calls").tag("code", code).counter().count();
  }

  private Timer refresh(String... tags) {
    return registry.get("irsa.refresh").tags(tags).timer();
  }

  private Set<String> valuesOf(String tag) {
    return registry.getMeters().stream()
        .map(meter -> String.valueOf(meter.getId().getTag(tag)))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Test
  void stateIsShownInSecondsWithRoleAndSource() {
    metrics.bindTo(registry);
    Handle handle =
        new Handle(
            TestStatus.of(
                State.FRESH,
                IdentitySource.WEB_IDENTITY,
                CART,
                now.plusSeconds(3600),
                now.minusSeconds(60),
                Duration.ofMillis(-1500),
                new JwtClaims(null, null, List.of(), now.minusSeconds(600), now)));
    watch(handle);

    assertEquals(3601.5, gauge("irsa.credentials.expiration", "role", "cart"));
    assertEquals(60, gauge("irsa.credentials.age", "source", "web_identity"));
    assertEquals(598.5, gauge("irsa.token.age"));
    assertEquals(-1.5, gauge("irsa.clock.offset"));
    assertEquals(1, gauge("irsa.state", "state", "fresh"));
    assertEquals(0, gauge("irsa.state", "state", "expired"));
    assertEquals(
        "seconds", registry.get("irsa.credentials.expiration").gauge().getId().getBaseUnit());

    clock.add(Duration.ofHours(2));
    handle.status = TestStatus.of(State.EXPIRED, CART, now.plusSeconds(3600));

    assertEquals(-3600, gauge("irsa.credentials.expiration"));
    assertEquals(1, gauge("irsa.state", "state", "expired"));
    assertEquals(0, gauge("irsa.state", "state", "fresh"));
    assertTrue(Double.isNaN(gauge("irsa.clock.offset")), "not known");
  }

  @Test
  void refreshesAreTimedByOutcomeAndFailure() {
    metrics.bindTo(registry);
    metrics.onEvent(refreshed(CART));
    metrics.onEvent(failed(outage(null)));
    metrics.onEvent(unchanged());

    Timer success = refresh("role", "cart", "outcome", "success", "failure", "none");
    assertEquals(250, success.totalTime(TimeUnit.MILLISECONDS));
    Timer failure = refresh("outcome", "failure", "failure", "outage");
    assertEquals(7, failure.totalTime(TimeUnit.SECONDS));
    assertEquals(
        1, refresh("role", "unknown", "source", "container", "outcome", "unchanged").count());
  }

  @Test
  void callsAreCountedByTheirCode() {
    metrics.bindTo(registry);
    CredentialsException throttled = outage("Throttling");
    CredentialsException denied = rejected("AccessDenied");

    metrics.onEvent(refreshed(CART, throttled, throttled));
    metrics.onEvent(failed(denied, denied));
    metrics.onEvent(failed(outage(null), outage(null)));

    assertEquals(2, calls("Throttling"));
    assertEquals(1, calls("OK"));
    assertEquals(1, calls("AccessDenied"));
    assertEquals(1, calls("none"));
  }

  @Test
  void eachSessionHasGaugesInEveryRegistryOfTheHandleThatExpiresFirst() {
    Handle early = fresh(CART, Duration.ofMinutes(20));
    watch(new Handle(TestStatus.of(State.EMPTY, CART)));
    watch(fresh(CART, Duration.ofMinutes(50)));
    watch(early);
    metrics.bindTo(registry);
    watch(fresh(AUDIT, Duration.ofMinutes(30)));
    assertEquals(1800, gauge("irsa.credentials.expiration", "role", "audit"));
    assertEquals(1200, gauge("irsa.credentials.expiration", "role", "cart"));

    early.status = IrsaStatus.of(State.EMPTY);

    assertEquals(3000, gauge("irsa.credentials.expiration", "role", "cart"));
    assertEquals(1, gauge("irsa.state", "role", "cart", "state", "fresh"));
  }

  @Test
  void aMisconfiguredSessionIsShownUntilItsRoleIsKnown() {
    metrics.bindTo(registry);
    Handle handle = new Handle(IrsaStatus.of(State.MISCONFIGURED));
    watch(handle);
    assertEquals(1, gauge("irsa.state", "role", "unknown", "state", "misconfigured"));

    handle.status = TestStatus.of(State.FRESH, CART);
    metrics.onEvent(refreshed(CART));

    assertEquals(1, gauge("irsa.state", "role", "cart", "state", "fresh"));
    assertFalse(valuesOf("role").contains("unknown"), () -> valuesOf("role").toString());
  }

  @Test
  @Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
  void gaugesOfAHandleThatWasGarbageCollectedAreRemovedFromEveryRegistry() {
    SimpleMeterRegistry second = new SimpleMeterRegistry(SimpleConfig.DEFAULT, clock);
    metrics.bindTo(registry);
    metrics.bindTo(second);
    metrics.watch(fresh(CART, Duration.ofMinutes(50)), Handle::status);
    assertNotNull(gaugeOfCart(second));

    // Ends only when they are gone.
    while (gaugeOfCart(registry) != null || gaugeOfCart(second) != null) {
      System.gc();
      metrics.onEvent(refreshed(AUDIT));
    }

    assertNull(second.find("irsa.credentials.expiration").tag("role", "cart").gauge());
  }

  @Test
  @Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
  void aClosedRegistryIsNotKept() {
    metrics.bindTo(registry);
    watch(fresh(CART, Duration.ofMinutes(50)));
    WeakReference<SimpleMeterRegistry> closed = boundAndClosed();

    // Ends only when it is gone.
    while (closed.get() != null) {
      System.gc();
      metrics.onEvent(refreshed(CART));
    }

    assertNotNull(gaugeOfCart(registry));
  }

  private WeakReference<SimpleMeterRegistry> boundAndClosed() {
    SimpleMeterRegistry bound = new SimpleMeterRegistry(SimpleConfig.DEFAULT, clock);
    metrics.bindTo(bound);
    bound.close();
    return new WeakReference<>(bound);
  }

  @Test
  void callsAreCountedForEachOfTwoEndpoints() {
    metrics.bindTo(registry);

    metrics.onEvent(SampleEvents.refreshed(true, SampleEvents.ROLE, SampleEvents.outage(null)));
    metrics.onEvent(
        SampleEvents.failed(
            SampleEvents.outage(null),
            SampleEvents.outage(null),
            SampleEvents.outage(SampleEvents.SPARE, null)));

    assertEquals(1, calls("OK", "spare"));
    assertEquals(2, calls("none", "first"));
    assertEquals(1, calls("none", "spare"));
  }

  private double calls(String code, String endpoint) {
    return registry
        .get("irsa.exchange.calls")
        .tags("code", code, "endpoint", endpoint)
        .counter()
        .count();
  }

  @Test
  void countersExistWithTheValueZeroOnceTheSessionIsKnown() {
    watch(new Handle(TestStatus.of(State.EMPTY, CART)));
    metrics.bindTo(registry);
    watch(new Handle(TestStatus.of(State.EMPTY, AUDIT)));

    for (String role : List.of("cart", "audit")) {
      Tags session = Tags.of("role", role, "source", "web_identity");
      for (FailureKind kind : FailureKind.values()) {
        Tags failure = session.and("outcome", "failure", "failure", TagValues.lowerCase(kind));
        assertEquals(0, registry.get("irsa.refresh").tags(failure).timer().count());
      }
      for (String outcome : List.of("success", "unchanged")) {
        Tags other = session.and("outcome", outcome, "failure", "none");
        assertEquals(0, registry.get("irsa.refresh").tags(other).timer().count());
      }
      Tags call = session.and("code", "OK");
      assertEquals(0, registry.get("irsa.exchange.calls").tags(call).counter().count());
    }
  }

  /** Throws anything, as Kotlin and {@code @SneakyThrows} let a method do. */
  @SuppressWarnings("unchecked")
  private static <T extends Throwable> RuntimeException sneaky(Throwable failure) throws T {
    throw (T) failure;
  }

  private static MeterFilter throwingFor(String meter, Throwable failure) {
    return new MeterFilter() {
      @Override
      public Meter.Id map(Meter.Id id) {
        if (id.getName().startsWith(meter)) {
          throw IrsaMetricsTest.<RuntimeException>sneaky(failure);
        }
        return id;
      }
    };
  }

  private static Stream<Throwable> anything() {
    return Stream.of(
        new IllegalStateException("broken"), new IOException("undeclared"), new AssertionError());
  }

  @ParameterizedTest
  @MethodSource("anything")
  void aRegistryOrMeterThatThrowsDoesNotSilenceOthers(Throwable failure) {
    SimpleMeterRegistry broken = new SimpleMeterRegistry(SimpleConfig.DEFAULT, clock);
    broken.config().meterFilter(throwingFor("", failure));
    registry.config().meterFilter(throwingFor("irsa.credentials.age", failure));
    registry.config().meterFilter(throwingFor("irsa.refresh", failure));
    watch(fresh(CART, Duration.ofMinutes(50)));
    metrics.bindTo(broken);
    metrics.bindTo(registry);
    watch(fresh(AUDIT, Duration.ofMinutes(50)));

    metrics.onEvent(refreshed(CART));

    Tags ofCart = Tags.of("role", "cart", "code", "OK");
    assertEquals(1, registry.get("irsa.exchange.calls").tags(ofCart).counter().count());
    assertEquals(1, gauge("irsa.state", "role", "cart", "state", "fresh"));
    assertEquals(3000, gauge("irsa.credentials.expiration", "role", "audit"));
  }

  @ParameterizedTest
  @MethodSource("anything")
  void aStatusThatThrowsDoesNotSilenceOthers(Throwable failure) {
    metrics.bindTo(registry);
    AtomicBoolean throwing = new AtomicBoolean();
    Handle broken = fresh(CART, Duration.ofMinutes(20));
    inUse.add(broken);
    metrics.watch(
        broken,
        handle -> {
          if (throwing.get()) {
            throw IrsaMetricsTest.<RuntimeException>sneaky(failure);
          }
          return handle.status();
        });
    watch(fresh(CART, Duration.ofMinutes(50)));
    throwing.set(true);
    watch(fresh(AUDIT, Duration.ofMinutes(40)));

    metrics.onEvent(refreshed(CART));

    assertEquals(1, calls("OK"));
    assertEquals(3000, gauge("irsa.credentials.expiration", "role", "cart"));
    assertEquals(2400, gauge("irsa.credentials.expiration", "role", "audit"));
  }

  private static @Nullable Gauge gaugeOfCart(MeterRegistry registry) {
    return registry.find("irsa.state").tags("role", "cart", "state", "fresh").gauge();
  }

  @Test
  void tenThousandRolesAndCodesLeadToABoundedNumberOfMeters() {
    metrics.bindTo(registry);
    for (int i = 0; i < 10_000; i++) {
      String role = "arn:aws:iam::111122223333:role/tenant-" + i;
      watch(fresh(role, Duration.ofMinutes(50)));
      metrics.onEvent(refreshed(role, outage("Code" + i)));
    }

    assertEquals(101, valuesOf("role").size() - 1, "and the one without the tag");
    assertTrue(registry.getMeters().size() < 101 * 64, () -> registry.getMeters().size() + "");
    assertEquals(52, valuesOf("code").size() - 1, "and those without the tag");
    assertEquals(
        10_000,
        registry.get("irsa.exchange.calls").tag("code", "OK").counters().stream()
            .mapToDouble(counter -> counter.count())
            .sum());
  }

  @Test
  void tokensForOthersAreToldApartByABoundedNumberOfAudiences() {
    metrics.bindTo(registry);
    watch(new Handle(TestStatus.ofToken(CART, "https://api.example/v1")));
    for (int i = 0; i < 1_000; i++) {
      metrics.onEvent(SampleEvents.token("https://api-" + i + ".example"));
    }
    metrics.onEvent(SampleEvents.token("https://api.example/" + "x".repeat(64)));

    assertEquals(
        1, refresh("audience", "https://api-7.example", "source", "outbound_token").count());
    assertEquals(51, valuesOf("audience").size() - 1, "and the one without the tag");
    assertTrue(valuesOf("audience").contains("other"));
    assertEquals(
        1,
        registry
            .get("irsa.state")
            .tags("audience", "https://api.example/v1", "state", "fresh")
            .gauge()
            .value());
  }

  @Test
  void tagsContainNeitherKeysNorAccountsNorMessages() {
    metrics.bindTo(registry);
    Handle handle = fresh(CART, Duration.ofMinutes(50));
    watch(handle);
    metrics.onEvent(refreshed(CART, rejected("AccessDenied")));
    metrics.onEvent(failed(rejected("x".repeat(65)), outage(null)));

    Set<String> keys = new TreeSet<>();
    for (Meter meter : registry.getMeters()) {
      for (Tag tag : meter.getId().getTags()) {
        keys.add(tag.getKey());
        assertTrue(tag.getValue().matches("[A-Za-z_-]{1,64}"), tag::toString);
        assertFalse(tag.getValue().contains("ASIA"), tag::toString);
      }
    }
    assertEquals(
        Set.of("role", "source", "audience", "state", "outcome", "failure", "code", "endpoint"),
        keys);
  }
}
