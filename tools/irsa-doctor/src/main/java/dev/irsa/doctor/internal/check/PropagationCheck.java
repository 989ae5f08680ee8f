package dev.irsa.doctor.internal.check;

import dev.irsa.doctor.internal.exchange.ExchangeOutcome;
import dev.irsa.doctor.internal.exchange.ExchangeOutcome.Reason;
import dev.irsa.internal.text.TimeText;

/** IRSA-21: a change in IAM has not arrived everywhere. */
final class PropagationCheck implements CauseCheck {

  @Override
  public Finding examine(Evidence evidence) {
    return evidence.exchanges().judge(exchanges -> judge(evidence, exchanges));
  }

  private static Finding judge(Evidence evidence, Exchanges exchanges) {
    if (exchanges.healed()) {
      return Finding.warn(
          "STS first refused, and issued credentials "
              + TimeText.of(exchanges.waited())
              + " later: "
              + exchanges.first().describe(),
          "A change in IAM was still propagating; nothing is left to do. Applications should retry for"
              + " a minute after such a change.");
    }
    ExchangeOutcome last = exchanges.last();
    if (last.reason() == Reason.NONE) {
      return Finding.pass("the exchange worked at once");
    }
    if (!last.mayHeal()) {
      return Finding.skip(ExchangeCauses.elsewhere(last));
    }
    return evidence.options().waits()
        ? Finding.pass("STS still refuses after " + TimeText.of(exchanges.waited()))
        : Finding.skip("after a change in IAM, --wait repeats the exchange for a minute");
  }
}
