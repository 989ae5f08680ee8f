package dev.irsa.doctor.internal.check;

import dev.irsa.credentials.SessionCredentials;
import dev.irsa.doctor.internal.check.ExchangeOutcome.Issuer;
import dev.irsa.doctor.internal.pod.Secrets;
import dev.irsa.doctor.internal.probe.LocalMachine;
import dev.irsa.doctor.internal.probe.NetworkProbe;
import dev.irsa.doctor.internal.probe.ProbeResult;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The calls of an examination, which share nine seconds. Whatever secret they bring is masked in
 * all outputs. Keeps no keys.
 */
final class CallBudget {

  /** The version of STS's API. */
  static final String VERSION = "&Version=2011-06-15";

  /** The form of a request that needs no permission. */
  static final String CALLER_IDENTITY = "Action=GetCallerIdentity" + VERSION;

  /** The longest time for one call of STS. */
  static final Duration CALL = Duration.ofSeconds(3);

  private static final Duration BUDGET = Duration.ofSeconds(9);
  private static final Duration SHORTEST = Duration.ofMillis(100);

  private final NetworkProbe calls;
  private final boolean isOffline;
  private final LocalMachine machine;
  private final Secrets secrets;
  private long endNanos;

  /**
   * Creates an instance.
   *
   * @param caBundle where the file that the settings name is on this machine; null without one
   * @param isOffline whether nothing may be sent
   */
  CallBudget(
      PodSettings settings,
      @Nullable Path caBundle,
      boolean isOffline,
      LocalMachine machine,
      Secrets secrets) {
    this.calls = new NetworkProbe(settings.configuration(), caBundle, machine);
    this.isOffline = isOffline;
    this.machine = machine;
    this.secrets = secrets;
    secrets.add(settings.proxyPassword());
    startBudget();
  }

  private void startBudget() {
    endNanos = machine.nanoTime() + BUDGET.toNanos();
  }

  /**
   * Returns the calls.
   *
   * @throws MissingEvidenceException if nothing may be sent
   */
  NetworkProbe calls() {
    if (isOffline) {
      throw new MissingEvidenceException("not examined: --offline");
    }
    return calls;
  }

  Duration within(Duration longest) {
    Duration left = Duration.ofNanos(endNanos - machine.nanoTime());
    Duration bound = left.compareTo(longest) < 0 ? left : longest;
    return bound.compareTo(SHORTEST) < 0 ? SHORTEST : bound;
  }

  /** Waits, because the user asked for it, and starts the nine seconds anew. */
  boolean pause(Duration time) {
    try {
      machine.pause(time);
      startBudget();
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  ExchangeOutcome exchange(Issuer issuer, Supplier<SessionCredentials> exchange) {
    ExchangeOutcome outcome = ExchangeOutcome.of(exchange, issuer, machine::nanoTime);
    SessionCredentials credentials = outcome.credentials();
    if (credentials != null) {
      secrets.add(credentials.secretAccessKey());
      secrets.add(credentials.sessionToken());
    }
    return outcome;
  }

  /** Returns how far the clock of a server is ahead of this machine's, or null. */
  static @Nullable Duration clockOffset(ProbeResult result) {
    return result.response() == null ? null : result.response().clockOffset();
  }

  /** Returns the clock of this machine. */
  Clock clock() {
    return machine.clock();
  }

  /** Returns the time of this machine for durations. */
  long nanoTime() {
    return machine.nanoTime();
  }
}
