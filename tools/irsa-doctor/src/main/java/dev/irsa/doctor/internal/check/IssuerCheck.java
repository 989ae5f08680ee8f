package dev.irsa.doctor.internal.check;

import dev.irsa.doctor.internal.policy.PolicyJudgement;
import dev.irsa.doctor.internal.policy.PolicyJudgement.Aspect;
import dev.irsa.doctor.internal.text.Texts;
import dev.irsa.doctor.internal.token.Jwt;

/** IRSA-16: the trust policy names the issuer of another cluster. */
final class IssuerCheck implements CauseCheck {

  @Override
  public Finding examine(Evidence evidence) {
    if (evidence.settings().isMissing()) {
      return Finding.skip(evidence.settings().why());
    }
    Fact<PolicyJudgement> judgement = evidence.judgement();
    if (judgement.isMissing()) {
      Fact<Jwt> token = evidence.token();
      return Finding.skip(
          token.isMissing()
              ? token.why()
              : "the issuer is "
                  + Texts.plain(String.valueOf(token.get().issuer()))
                  + "; "
                  + judgement.why());
    }
    String reasons = judgement.get().reasons(Aspect.ISSUER);
    if (reasons.isEmpty()) {
      return Finding.pass(
          "the trust policy names the issuer of this cluster, "
              + evidence.tokenIdentity().get().issuerName());
    }
    boolean hasScheme = reasons.contains(" https://");
    return PolicyCauses.denied(
        evidence, (hasScheme ? "condition keys are written without https://: " : "") + reasons);
  }
}
