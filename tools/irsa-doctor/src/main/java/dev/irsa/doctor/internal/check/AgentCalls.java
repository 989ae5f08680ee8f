package dev.irsa.doctor.internal.check;

import dev.irsa.doctor.internal.exchange.ExchangeOutcome;
import dev.irsa.doctor.internal.network.ConnectionTarget;
import dev.irsa.doctor.internal.network.NetworkStage;
import dev.irsa.doctor.internal.network.PathRequest;
import dev.irsa.doctor.internal.network.ProbeResult;
import dev.irsa.internal.config.Setting;
import dev.irsa.internal.container.ContainerExchange;
import dev.irsa.internal.http.Transport;
import dev.irsa.internal.identity.ContainerIdentity;
import dev.irsa.internal.identity.IdentityToken;
import java.time.Duration;

/** Reaches the Pod Identity agent, and asks it for credentials. */
final class AgentCalls {

  private static final Duration PROBE = Duration.ofSeconds(2);
  private static final Duration EXCHANGE = Duration.ofSeconds(6);

  private final Evidence evidence;
  private final ExaminationCalls calls;

  AgentCalls(Evidence evidence, ExaminationCalls calls) {
    this.evidence = evidence;
    this.calls = calls;
  }

  /** Reaches the agent without a token, at a path that it does not have. */
  Fact<ProbeResult> probe() {
    Fact<ContainerIdentity> container = evidence.container();
    if (container.isMissing() || calls.isOffline()) {
      return Fact.missing(container.isMissing() ? container.why() : ExaminationCalls.OFFLINE);
    }
    ConnectionTarget agent =
        new ConnectionTarget(
            container.get().uri(),
            null,
            calls.caBundle(evidence.allSettings()),
            calls.machine().resolver());
    return Fact.of(calls.staged().send(agent, PathRequest.get("/"), calls.within(PROBE)));
  }

  /** Asks the agent for credentials, in the way of the library. */
  Fact<ExchangeOutcome> ask() {
    Fact<ProbeResult> reached = evidence.agent();
    if (reached.isMissing()) {
      return Fact.missing(reached.why());
    }
    ContainerIdentity identity = evidence.container().get();
    IdentityToken token = identity.token();
    if (identity.tokenFile() != null) {
      token = evidence.tokenFile().isMissing() ? null : evidence.tokenFile().get().sent();
      if (token == null) {
        return Fact.missing("not before IRSA-12 is fixed");
      }
    }
    boolean isConnected = reached.get().isAnswered() || reached.get().stage() == NetworkStage.HTTP;
    if (!isConnected) {
      return Fact.missing("not before the agent is reached, see POD-01");
    }
    calls.keepSecret(token == null ? null : token.value());
    Transport transport =
        new Transport(
            null, calls.caBundle(evidence.allSettings()), null, calls.machine().resolver());
    return Fact.of(
        calls.remembered(
            ExchangeOutcome.of(
                new ContainerExchange(
                    identity,
                    transport,
                    Setting.CONTAINER_CREDENTIALS_FULL_URI.label(),
                    calls.machine().nanoTime()),
                token,
                calls.within(EXCHANGE),
                calls.machine().nanoTime())));
  }
}
