package dev.irsa.doctor.internal.check;

import dev.irsa.doctor.internal.exchange.ExchangeOutcome;
import dev.irsa.doctor.internal.exchange.ExchangeOutcome.Reason;
import dev.irsa.doctor.internal.network.Addresses;
import dev.irsa.doctor.internal.network.CallResult;
import dev.irsa.doctor.internal.network.NetworkStage;
import dev.irsa.doctor.internal.settings.PodSettings;
import dev.irsa.doctor.internal.settings.SettingGroup;

/** IRSA-07: STS cannot be reached from the pod. */
final class ReachabilityCheck implements CauseCheck {

  @Override
  public Finding examine(Evidence evidence) {
    Fact<PodSettings> settings = evidence.settings();
    if (settings.is(configured -> !configured.problems(SettingGroup.NETWORK).isEmpty())) {
      return SettingFaults.of(settings.get(), SettingGroup.NETWORK);
    }
    if (JvmCheck.distrustsAws(evidence)) {
      return Finding.skip("this JVM does not trust the authority of AWS, see IRSA-25");
    }
    return evidence.sts().judge(result -> judge(evidence, result));
  }

  private static Finding judge(Evidence evidence, CallResult result) {
    if (!result.isAnswered()) {
      boolean isVariant =
          result.stage() == NetworkStage.DNS && evidence.allSettings().usesVariant();
      return isVariant
          ? Finding.skip("the host does not exist, see IRSA-24")
          : Finding.fail(
              NetworkFaults.found(result, "STS"),
              NetworkFaults.fix(result, evidence.allSettings().region()));
    }
    return evidence.isStoppedBy(Reason.UNAVAILABLE)
        ? unavailable(evidence.exchange().get())
        : reached(result);
  }

  private static Finding unavailable(ExchangeOutcome outcome) {
    String remedy = outcome.failure() == null ? "" : outcome.failure().remedy();
    return Finding.fail(
        outcome.describe(),
        remedy.isEmpty()
            ? "Try again; if it lasts, look at the AWS health dashboard."
            : remedy + ".");
  }

  private static Finding reached(CallResult result) {
    String way =
        result.proxy() == null
            ? Addresses.describe(result.addresses())
            : "through the proxy " + result.proxy();
    return Finding.pass(result.endpoint().getHost() + " " + way + ": " + result.times());
  }
}
