package dev.irsa.doctor.internal.check;

import dev.irsa.doctor.internal.check.ExchangeOutcome.Issuer;
import dev.irsa.doctor.internal.pod.ExaminedTokenFile;
import dev.irsa.doctor.internal.probe.NetworkStage;
import dev.irsa.doctor.internal.probe.ProbeResult;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;

/** The responses of the Pod Identity agent, or of another container endpoint. */
final class AgentEvidence {
  private static final Duration CALL = Duration.ofSeconds(2);
  private static final Duration EXCHANGE = Duration.ofSeconds(6);

  /** The response to a request without a token, which shows whether the agent is reached. */
  final Lazy<ProbeResult> reached = new Lazy<>(this::reach);

  /** The outcome of the request for credentials. */
  final Lazy<ExchangeOutcome> exchange = new Lazy<>(this::ask);

  private final IdentityEvidence identity;
  private final TokenEvidence token;
  private final CallBudget budget;

  AgentEvidence(IdentityEvidence identity, TokenEvidence token, CallBudget budget) {
    this.identity = identity;
    this.token = token;
    this.budget = budget;
  }

  /** Requires that the pod uses it, and that the settings name it. */
  void requireValidSettings() {
    identity.requireContainer();
    if (identity.settings.agent() == null) {
      throw identity.blocked();
    }
  }

  /** Returns where it is. */
  URI uri() {
    requireValidSettings();
    return Objects.requireNonNull(identity.settings.agent());
  }

  /** Returns whether it is the agent of EKS Pod Identity, by its path. */
  boolean isOfEks() {
    URI uri = identity.settings.agent();
    return uri != null && "/v1/credentials".equals(uri.getPath());
  }

  private ProbeResult reach() {
    URI root = uri().resolve("/");
    return budget.calls().sendDirectly(root, "GET", Map.of(), null, budget.within(CALL));
  }

  private ExchangeOutcome ask() {
    ProbeResult result = reached.get();
    boolean isInFile = identity.settings.hasAgentTokenFile();
    String secret = isInFile ? token.file.part(ExaminedTokenFile::sent) : null;
    if (isInFile && secret == null) {
      throw new MissingEvidenceException("not before IRSA-12 is fixed");
    }
    if (!result.isAnswered() && result.stage() != NetworkStage.HTTP) {
      throw new MissingEvidenceException("not before the agent is reached, see POD-01");
    }
    return budget.exchange(
        isOfEks() ? Issuer.AGENT : Issuer.OTHER_ENDPOINT,
        () -> budget.calls().askAgent(secret, budget.within(EXCHANGE)));
  }
}
