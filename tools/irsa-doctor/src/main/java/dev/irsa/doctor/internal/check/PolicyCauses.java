package dev.irsa.doctor.internal.check;

/** What the causes about the trust policy have in common. */
final class PolicyCauses {

  private PolicyCauses() {}

  /** Returns the finding for a document that denies the token. */
  static Finding denied(Evidence evidence, String reasons) {
    String fix =
        evidence.judgement.is(PolicyJudgement::explicitlyDenied)
            ? "Narrow the statement that denies it, which may keep others out on purpose: an Allow"
                + " statement cannot outdo it."
            : fix(evidence);
    return evidence.isExchanged()
        ? Finding.warn(
            "STS issues credentials, but the given document would not allow it: " + reasons, fix)
        : Finding.fail(reasons, fix);
  }

  /** Returns how to allow exactly this token, and leave the access of others as it is. */
  static String fix(Evidence evidence) {
    TokenIdentity token = evidence.tokenIdentity().get();
    return AddedStatement.commands(
        token.roleName(),
        token.statement(),
        isOfRole(evidence) ? evidence.options().trust() : null);
  }

  /** Returns whether the given document is that of the configured role, or does not say. */
  static boolean isOfRole(Evidence evidence) {
    TrustDocument trust = evidence.options().trust();
    return trust == null
        || trust.role() == null
        || evidence.role().isMissing()
        || trust.role().text().equals(evidence.role().get().text());
  }
}
