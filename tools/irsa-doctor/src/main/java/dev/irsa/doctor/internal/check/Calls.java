package dev.irsa.doctor.internal.check;

import dev.irsa.credentials.SessionCredentials;
import dev.irsa.doctor.internal.network.AccountAnnotations;
import dev.irsa.doctor.internal.network.IssuerEvidence;
import dev.irsa.doctor.internal.network.MachineAccess;
import dev.irsa.doctor.internal.network.NetworkStage;
import dev.irsa.doctor.internal.network.NodeMetadata;
import dev.irsa.doctor.internal.network.ProbeResult;
import dev.irsa.doctor.internal.network.StagedCall;
import dev.irsa.doctor.internal.pod.Secrets;
import dev.irsa.doctor.internal.pod.ServiceAccountVolume;
import dev.irsa.internal.config.Setting;
import dev.irsa.internal.container.ContainerExchange;
import dev.irsa.internal.http.CaBundle;
import dev.irsa.internal.http.HttpRequest;
import dev.irsa.internal.http.Transport;
import dev.irsa.internal.identity.ContainerIdentity;
import dev.irsa.internal.identity.IdentityToken;
import dev.irsa.internal.identity.TokenExchange;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The calls of an examination, which share the time that is left of nine seconds, and keep what
 * they bring out of all outputs: those to the Pod Identity agent, and those that depend on nothing
 * but files and settings.
 */
final class Calls {

  static final String OFFLINE = "not examined: --offline";

  private static final Duration BUDGET = Duration.ofSeconds(9);
  private static final Duration SHORTEST = Duration.ofMillis(100);
  private static final Duration PROBE_OF_AGENT = Duration.ofSeconds(2);
  private static final Duration EXCHANGE_OF_AGENT = Duration.ofSeconds(6);
  private static final Duration DOCUMENT = Duration.ofSeconds(3);

  private final Evidence evidence;
  private final MachineAccess machine;
  private final Secrets secrets;
  private final StagedCall staged;
  private long endNanos;

  Calls(Evidence evidence, MachineAccess machine, Secrets secrets) {
    this.evidence = evidence;
    this.machine = machine;
    this.secrets = secrets;
    this.staged = new StagedCall(machine);
    startBudget();
  }

  private void startBudget() {
    endNanos = System.nanoTime() + BUDGET.toNanos();
  }

  /** Waits, as was asked for, and starts the time anew. Returns false if interrupted. */
  boolean pause(Duration time) {
    try {
      machine.pause().pause(time);
      startBudget();
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  boolean isOffline() {
    return evidence.options().offline();
  }

  /** Keeps a text out of all outputs. Ignores null. */
  void keepSecret(@Nullable String secret) {
    secrets.add(secret);
  }

  private Duration within(Duration longest) {
    Duration left = Duration.ofNanos(endNanos - System.nanoTime());
    Duration bound = left.compareTo(longest) < 0 ? left : longest;
    return bound.compareTo(SHORTEST) < 0 ? SHORTEST : bound;
  }

  /** Returns a way to STS or to the issuer, as the settings say. */
  Transport transport(URI server) {
    return new Transport(
        evidence.allSettings().proxyFor(server), caBundle(), null, machine.resolver());
  }

  private @Nullable CaBundle caBundle() {
    PodSettings settings = evidence.allSettings();
    Path file = settings.resolved().caBundle();
    return file == null
        ? null
        : new CaBundle(
            evidence.pod().files().follow(file.toString()).place(),
            Objects.requireNonNull(settings.origin(Setting.CA_BUNDLE)));
  }

  /** Sends a request within the time that is left. */
  ProbeResult send(URI server, Transport way, HttpRequest request, Duration longest) {
    return staged.send(server, way, request, within(longest));
  }

  /** Exchanges a token, as the library does. */
  ExchangeOutcome exchange(
      TokenExchange exchange, @Nullable IdentityToken token, Duration longest, boolean ofAgent) {
    ExchangeOutcome outcome =
        ExchangeOutcome.of(exchange, token, within(longest), System::nanoTime, ofAgent);
    SessionCredentials credentials = outcome.credentials();
    if (credentials != null) {
      keepSecret(credentials.secretAccessKey());
      keepSecret(credentials.sessionToken());
    }
    return outcome;
  }

  /** Reaches the agent without a token, at a path that it does not have. */
  Fact<ProbeResult> probeAgent() {
    Fact<ContainerIdentity> container = evidence.container();
    if (container.isMissing() || isOffline()) {
      return Fact.missing(container.isMissing() ? container.why() : OFFLINE);
    }
    URI agent = container.get().uri().resolve("/");
    return Fact.of(send(agent, wayToAgent(), HttpRequest.get(null), PROBE_OF_AGENT));
  }

  private Transport wayToAgent() {
    return new Transport(null, caBundle(), null, machine.resolver());
  }

  /** Asks the agent for credentials. */
  Fact<ExchangeOutcome> askAgent() {
    Fact<ProbeResult> reached = evidence.agent;
    if (reached.isMissing()) {
      return Fact.missing(reached.why());
    }
    ContainerIdentity identity = evidence.container().get();
    IdentityToken token = identity.token();
    if (identity.tokenFile() != null) {
      token = evidence.tokenFile.isMissing() ? null : evidence.tokenFile.get().sent();
      if (token == null) {
        return Fact.missing("not before IRSA-12 is fixed");
      }
    }
    if (!reached.get().isAnswered() && reached.get().stage() != NetworkStage.HTTP) {
      return Fact.missing("not before the agent is reached, see POD-01");
    }
    keepSecret(token == null ? null : token.value());
    ContainerExchange exchange =
        new ContainerExchange(
            identity,
            wayToAgent(),
            Setting.CONTAINER_CREDENTIALS_FULL_URI.label(),
            System::nanoTime);
    return Fact.of(exchange(exchange, token, EXCHANGE_OF_AGENT, true));
  }

  /** Looks for instance metadata from now on. */
  Fact<NodeMetadata> metadata() {
    return isOffline()
        ? Fact.missing(OFFLINE)
        : Fact.inBackground("metadata", () -> NodeMetadata.of(evidence.pod(), staged));
  }

  /** Reads the annotations of the service account from now on, if that was asked for. */
  Fact<AccountAnnotations> annotations() {
    if (!evidence.options().kubernetes()) {
      return Fact.missing("not asked for: --kubernetes");
    }
    if (isOffline()) {
      return Fact.missing(OFFLINE);
    }
    ServiceAccountVolume volume = evidence.account();
    return volume == null
        ? Fact.missing("the pod has no service account volume")
        : Fact.inBackground(
            "cluster", () -> AccountAnnotations.read(evidence.pod(), volume, staged));
  }

  /** Examines the issuer from now on. */
  Fact<IssuerEvidence> issuer() {
    if (isOffline()) {
      return Fact.missing(OFFLINE);
    }
    return evidence.settings().isMissing()
        ? Fact.missing(evidence.settings().why())
        : evidence.token.then(
            token -> {
              URI uri = IssuerEvidence.uriOf(token);
              return uri == null
                  ? Fact.missing("the token's issuer is not an https URL")
                  : Fact.inBackground(
                      "issuer",
                      () -> IssuerEvidence.of(token, uri, document -> document(document)));
            });
  }

  private ProbeResult document(URI uri) {
    return staged.send(uri, transport(uri), HttpRequest.get(null), DOCUMENT);
  }
}
