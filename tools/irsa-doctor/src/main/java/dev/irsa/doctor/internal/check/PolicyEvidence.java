package dev.irsa.doctor.internal.check;

import dev.irsa.internal.config.RoleArn;
import org.jspecify.annotations.Nullable;

/** The trust policy that the doctor was given, and how it judges the token. */
final class PolicyEvidence {

  /** The document, or null without one. */
  final @Nullable TrustDocument document;

  /** How it judges the token. */
  final Lazy<PolicyJudgement> judgement = Lazy.later(this::judge);

  private final Evidence evidence;

  PolicyEvidence(Evidence evidence) {
    this.evidence = evidence;
    this.document = evidence.options.trust();
  }

  private Lazy<PolicyJudgement> judge() {
    if (document == null) {
      return Lazy.missing("needs the role's trust policy: --trust-policy FILE");
    }
    RoleArn ofDocument = document.role();
    return ofDocument == null || isOfRole()
        ? evidence.token.claims.then(seen -> Lazy.of(PolicyJudgement.of(document.policy(), seen)))
        : Lazy.missing(
            "the given trust policy belongs to %s, not to %s"
                .formatted(ofDocument.text(), evidence.role().get().text()));
  }

  /** Returns the role that the document belongs to, or null if it is not known. */
  @Nullable RoleArn role() {
    return document == null ? null : document.role();
  }

  /** Returns whether the document belongs to the configured role, or may. */
  boolean isOfRole() {
    RoleArn ofDocument = role();
    return ofDocument == null
        || evidence.role().isMissing()
        || ofDocument.equals(evidence.role().get());
  }
}
