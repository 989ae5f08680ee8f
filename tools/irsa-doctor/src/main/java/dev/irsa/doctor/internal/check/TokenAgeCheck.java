package dev.irsa.doctor.internal.check;

import dev.irsa.doctor.internal.exchange.AgentReason;
import dev.irsa.doctor.internal.exchange.ExchangeOutcome.Reason;
import dev.irsa.doctor.internal.token.Jwt;
import dev.irsa.doctor.internal.token.TokenEvidence;
import dev.irsa.internal.text.TimeText;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** IRSA-13: the token has expired, or is never replaced. */
final class TokenAgeCheck implements CauseCheck {

  /** kubelet replaces a token at 80 % of its life; by 90 % it has missed that. */
  private static final double STALLED = 0.9;

  private static final String MOUNT =
      "Mount the whole volume, not by subPath, and do not copy the token: kubelet then replaces it at"
          + " 80 % of its life.";

  @Override
  public Finding examine(Evidence evidence) {
    return evidence.token().judge(token -> judge(evidence, token));
  }

  private static Finding judge(Evidence evidence, Jwt token) {
    if (ClockCheck.isFarOff(evidence)) {
      return Finding.skip("not before the clock is right, see IRSA-15");
    }
    TokenEvidence file = evidence.tokenFile().get();
    Instant now = evidence.now();
    Instant expiresAt = token.expiresAt();
    String life = life(token, now);
    boolean isRejected = isRejected(evidence);
    if (isRejected || (expiresAt != null && !now.isBefore(expiresAt) && !evidence.isExchanged())) {
      return Finding.fail(
          "the token has expired: " + life + notReplaced(file),
          file.isRotated()
              ? "kubelet did not replace it in time: look at the kubelet of the node (kubectl describe"
                  + " node), and whether the service account still exists; recreate the pod."
              : MOUNT);
    }
    if (!file.isRotated()) {
      return Finding.warn(
          "the token works, but is never replaced: " + life + notReplaced(file), MOUNT);
    }
    return isStalled(token, now)
        ? Finding.warn(
            "the token should have been replaced at 80 % of its life: " + life,
            "Look at the kubelet of the node: kubectl describe node.")
        : Finding.pass(life);
  }

  private static boolean isRejected(Evidence evidence) {
    return evidence.sources().usesContainer()
        ? evidence
            .agentExchange()
            .is(
                outcome ->
                    AgentReason.of(outcome) == AgentReason.TOKEN
                        && outcome.describe().contains("expired"))
        : evidence.isStoppedBy(Reason.EXPIRED);
  }

  private static String notReplaced(TokenEvidence file) {
    if (file.isRotated()) {
      return "";
    }
    boolean isSubPath = file.mount() != null && file.mount().isSubPath();
    return isSubPath
        ? "; its volume is mounted by subPath"
        : "; it does not lie behind kubelet's link ..data, so it is a copy or a subPath mount";
  }

  private static boolean isStalled(Jwt token, Instant now) {
    Duration lifetime = token.lifetime();
    Instant issuedAt = token.issuedAt();
    return lifetime != null
        && issuedAt != null
        && Duration.between(issuedAt, now).toMillis() > STALLED * lifetime.toMillis();
  }

  private static String life(Jwt token, Instant now) {
    return "iat " + when(token.issuedAt(), now) + ", exp " + when(token.expiresAt(), now);
  }

  private static String when(@Nullable Instant time, Instant now) {
    return time == null ? "is missing" : TimeText.from(now, time);
  }
}
