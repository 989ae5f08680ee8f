package dev.irsa.simulation;

import dev.irsa.credentials.IrsaEvent;
import dev.irsa.credentials.RefreshPolicy;
import dev.irsa.internal.exchange.Exchange;
import dev.irsa.internal.identity.RoleAndIssuer;
import dev.irsa.internal.session.SessionSpec;
import dev.irsa.internal.time.Clocks;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Describes a session that is refreshed without any caller. Equal for equal keys. */
public record KeyedSpec(
    Object key,
    RoleAndIssuer subject,
    Supplier<Exchange> exchange,
    RefreshPolicy policy,
    Consumer<IrsaEvent> newLog,
    @Nullable SessionSpec signer)
    implements SessionSpec {

  /** Describes a session without a log. */
  public KeyedSpec(Object key, RoleAndIssuer subject, Supplier<Exchange> exchange) {
    this(key, subject, exchange, RefreshPolicy.standard(), event -> {}, null);
  }

  /** Returns a copy with another log. */
  public KeyedSpec logging(Consumer<IrsaEvent> log) {
    return new KeyedSpec(key, subject, exchange, policy, log, signer);
  }

  /** Returns a copy for a chained role, or the same without a signer. */
  public KeyedSpec signedBy(@Nullable SessionSpec other) {
    return new KeyedSpec(key, subject, exchange, policy, newLog, other);
  }

  /** Returns a copy that shares no session with this one. */
  public KeyedSpec alone() {
    return new KeyedSpec(new Object(), subject, exchange, policy, newLog, signer);
  }

  @Override
  public Exchange newExchange(Clocks clocks) {
    return exchange.get();
  }

  @Override
  public Duration idleAfter() {
    return Duration.ofDays(365);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof KeyedSpec that && key.equals(that.key);
  }

  @Override
  public int hashCode() {
    return key.hashCode();
  }
}
