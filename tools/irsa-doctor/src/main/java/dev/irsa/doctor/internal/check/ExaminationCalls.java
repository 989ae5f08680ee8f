package dev.irsa.doctor.internal.check;

import dev.irsa.credentials.SessionCredentials;
import dev.irsa.doctor.internal.exchange.ExchangeOutcome;
import dev.irsa.doctor.internal.network.ConnectionTarget;
import dev.irsa.doctor.internal.network.StagedCall;
import dev.irsa.doctor.internal.settings.PodSettings;
import dev.irsa.doctor.internal.text.Secrets;
import dev.irsa.internal.config.Setting;
import dev.irsa.internal.http.CaBundle;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What all calls of an examination share: connections, the time that is left of nine seconds, and
 * the secrets that they bring.
 */
final class ExaminationCalls {

  static final String OFFLINE = "not examined: --offline";
  private static final Duration BUDGET = Duration.ofSeconds(9);
  private static final Duration SHORTEST = Duration.ofMillis(100);

  private final Evidence evidence;
  private final MachineAccess machine;
  private final Secrets secrets;
  private final StagedCall staged;
  private long endNanos;

  ExaminationCalls(Evidence evidence, MachineAccess machine, Secrets secrets) {
    this.evidence = evidence;
    this.machine = machine;
    this.secrets = secrets;
    this.staged = new StagedCall(machine.clock(), machine.nanoTime());
    startBudget();
  }

  /** Starts the time anew, after a wait that was asked for. */
  void startBudget() {
    endNanos = machine.nanoTime().getAsLong() + BUDGET.toNanos();
  }

  StagedCall staged() {
    return staged;
  }

  MachineAccess machine() {
    return machine;
  }

  boolean isOffline() {
    return evidence.options().offline();
  }

  /** Keeps a text out of all outputs. Ignores null. */
  void keepSecret(@Nullable String secret) {
    secrets.add(secret);
  }

  /** Returns the remaining time for a call, and at least a tenth of a second. */
  Duration within(Duration longest) {
    Duration left = Duration.ofNanos(endNanos - machine.nanoTime().getAsLong());
    Duration bound = left.compareTo(longest) < 0 ? left : longest;
    return bound.compareTo(SHORTEST) < 0 ? SHORTEST : bound;
  }

  /** Returns an endpoint with the proxy and the trust that the settings give it. */
  ConnectionTarget target(PodSettings settings, URI endpoint) {
    return new ConnectionTarget(
        endpoint, settings.proxyFor(endpoint), caBundle(settings), machine.resolver());
  }

  /** Returns the CA bundle of the settings, or null. */
  @Nullable CaBundle caBundle(PodSettings settings) {
    Path file = settings.resolved().caBundle();
    return file == null
        ? null
        : new CaBundle(
            evidence.pod().files().follow(file.toString()).place(),
            Objects.requireNonNull(settings.origin(Setting.CA_BUNDLE)));
  }

  /** Keeps the secrets of an outcome out of all outputs, and returns it. */
  ExchangeOutcome remembered(ExchangeOutcome outcome) {
    SessionCredentials credentials = outcome.credentials();
    if (credentials != null) {
      keepSecret(credentials.secretAccessKey());
      keepSecret(credentials.sessionToken());
    }
    return outcome;
  }
}
