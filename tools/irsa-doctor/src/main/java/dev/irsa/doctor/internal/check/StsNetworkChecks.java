package dev.irsa.doctor.internal.check;

import dev.irsa.doctor.internal.pod.SharedProfile;
import dev.irsa.internal.inspect.Inspection;
import dev.irsa.internal.inspect.NetworkStage;
import dev.irsa.internal.inspect.ProbeResult;
import java.time.Duration;
import java.util.Set;

/** Causes on the way to STS, and clocks. */
final class StsNetworkChecks {
  private static final Duration WARN = Duration.ofSeconds(30);

  /** STS tolerates five minutes in signatures and tokens. */
  private static final Duration FAIL = Duration.ofMinutes(4);

  private static final String NODE =
      "Fix the clock of the node (chrony and the Amazon Time Sync Service, 169.254.169.123).";
  private static final String API_SERVER =
      "The API server, which issues tokens, has a wrong clock: fix it, then recreate the pod.";

  /** Source: AWS FIPS page, "AWS Security Token Service". */
  private static final Set<String> FIPS_REGIONS =
      Set.of("us-east-1", "us-east-2", "us-west-1", "us-west-2", "us-gov-east-1", "us-gov-west-1");

  private static final String ENDPOINT_VARIANT_FIX =
      "Remove AWS_USE_FIPS_ENDPOINT and AWS_USE_DUALSTACK_ENDPOINT from the container, or use a region"
          + " that has such an endpoint.";

  private StsNetworkChecks() {}

  /** IRSA-07: STS cannot be reached from the pod. */
  static Finding reachability(Evidence evidence) {
    ProbeResult result = evidence.sts.reached.get();
    if (ApplicationChecks.distrustsAws(evidence)) {
      return Finding.skip("this JVM does not trust the authority of AWS, see IRSA-25");
    }
    if (!result.isAnswered()) {
      if (result.stage() == NetworkStage.DNS
          && !result.atProxy()
          && SettingChecks.isUnknownRegion(evidence.settings)) {
        return Finding.skip("the region is not known, see IRSA-08");
      }
      boolean isVariant = result.stage() == NetworkStage.DNS && evidence.settings.usesVariant();
      return isVariant
          ? Finding.skip("the host does not exist, see IRSA-24")
          : unreached(evidence, result);
    }
    return evidence.isStoppedBy(Cause.REACHABILITY)
        ? unavailable(evidence.sts.exchange.get())
        : reached(result);
  }

  private static Finding unreached(Evidence evidence, ProbeResult result) {
    String found = UnreachedServer.found(result, "STS", evidence.settings.endpointOrigin());
    NoProxyEntry exempt = NoProxyEntry.of(evidence.settings.configuration(), result);
    return exempt == null
        ? Finding.fail(found, UnreachedServer.fix(result, evidence.settings))
        : Finding.fail(
            found + exempt.found(),
            exempt.fix() + "\nOtherwise: " + UnreachedServer.fix(result, evidence.settings));
  }

  private static Finding unavailable(ExchangeOutcome outcome) {
    return Finding.fail(
        outcome.describe(),
        outcome.remedy().isEmpty()
            ? "Try again; if it lasts, look at the AWS health dashboard."
            : outcome.remedy());
  }

  private static Finding reached(ProbeResult result) {
    String way =
        result.proxy() == null
            ? UnreachedServer.addresses(result.addresses())
            : "through the proxy " + result.proxy();
    return Finding.pass(result.endpoint().getHost() + " " + way + ": " + result.times());
  }

  /** IRSA-15: the clock of the node, or of the API server, is wrong. */
  static Finding clock(Evidence evidence) {
    if (evidence.isStoppedBy(Cause.CLOCK)) {
      return Finding.fail(
          evidence.said(),
          evidence.sources.usesContainer() ? NODE + "\nOr: " + API_SERVER : API_SERVER);
    }
    Lazy<Duration> offset = evidence.sts.clockOffset;
    if (offset.is(value -> value.abs().compareTo(WARN) >= 0)) {
      return off(offset.get());
    }
    Duration ahead = evidence.token.ahead();
    if (ahead != null && ahead.compareTo(WARN) >= 0) {
      return Finding.warn(
          "the token was issued %s in the future by this machine's clock"
              .formatted(Inspection.shown(ahead)),
          offset.isMissing() ? NODE + " " + API_SERVER : API_SERVER);
    }
    return Finding.pass("differs from the clock of STS by " + Inspection.shown(offset.get().abs()));
  }

  private static Finding off(Duration offset) {
    String found =
        "this machine's clock is "
            + Inspection.shown(offset.abs())
            + (offset.isNegative() ? " ahead of" : " behind")
            + " the clock of STS";
    return offset.abs().compareTo(FAIL) >= 0
        ? Finding.fail(found + ", which tolerates 5 min", NODE)
        : Finding.warn(found, NODE);
  }

  /** Returns whether the clock is so wrong that times cannot be judged. */
  static boolean isFarOff(Evidence evidence) {
    return evidence.sts.clockOffset.is(offset -> offset.abs().compareTo(FAIL) >= 0);
  }

  /** IRSA-24: a FIPS or dual-stack host that does not exist, or that only a file asks for. */
  static Finding endpointVariant(Evidence evidence) {
    evidence.requireIrsa();
    PodSettings settings = evidence.settings;
    if (settings.endpoint() == null) {
      throw evidence.blocked();
    }
    String host = settings.endpoint().getHost();
    if (!settings.usesVariant()) {
      return found(evidence, settings, host);
    }
    Lazy<ProbeResult> sts = evidence.sts.reached;
    if (sts.is(ProbeResult::isAnswered)) {
      return found(evidence, settings, host + " exists");
    }
    if (sts.is(result -> result.stage() == NetworkStage.DNS && !result.atProxy())) {
      return Finding.fail(host + " cannot be resolved", ENDPOINT_VARIANT_FIX);
    }
    boolean isDoubtful =
        settings.usesFips() && !FIPS_REGIONS.contains(String.valueOf(settings.region()));
    return isDoubtful
        ? Finding.warn(
            host + ": STS is not known to have a FIPS endpoint in this region",
            ENDPOINT_VARIANT_FIX)
        : Finding.skip(sts.isMissing() ? sts.why() : "not before STS is reached, see IRSA-07");
  }

  private static Finding found(Evidence evidence, PodSettings settings, String host) {
    SharedProfile profile = evidence.sources.profile();
    String unread =
        evidence.sources.hasWebIdentity()
            ? profile.unreadEndpointSettings(setting -> settings.text(setting) != null)
            : null;
    return unread == null
        ? Finding.pass(host)
        : Finding.warn(
            "profile %s in %s has settings that the SDKs follow on their way to STS, but irsa does"
                    .formatted(profile.name(), String.join(", ", profile.files()))
                + " not: "
                + unread,
            "Set the variables, and remove the settings from the file.");
  }
}
