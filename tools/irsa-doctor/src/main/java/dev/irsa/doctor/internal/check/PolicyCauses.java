package dev.irsa.doctor.internal.check;

import dev.irsa.doctor.internal.policy.TokenIdentity;
import dev.irsa.doctor.internal.policy.TrustDocument;

/** What the causes about the trust policy have in common. */
final class PolicyCauses {

  private PolicyCauses() {}

  /** Returns the finding for a document that denies the token. */
  static Finding denied(Evidence evidence, String reasons) {
    String fix = fix(evidence.tokenIdentity().get());
    return evidence.isExchanged()
        ? Finding.warn(
            "STS issues credentials, but the given document would not allow it: " + reasons, fix)
        : Finding.fail(reasons, fix);
  }

  /** Returns how to change the trust policy for exactly this token. */
  static String fix(TokenIdentity token) {
    return ("The statement in the trust policy of %s that allows this pod, if the role"
            + " exists:\n%s\naws iam update-assume-role-policy --role-name %s --policy-document"
            + " file://trust.json")
        .formatted(token.roleName(), token.statement(), token.roleName());
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
