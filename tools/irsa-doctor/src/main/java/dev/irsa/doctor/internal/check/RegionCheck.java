package dev.irsa.doctor.internal.check;

import dev.irsa.doctor.internal.exchange.ExchangeOutcome.Reason;
import dev.irsa.doctor.internal.settings.PodSettings;
import dev.irsa.doctor.internal.settings.SettingGroup;
import dev.irsa.internal.config.Setting;

/** IRSA-08: the region is missing, unknown or disabled. */
final class RegionCheck implements CauseCheck {

  @Override
  public Finding examine(Evidence evidence) {
    return evidence.settings().judge(settings -> judge(evidence, settings));
  }

  private static Finding judge(Evidence evidence, PodSettings settings) {
    if (!settings.problems(SettingGroup.REGION).isEmpty()) {
      return SettingFaults.of(settings, SettingGroup.REGION);
    }
    if (evidence.isStoppedBy(Reason.REGION_DISABLED)) {
      return Finding.fail(
          evidence.exchange().get().describe(),
          "Activate STS for "
              + settings.region()
              + " in the account settings of IAM (and the region itself if it is opt-in), or set"
              + " AWS_REGION to a region that is active.");
    }
    if (settings.region() == null) {
      return Finding.pass("not needed: the endpoint is set to " + settings.endpoint());
    }
    return Finding.pass(settings.region() + " (" + settings.origin(Setting.REGION) + ")");
  }
}
