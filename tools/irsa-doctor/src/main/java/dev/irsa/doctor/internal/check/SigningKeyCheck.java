package dev.irsa.doctor.internal.check;

import dev.irsa.doctor.internal.exchange.AgentReason;
import dev.irsa.doctor.internal.exchange.ExchangeOutcome.Reason;
import dev.irsa.doctor.internal.issuer.IssuerEvidence;
import dev.irsa.doctor.internal.issuer.IssuerEvidence.Status;
import dev.irsa.doctor.internal.text.Texts;
import dev.irsa.doctor.internal.token.Jwt;
import dev.irsa.internal.text.TimeText;

/** IRSA-14: the keys that verify the token cannot be had, or do not fit it. */
final class SigningKeyCheck implements CauseCheck {

  @Override
  public Finding examine(Evidence evidence) {
    if (evidence.sources().usesContainer()) {
      return ofAgent(evidence);
    }
    Fact<IssuerEvidence> issuer = evidence.issuer();
    if (evidence.isStoppedBy(Reason.KEYS)) {
      String seen = issuer.isMissing() ? "" : "; seen from here: " + issuer.get().detail();
      return Finding.fail(evidence.exchange().get().describe() + seen, fix(evidence));
    }
    return issuer.judge(found -> judge(evidence, found));
  }

  /** The agent verifies tokens by itself, and reports all faults of them alike. */
  private static Finding ofAgent(Evidence evidence) {
    return evidence
        .agentExchange()
        .judge(
            outcome -> {
              AgentReason reason = AgentReason.of(outcome);
              boolean isOfKey =
                  reason == AgentReason.TOKEN
                      && !outcome.describe().contains("expired")
                      && !AudienceCheck.isForOthers(evidence);
              if (isOfKey) {
                return Finding.fail(
                    outcome.describe(),
                    "Check that the token is the one that kubelet wrote for this pod in this cluster,"
                        + " and the clock of the node.");
              }
              return reason == AgentReason.NONE
                  ? Finding.pass("the agent accepts the token")
                  : Finding.skip("see " + reason.checkId());
            });
  }

  private static Finding judge(Evidence evidence, IssuerEvidence issuer) {
    String found = name(evidence) + ": " + issuer.detail();
    boolean isUnfit =
        issuer.status() == Status.KEY_MISSING || issuer.status() == Status.SIGNATURE_INVALID;
    if (isUnfit) {
      return evidence.isExchanged()
          ? Finding.warn(found + ", although STS accepts it", fix(evidence))
          : Finding.fail(found, fix(evidence));
    }
    if (issuer.status() != Status.VERIFIED) {
      return Finding.warn(
          found + "; STS reaches issuers from the internet, not from here",
          "Harmless in a private cluster. Otherwise check that the issuer's discovery document and keys"
              + " are public.");
    }
    return issuer.took().compareTo(IssuerEvidence.PATIENCE_OF_STS) > 0
        ? Finding.warn(
            found
                + ", more than the "
                + TimeText.of(IssuerEvidence.PATIENCE_OF_STS)
                + " that STS waits",
            "Make the issuer's documents available faster.")
        : Finding.pass(found);
  }

  private static String name(Evidence evidence) {
    Fact<Jwt> token = evidence.token();
    return token.isMissing() ? "the issuer" : Texts.plain(String.valueOf(token.get().issuer()));
  }

  private static String fix(Evidence evidence) {
    return "The discovery document and the keys of "
        + name(evidence)
        + " must be public and answer within 5 s, and the keys must contain the one that signed the"
        + " token: check "
        + name(evidence)
        + "/.well-known/openid-configuration from the internet. After a rotation of the signing key,"
        + " publish the new key before tokens are signed with it.";
  }
}
