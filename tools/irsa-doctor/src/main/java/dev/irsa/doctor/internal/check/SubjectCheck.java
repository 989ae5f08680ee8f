package dev.irsa.doctor.internal.check;

import dev.irsa.doctor.internal.exchange.ExchangeOutcome.Reason;
import dev.irsa.doctor.internal.policy.PolicyJudgement;
import dev.irsa.doctor.internal.policy.PolicyJudgement.Aspect;
import dev.irsa.doctor.internal.policy.TokenIdentity;
import dev.irsa.doctor.internal.policy.TrustDocument;
import dev.irsa.doctor.internal.text.Texts;
import dev.irsa.internal.config.RoleArn;

/** IRSA-02: the trust policy does not allow the pod's service account, or the role is missing. */
final class SubjectCheck implements CauseCheck {

  private static final String OTHER_REASON =
      "the trust policy denies the token for another reason, see IRSA-09 and IRSA-16";

  @Override
  public Finding examine(Evidence evidence) {
    Fact<PolicyJudgement> judgement = evidence.judgement();
    if (judgement.is(judged -> !judged.reasons(Aspect.SUBJECT).isEmpty())) {
      return PolicyCauses.denied(evidence, judgement.get().reasons(Aspect.SUBJECT));
    }
    if (evidence.isStoppedBy(Reason.DENIED)) {
      return denied(evidence, judgement);
    }
    return judgement.isMissing() ? ofExchange(evidence, judgement.why()) : allowed(evidence);
  }

  private static Finding denied(Evidence evidence, Fact<PolicyJudgement> judgement) {
    if (judgement.is(judged -> !judged.allowed())) {
      return Finding.skip(OTHER_REASON);
    }
    String found = evidence.exchange().get().describe();
    if (!judgement.isMissing()) {
      return Finding.fail(
          found + ", although the given trust policy allows the token",
          "Check that the role exists and that the document is its current trust policy: aws iam"
              + " get-role --role-name "
              + evidence.tokenIdentity().get().roleName());
    }
    Fact<TokenIdentity> seen = evidence.tokenIdentity();
    return seen.isMissing()
        ? Finding.fail(found, "Check that the role exists, and its trust policy.")
        : Finding.fail(
            found + ", for " + Texts.plain(seen.get().subject()), PolicyCauses.fix(seen.get()));
  }

  private static Finding ofExchange(Evidence evidence, String why) {
    if (evidence.options().offline()) {
      return Finding.skip(why);
    }
    return evidence
        .exchange()
        .judge(
            outcome ->
                outcome.reason() == Reason.NONE
                    ? Finding.pass("the trust policy allows " + subject(evidence))
                    : Finding.skip(ExchangeCauses.elsewhere(outcome)));
  }

  private static Finding allowed(Evidence evidence) {
    if (!evidence.judgement().get().allowed()) {
      return Finding.skip(OTHER_REASON);
    }
    TrustDocument trust = evidence.options().trust();
    RoleArn ofDocument = trust == null ? null : trust.role();
    if (ofDocument != null && !PolicyCauses.isOfRole(evidence)) {
      return Finding.warn(
          "the given trust policy belongs to "
              + ofDocument.text()
              + ", not to "
              + evidence.role().get().text(),
          "Give the trust policy of the role in AWS_ROLE_ARN.");
    }
    return evidence.judgement().get().boundToSubject()
        ? Finding.pass("the trust policy allows " + subject(evidence))
        : Finding.warn(
            "the trust policy allows "
                + subject(evidence)
                + ", and every other service account too",
            PolicyCauses.fix(evidence.tokenIdentity().get()));
  }

  private static String subject(Evidence evidence) {
    Fact<TokenIdentity> seen = evidence.tokenIdentity();
    return seen.isMissing() ? "the token" : Texts.plain(seen.get().subject());
  }
}
