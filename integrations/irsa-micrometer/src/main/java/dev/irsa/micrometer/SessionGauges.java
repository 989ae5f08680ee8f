package dev.irsa.micrometer;

import dev.irsa.IrsaStatus;
import dev.irsa.IrsaStatus.State;
import dev.irsa.credentials.TokenClaims;
import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * The gauges of one role and source. They are read on threads of the registries; everything else is
 * called under the lock of the owner.
 */
final class SessionGauges {

  /** Handles whose credentials expire first come first. */
  private static final Comparator<IrsaStatus> MOST_URGENT =
      Comparator.comparing(IrsaStatus::expiration, Comparator.nullsLast(Comparator.naturalOrder()));

  private final Tags tags;
  private final Set<WatchedHandle> handles = ConcurrentHashMap.newKeySet();
  private final MeterFailures foreign;

  /** By identity: meters of two registries are equal. */
  private final IdentityHashMap<MeterRegistry, List<Meter>> meters = new IdentityHashMap<>();

  SessionGauges(Tags tags, MeterFailures foreign) {
    this.tags = tags;
    this.foreign = foreign;
  }

  Tags tags() {
    return tags;
  }

  void add(WatchedHandle handle) {
    handles.add(handle);
  }

  /** Removes a handle, and returns whether it was the last. */
  boolean removeLast(WatchedHandle handle) {
    handles.remove(handle);
    return handles.isEmpty();
  }

  void removeFromRegistries() {
    meters.forEach(
        (registry, all) -> all.forEach(meter -> foreign.run(() -> registry.remove(meter))));
    meters.clear();
  }

  /** Drops the meters of a registry that is closed. */
  void forget(MeterRegistry registry) {
    meters.remove(registry);
  }

  void addTo(MeterRegistry registry) {
    Clock clock = registry.config().clock();
    addSeconds(
        registry,
        "irsa.credentials.expiration",
        "Time until the credentials expire; negative afterwards",
        status -> between(issuerNow(status, clock), status.expiration()));
    addSeconds(
        registry,
        "irsa.credentials.age",
        "Time since the credentials were received",
        status -> between(status.lastRefresh(), now(clock)));
    addSeconds(
        registry,
        "irsa.token.age",
        "Time since the token that was read last was issued",
        status -> between(issuedAt(status.tokenClaims()), issuerNow(status, clock)));
    addSeconds(
        registry,
        "irsa.clock.offset",
        "Offset to add to the local clock to get the time of STS",
        IrsaStatus::clockOffset);
    for (State state : State.values()) {
      add(
          registry,
          gauge("irsa.state", status -> status.state() == state ? 1 : 0)
              .description("1 for the state of the session, 0 for all others")
              .tags(tags.and("state", TagValues.lowerCase(state))));
    }
  }

  private void addSeconds(
      MeterRegistry registry,
      String name,
      String description,
      Function<IrsaStatus, @Nullable Duration> value) {
    add(
        registry,
        gauge(name, status -> seconds(value.apply(status)))
            .description(description)
            .baseUnit("seconds")
            .tags(tags));
  }

  private Gauge.Builder<?> gauge(String name, ToDoubleFunction<IrsaStatus> value) {
    return Gauge.builder(
        name,
        () -> {
          IrsaStatus status = mostUrgent();
          return status == null ? Double.NaN : value.applyAsDouble(status);
        });
  }

  private void add(MeterRegistry registry, Gauge.Builder<?> gauge) {
    foreign.run(
        () ->
            meters
                .computeIfAbsent(registry, unused -> new ArrayList<>())
                .add(gauge.register(registry)));
  }

  private @Nullable IrsaStatus mostUrgent() {
    return handles.stream()
        .map(WatchedHandle::status)
        .filter(Objects::nonNull)
        .min(MOST_URGENT)
        .orElse(null);
  }

  private static double seconds(@Nullable Duration duration) {
    return duration == null ? Double.NaN : duration.toMillis() / 1000.0;
  }

  private static Instant now(Clock clock) {
    return Instant.ofEpochMilli(clock.wallTime());
  }

  private static Instant issuerNow(IrsaStatus status, Clock clock) {
    return now(clock).plus(Objects.requireNonNullElse(status.clockOffset(), Duration.ZERO));
  }

  private static @Nullable Instant issuedAt(@Nullable TokenClaims claims) {
    return claims == null ? null : claims.issuedAt();
  }

  private static @Nullable Duration between(@Nullable Instant start, @Nullable Instant end) {
    return start == null || end == null ? null : Duration.between(start, end);
  }
}
