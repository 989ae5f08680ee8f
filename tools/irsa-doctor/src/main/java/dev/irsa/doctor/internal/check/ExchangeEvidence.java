package dev.irsa.doctor.internal.check;

/** The exchange of the token that the pod's configuration leads to: at STS, or at the agent. */
final class ExchangeEvidence {
  final StsEvidence sts;

  /** The same of the spare endpoint. */
  final StsEvidence spare;

  final AgentEvidence agent;

  /** The outcome of the last exchange, at STS or at the agent, whichever the pod uses. */
  final Lazy<ExchangeOutcome> outcome;

  ExchangeEvidence(
      IdentityEvidence identity, StsEvidence sts, StsEvidence spare, AgentEvidence agent) {
    this.sts = sts;
    this.spare = spare;
    this.agent = agent;
    this.outcome = identity.sources.usesContainer() ? agent.exchange : sts.exchange;
  }

  /** Returns whether the last exchange was stopped by a cause. */
  boolean isStoppedBy(Cause cause) {
    return outcome.is(last -> last.cause() == cause);
  }

  /** Returns what was said to the last exchange, which was tried. */
  String said() {
    return outcome.get().describe();
  }

  /** Returns what was said about the policy that denies the last exchange, which was tried. */
  Denial denial() {
    return outcome.get().denial();
  }

  /** Returns whether the token was exchanged for credentials. */
  boolean isExchanged() {
    return outcome.is(last -> last.credentials() != null);
  }
}
