package dev.irsa.doctor.internal.check;

import dev.irsa.internal.config.RoleArn;
import org.jspecify.annotations.Nullable;

/** The trust policy that the doctor was given, and how it judges the token. */
final class PolicyEvidence {

  /** The document, or null without one. */
  final @Nullable TrustDocument document;

  /** How it judges the token at the first endpoint. */
  final Lazy<PolicyJudgement> judgement;

  private final Lazy<PolicyJudgement> atSpare;

  private final IdentityEvidence identity;
  private final TokenEvidence token;

  PolicyEvidence(@Nullable TrustDocument document, IdentityEvidence identity, TokenEvidence token) {
    this.document = document;
    this.identity = identity;
    this.token = token;
    this.judgement = new Lazy<>(() -> judge(identity.settings.stsRegion()));
    this.atSpare = new Lazy<>(() -> judge(identity.settings.spareRegion()));
  }

  private PolicyJudgement judge(@Nullable String region) {
    if (document == null) {
      throw new MissingEvidenceException("needs the role's trust policy: --trust-policy FILE");
    }
    RoleArn other = otherRole();
    if (other != null) {
      throw new MissingEvidenceException(
          "the given trust policy belongs to %s, not to %s"
              .formatted(other.text(), identity.role.get().text()));
    }
    return PolicyJudgement.of(document.policy(), token.claims.get(), region);
  }

  /**
   * Returns why it denies the token at the spare endpoint, which exists; empty if it does not, or
   * denies it at the first one, too.
   */
  String denialAtSpare() {
    return judgement.is(PolicyJudgement::allowed) ? atSpare.get().reasons(Cause.SUBJECT) : "";
  }

  private @Nullable RoleArn otherRole() {
    RoleArn ofDocument = document == null ? null : document.role();
    return ofDocument != null && identity.role.is(own -> !own.equals(ofDocument))
        ? ofDocument
        : null;
  }

  /** Returns whether the document belongs to the configured role, or may. */
  boolean isOfRole() {
    return otherRole() == null;
  }
}
