package dev.irsa.doctor.internal.check;

import dev.irsa.doctor.internal.probe.ProbeResult;
import dev.irsa.internal.config.Setting;
import java.net.URI;

/** Causes that show only while the first endpoint of STS is unavailable: those of the spare. */
final class SpareChecks {
  private static final String WHICH_POLICY =
      "Unless the first endpoint denies the token as well, a policy allows only some regions: the"
          + " role's trust policy (aws iam get-role --role-name %s --query"
          + " Role.AssumeRolePolicyDocument), or a service control policy of the organization.";

  private SpareChecks() {}

  /**
   * IRSA-27: the spare endpoint would not help. It warns only, since the first endpoint decides
   * whether the pod has its role now.
   */
  static Finding spare(
      IdentityEvidence identity, PolicyEvidence policy, ExchangeEvidence exchange) {
    PodSettings settings = identity.settings;
    if (identity.sources.usesContainer() && settings.text(Setting.STS_SPARE) != null) {
      return Finding.warn(
          "IRSA_STS_SPARE is ignored for the pod's own role, whose credentials come from the container"
              + " endpoint",
          "Remove IRSA_STS_SPARE, unless the application assumes other roles with irsa, which use"
              + " it.");
    }
    URI endpoint = identity.spareEndpoint();
    String denied = policy.denialAtSpare();
    if (!denied.isEmpty() && !exchange.spare.exchange.is(SpareChecks::isFinallyDenied)) {
      boolean isIssued = exchange.spare.exchange.is(outcome -> outcome.cause() == null);
      return Finding.warn(
          "%s%s, the given trust policy denies the token: %s"
              .formatted(
                  endpoint.getHost(),
                  isIssued ? " issues credentials, but in its region" : ": in its region",
                  denied),
          regionFix(identity));
    }
    ProbeResult reached = exchange.spare.reached.get();
    if (!reached.isAnswered()) {
      return Finding.warn(
          UnreachedServer.found(
              reached, "the spare endpoint", String.valueOf(settings.origin(Setting.STS_SPARE))),
          UnreachedServer.fixOfSpare(reached, settings));
    }
    ExchangeOutcome outcome = exchange.spare.exchange.get();
    Cause stopped = outcome.cause();
    if (stopped == null) {
      return Finding.pass(
          endpoint.getHost() + " issues credentials: " + reached.times() + andFirst(exchange));
    }
    return exchange.isStoppedBy(stopped)
        ? Finding.skip(outcome.elsewhere())
        : Finding.warn(endpoint.getHost() + ": " + outcome.describe(), fix(identity, outcome));
  }

  private static String andFirst(ExchangeEvidence exchange) {
    boolean isNeeded =
        exchange.sts.reached.is(result -> !result.isAnswered())
            || exchange.isStoppedBy(Cause.REACHABILITY);
    return isNeeded ? "; this pod runs on it while the first endpoint is unavailable" : "";
  }

  private static String fix(IdentityEvidence identity, ExchangeOutcome outcome) {
    if (outcome.cause() != Cause.SUBJECT) {
      return (outcome.remedy() + " Or choose another spare in IRSA_STS_SPARE.").strip();
    }
    Denial denial = outcome.denial();
    return (denial.isFinal()
            ? denial.fix()
            : WHICH_POLICY.formatted(identity.role.get().name()) + denial.explained())
        + "\n"
        + regionFix(identity);
  }

  private static boolean isFinallyDenied(ExchangeOutcome outcome) {
    return outcome.cause() == Cause.SUBJECT && outcome.denial().isFinal();
  }

  private static String regionFix(IdentityEvidence identity) {
    String region = identity.settings.spareRegion();
    return "Its condition on aws:RequestedRegion must allow "
        + (region == null ? "the region of the spare" : region)
        + "; or choose another spare in IRSA_STS_SPARE.";
  }
}
