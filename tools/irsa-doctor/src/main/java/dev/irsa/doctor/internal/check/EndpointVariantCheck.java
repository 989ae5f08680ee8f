package dev.irsa.doctor.internal.check;

import dev.irsa.doctor.internal.network.CallResult;
import dev.irsa.doctor.internal.network.NetworkStage;
import dev.irsa.doctor.internal.settings.PodSettings;
import dev.irsa.doctor.internal.settings.SettingGroup;
import java.util.Set;

/** IRSA-24: a FIPS or dual-stack host that does not exist. */
final class EndpointVariantCheck implements CauseCheck {

  /** Source: AWS FIPS page, "AWS Security Token Service". */
  private static final Set<String> FIPS_REGIONS =
      Set.of("us-east-1", "us-east-2", "us-west-1", "us-west-2", "us-gov-east-1", "us-gov-west-1");

  private static final String FIX =
      "Remove AWS_USE_FIPS_ENDPOINT and AWS_USE_DUALSTACK_ENDPOINT from the container, or use a region"
          + " that has such an endpoint.";

  @Override
  public Finding examine(Evidence evidence) {
    return evidence.settings().judge(settings -> judge(evidence, settings));
  }

  private static Finding judge(Evidence evidence, PodSettings settings) {
    if (!settings.problems(SettingGroup.VARIANT).isEmpty()) {
      return SettingFaults.of(settings, SettingGroup.VARIANT);
    }
    if (settings.endpoint() == null) {
      return Finding.skip(evidence.blocked());
    }
    String host = settings.endpoint().getHost();
    if (!settings.usesVariant()) {
      return Finding.pass(host);
    }
    Fact<CallResult> sts = evidence.sts();
    if (sts.is(CallResult::isAnswered)) {
      return Finding.pass(host + " exists");
    }
    if (sts.is(result -> result.stage() == NetworkStage.DNS && !result.atProxy())) {
      return Finding.fail(host + " cannot be resolved", FIX);
    }
    boolean isDoubtful =
        settings.resolved().fips() && !FIPS_REGIONS.contains(String.valueOf(settings.region()));
    return isDoubtful
        ? Finding.warn(host + ": STS is not known to have a FIPS endpoint in this region", FIX)
        : Finding.skip(sts.isMissing() ? sts.why() : "not before STS is reached, see IRSA-07");
  }
}
