package dev.irsa.doctor.internal.check;

import dev.irsa.doctor.internal.check.ExchangeOutcome.Issuer;
import dev.irsa.doctor.internal.pod.TokenFile;
import dev.irsa.internal.inspect.NetworkStage;
import dev.irsa.internal.inspect.ProbeResult;
import java.net.URI;
import java.time.Duration;
import java.util.Map;

/** The responses of the Pod Identity agent, or of another container endpoint. */
final class AgentEvidence {
  private static final Duration CALL = Duration.ofSeconds(2);
  private static final Duration EXCHANGE = Duration.ofSeconds(6);

  /** The response to a request without a token, which shows whether the agent is reached. */
  final Lazy<ProbeResult> reached = Lazy.later(this::reach);

  /** The outcome of the request for credentials. */
  final Lazy<ExchangeOutcome> exchange = Lazy.later(this::ask);

  private final Evidence evidence;
  private final Network network;

  AgentEvidence(Evidence evidence, Network network) {
    this.evidence = evidence;
    this.network = network;
  }

  /** Returns where it is. */
  Lazy<URI> uri() {
    if (!evidence.sources.usesContainer()) {
      return Lazy.missing(
          evidence.sources.hasWebIdentity()
              ? "this pod uses IRSA, not Pod Identity"
              : "Pod Identity is not configured here, see IRSA-04");
    }
    return evidence.unlessBlocked(evidence.settings.agent());
  }

  /** Returns whether it is the agent of EKS Pod Identity, by its path. */
  boolean isOfEks() {
    URI uri = evidence.settings.agent();
    return uri != null && "/v1/credentials".equals(uri.getPath());
  }

  private Lazy<ProbeResult> reach() {
    return uri()
        .then(
            uri ->
                network.isOffline
                    ? Lazy.missing(Network.OFFLINE)
                    : Lazy.of(
                        network.calls.sendDirectly(
                            uri.resolve("/"), "GET", Map.of(), null, network.within(CALL))));
  }

  private Lazy<ExchangeOutcome> ask() {
    return reached.then(
        result -> {
          boolean isInFile = evidence.settings.hasAgentTokenFile();
          String token = isInFile ? evidence.token.file.part(TokenFile::sent) : null;
          if (isInFile && token == null) {
            return Lazy.missing("not before IRSA-12 is fixed");
          }
          if (!result.isAnswered() && result.stage() != NetworkStage.HTTP) {
            return Lazy.missing("not before the agent is reached, see POD-01");
          }
          return Lazy.of(
              network.exchange(
                  isOfEks() ? Issuer.AGENT : Issuer.OTHER_ENDPOINT,
                  () -> network.calls.askAgent(token, network.within(EXCHANGE))));
        });
  }
}
