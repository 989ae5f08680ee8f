package dev.irsa.doctor.internal.check;

import dev.irsa.doctor.internal.exchange.ExchangeOutcome.Reason;
import dev.irsa.internal.session.SessionRegistry;

/** IRSA-11: STS throttles. */
final class ThrottlingCheck implements CauseCheck {

  @Override
  public Finding examine(Evidence evidence) {
    return ExchangeCauses.ofSts(
        evidence,
        Reason.THROTTLED,
        () ->
            "STS limits the requests of an account and region. Share one credentials provider per"
                + " process (irsa shares one session for all providers with the same settings), and"
                + " look in CloudTrail for the caller that sends the most AssumeRole requests."
                + sessions(evidence),
        "not throttled" + sessions(evidence));
  }

  private static String sessions(Evidence evidence) {
    return evidence.pod().ownProcess()
        ? "; sessions of irsa in this JVM: " + SessionRegistry.shared().size()
        : "";
  }
}
