package dev.irsa.doctor.internal.check;

import dev.irsa.doctor.internal.pod.SharedProfile;
import dev.irsa.doctor.internal.probe.NetworkStage;
import dev.irsa.doctor.internal.probe.ProbeResult;
import dev.irsa.internal.text.TimeText;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

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
  static Finding reachability(
      IdentityEvidence identity, PodEvidence pod, ExchangeEvidence exchange) {
    ProbeResult result = exchange.sts.reached.get();
    if (ApplicationChecks.distrustsAws(pod, exchange)) {
      return Finding.skip("this JVM does not trust the authority of AWS, see IRSA-25");
    }
    if (!result.isAnswered()) {
      if (result.stage() == NetworkStage.DNS
          && !result.atProxy()
          && SettingChecks.isUnknownRegion(identity.settings)) {
        return Finding.skip("the region is not known, see IRSA-08");
      }
      boolean isVariant = result.stage() == NetworkStage.DNS && identity.settings.usesVariant();
      return isVariant
          ? Finding.skip("the host does not exist, see IRSA-24")
          : unreached(identity, result);
    }
    return exchange.isStoppedBy(Cause.REACHABILITY)
        ? unavailable(exchange.sts.exchange.get())
        : reached(result, identity.settings.endpointOfAllServices());
  }

  private static Finding unreached(IdentityEvidence identity, ProbeResult result) {
    String found = UnreachedServer.found(result, "STS", identity.settings.endpointOrigin());
    String ofAllServices = identity.settings.endpointOfAllServices();
    if (ofAllServices != null) {
      return Finding.fail(found, PodSettings.removal(ofAllServices));
    }
    NoProxyEntry exempt = NoProxyEntry.of(identity.settings.configuration(), result);
    return exempt == null
        ? Finding.fail(found, UnreachedServer.fix(result, identity.settings))
        : Finding.fail(
            found + exempt.found(),
            exempt.fix() + "\nOtherwise: " + UnreachedServer.fix(result, identity.settings));
  }

  private static Finding unavailable(ExchangeOutcome outcome) {
    return Finding.fail(
        outcome.describe(),
        outcome.remedy().isEmpty()
            ? "Try again; if it lasts, look at the AWS health dashboard."
            : outcome.remedy());
  }

  private static Finding reached(ProbeResult result, @Nullable String ofAllServices) {
    String route =
        result.proxy() == null
            ? UnreachedServer.addresses(result.addresses())
            : "through the proxy " + result.proxy();
    String found = result.endpoint().getHost() + " " + route + ": " + result.times();
    return ofAllServices == null
        ? Finding.pass(found)
        : Finding.warn(
            "%s names another server than AWS for all services: %s".formatted(ofAllServices, found),
            PodSettings.removal(ofAllServices));
  }

  /** IRSA-15: the clock of the node, or of the API server, is wrong. */
  static Finding clock(
      IdentityEvidence identity,
      TokenEvidence token,
      ExchangeEvidence exchange,
      CallerEvidence caller) {
    if (exchange.isStoppedBy(Cause.CLOCK)) {
      return Finding.fail(
          exchange.said(),
          identity.sources.usesContainer() ? NODE + "\nOr: " + API_SERVER : API_SERVER);
    }
    Lazy<Duration> offset = caller.clockOffset;
    if (offset.is(value -> value.abs().compareTo(WARN) >= 0)) {
      return off(offset.get());
    }
    Duration ahead = token.ahead();
    if (ahead != null && ahead.compareTo(WARN) >= 0) {
      return Finding.warn(
          "the token was issued %s in the future by this machine's clock"
              .formatted(TimeText.of(ahead)),
          offset.isMissing() ? NODE + " " + API_SERVER : API_SERVER);
    }
    return Finding.pass("differs from the clock of STS by " + TimeText.of(offset.get().abs()));
  }

  private static Finding off(Duration offset) {
    String found =
        "this machine's clock is "
            + TimeText.of(offset.abs())
            + (offset.isNegative() ? " ahead of" : " behind")
            + " the clock of STS";
    return offset.abs().compareTo(FAIL) >= 0
        ? Finding.fail(found + ", which tolerates 5 min", NODE)
        : Finding.warn(found, NODE);
  }

  /** Returns whether the clock is so wrong that times cannot be judged. */
  static boolean isFarOff(CallerEvidence caller) {
    return caller.clockOffset.is(offset -> offset.abs().compareTo(FAIL) >= 0);
  }

  /** IRSA-24: a FIPS or dual-stack host that does not exist, or that only a file asks for. */
  static Finding endpointVariant(IdentityEvidence identity, ExchangeEvidence exchange) {
    identity.requireIrsa();
    PodSettings settings = identity.settings;
    if (settings.endpoint() == null) {
      throw identity.blocked();
    }
    String host = settings.endpoint().getHost();
    if (!settings.usesVariant()) {
      return found(identity, settings, host);
    }
    Lazy<ProbeResult> sts = exchange.sts.reached;
    if (sts.is(ProbeResult::isAnswered)) {
      return found(identity, settings, host + " exists");
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

  private static Finding found(IdentityEvidence identity, PodSettings settings, String host) {
    SharedProfile profile = identity.sources.profile();
    String unread =
        identity.sources.hasWebIdentity()
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
