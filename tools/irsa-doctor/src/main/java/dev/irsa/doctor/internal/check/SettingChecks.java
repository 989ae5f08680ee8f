package dev.irsa.doctor.internal.check;

import static dev.irsa.doctor.internal.text.ForeignText.plain;

import dev.irsa.doctor.internal.classpath.ClassPath;
import dev.irsa.doctor.internal.pod.AccountAnnotations;
import dev.irsa.doctor.internal.pod.ServiceAccountName;
import dev.irsa.doctor.internal.probe.NetworkStage;
import dev.irsa.doctor.internal.probe.ProbeResult;
import dev.irsa.internal.config.RoleArn;
import dev.irsa.internal.config.Setting;
import dev.irsa.internal.text.TimeText;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Causes in the settings of IRSA. */
public final class SettingChecks {
  /** Source: AWS regional endpoints of STS, as of 2026. */
  private static final Set<String> REGIONS =
      Set.of(
          ("af-south-1 ap-east-1 ap-east-2 ap-northeast-1 ap-northeast-2 ap-northeast-3 ap-south-1"
                  + " ap-south-2 ap-southeast-1 ap-southeast-2 ap-southeast-3 ap-southeast-4"
                  + " ap-southeast-5 ap-southeast-6 ap-southeast-7 ca-central-1 ca-west-1 cn-north-1"
                  + " cn-northwest-1 eu-central-1 eu-central-2 eu-north-1 eu-south-1 eu-south-2"
                  + " eu-west-1 eu-west-2 eu-west-3 eusc-de-east-1 il-central-1 me-central-1"
                  + " me-south-1 mx-central-1 sa-east-1 us-east-1 us-east-2 us-gov-east-1"
                  + " us-gov-west-1 us-iso-east-1 us-iso-west-1 us-isob-east-1 us-west-1 us-west-2"
                  + " aws-global")
              .split(" "));

  private static final Duration USUAL_DURATION = Duration.ofHours(1);

  /** Outlasts the longest outages of STS in a region so far. */
  private static final Duration OUTLASTING = Duration.ofHours(4);

  private static final String SESSION_NAME_FIX =
      "Set AWS_ROLE_SESSION_NAME to a name that stays for the life of the pod, such as its name"
          + " (valueFrom: fieldRef: metadata.name).";

  private SettingChecks() {}

  /** IRSA-05: the annotation of the service account, or the ARN that came from it, is wrong. */
  static Finding roleArn(
      IdentityEvidence identity,
      PodEvidence pod,
      PolicyEvidence policy,
      ExchangeEvidence exchange) {
    String misspelt = pod.annotations.part(AccountAnnotations::nearMiss);
    if (misspelt != null && !identity.sources.hasWebIdentity()) {
      return misspelt(pod.annotations.get(), misspelt);
    }
    RoleArn role = identity.role.get();
    String annotated = pod.annotations.part(AccountAnnotations::roleArn);
    if (annotated != null && !annotated.strip().equals(role.text())) {
      return olderThanAnnotation(identity, exchange, annotated.strip());
    }
    TrustDocument trust = policy.document;
    RoleArn ofDocument = trust == null ? null : trust.role();
    if (ofDocument != null && differsInPath(role, ofDocument) && !exchange.isExchanged()) {
      return wrongPath("AWS_ROLE_ARN is " + role.text(), ofDocument).in(Step.SETTINGS);
    }
    return exchange.isStoppedBy(Cause.ROLE_ARN)
        ? Finding.fail(
                "AWS_ROLE_ARN is %s; %s".formatted(plain(role.text()), exchange.said()),
                "Annotate the service account with the ARN as aws iam get-role prints it, and"
                    + " recreate the pod.")
            .in(Step.REQUEST)
        : Finding.pass(role.text());
  }

  /** Returns the finding for an annotation that the webhook ignores. */
  public static Finding misspelt(AccountAnnotations annotations, String key) {
    ServiceAccountName account = ServiceAccountName.orPlaceholder(annotations.account());
    String value = annotations.value(key);
    return Finding.fail(
            "the service account %s has the annotation %s, which the webhook ignores"
                .formatted(plain(account), plain(key)),
            "kubectl annotate serviceaccount -n %s %s %s=%s %s-\nThen recreate the pod."
                .formatted(
                    account.namespace(),
                    account.name(),
                    AccountAnnotations.ROLE_ARN,
                    value.contains(":role/")
                        ? plain(value.strip())
                        : "arn:aws:iam::<account>:role/<role>",
                    plain(key)))
        .in(Step.INJECTION);
  }

  /** The annotation changed after the pod was created. It fails only if the old role is refused. */
  private static Finding olderThanAnnotation(
      IdentityEvidence identity, ExchangeEvidence exchange, String annotated) {
    String found =
        "AWS_ROLE_ARN is %s, but the service account is annotated with %s"
            .formatted(identity.role.get().text(), plain(annotated));
    String fix = "Recreate the pod: it is older than the annotation.";
    boolean isRefused =
        exchange.isStoppedBy(Cause.SUBJECT)
            || exchange.isStoppedBy(Cause.ROLE_ARN)
            || (exchange.isStoppedBy(Cause.PROVIDER)
                && !annotated.contains("::" + identity.role.get().account() + ":"));
    return isRefused
        ? Finding.fail(found + "; " + exchange.said(), fix).in(Step.INJECTION)
        : Finding.warn(found, fix);
  }

  /** Returns whether two roles have the same name in the same account, but not the same path. */
  public static boolean differsInPath(RoleArn one, RoleArn other) {
    return one.account().equals(other.account())
        && one.name().equals(other.name())
        && !one.equals(other);
  }

  /** Returns the finding for an ARN that has another path than the role. */
  public static Finding wrongPath(String found, RoleArn right) {
    return Finding.fail(
        "%s, but the role in the given document is %s: the path belongs to the ARN"
            .formatted(found, right.text()),
        "Annotate the service account with eks.amazonaws.com/role-arn=%s, and recreate the pod."
            .formatted(right.text()));
  }

  /** IRSA-08: the region is missing, unknown or disabled. */
  static Finding region(IdentityEvidence identity, ExchangeEvidence exchange) {
    identity.requireIrsa();
    PodSettings settings = identity.settings;
    if (exchange.isStoppedBy(Cause.REGION)) {
      return Finding.fail(
          exchange.said(),
          ("Activate STS for %s in the account settings of IAM (and the region itself if it is"
                  + " opt-in), or set AWS_REGION to a region that is active.")
              .formatted(settings.region()));
    }
    if (isUnknownRegion(settings) && !exchange.sts.reached.is(ProbeResult::isAnswered)) {
      return unknownRegion(exchange, settings);
    }
    if (settings.region() == null) {
      return Finding.pass("not needed: the endpoint is set to " + settings.endpoint());
    }
    return Finding.pass(settings.region() + " (" + settings.origin(Setting.REGION) + ")");
  }

  private static Finding unknownRegion(ExchangeEvidence exchange, PodSettings settings) {
    String found =
        "%s (%s) is not among the regions that this version knows"
            .formatted(settings.region(), settings.origin(Setting.REGION));
    String fix =
        "Set AWS_REGION to the region of the cluster, unless it is newer than this version.";
    if (exchange.sts.reached.is(result -> result.stage() == NetworkStage.DNS)) {
      return Finding.fail(
              found
                  + ", and "
                  + exchange.sts.reached.get().endpoint().getHost()
                  + " cannot be resolved",
              fix)
          .in(Step.SETTINGS);
    }
    return Finding.warn(found, fix);
  }

  /** Returns whether the endpoint follows from a region that this version does not know. */
  static boolean isUnknownRegion(PodSettings settings) {
    String region = settings.region();
    return !settings.isEndpointGiven() && region != null && !REGIONS.contains(region);
  }

  /** IRSA-17: the session is longer than the role allows, or its policy too large. */
  static Finding duration(
      IdentityEvidence identity, PolicyEvidence policy, ExchangeEvidence exchange) {
    identity.requireIrsa();
    PodSettings settings = identity.settings;
    if (settings.sessionName() == null) {
      throw identity.blocked();
    }
    Duration requested = Objects.requireNonNullElse(settings.sessionDuration(), USUAL_DURATION);
    TrustDocument trust = policy.document;
    Duration longest = trust == null || !policy.isOfRole() ? null : trust.maxSessionDuration();
    String found = requested.toSeconds() + " s (" + settings.origin(Setting.SESSION_DURATION) + ")";
    if (longest != null && requested.compareTo(longest) > 0) {
      return Finding.fail(
          found + ", more than the role's MaxSessionDuration of " + longest.toSeconds() + " s",
          durationFix(identity, requested));
    }
    return exchange.isStoppedBy(Cause.DURATION)
        ? Finding.fail(found + "; " + exchange.said(), durationFix(identity, requested))
        : Finding.pass(found + longer(requested, longest));
  }

  /** Returns which longer sessions the role allows; empty if it does not, or is not known. */
  private static String longer(Duration requested, @Nullable Duration longest) {
    if (longest == null) {
      return "";
    }
    Duration proposed = longest.compareTo(OUTLASTING) < 0 ? longest : OUTLASTING;
    return requested.compareTo(proposed) >= 0
        ? ""
        : "; the role allows %s: with IRSA_SESSION_DURATION_SECONDS=%s an application outlasts longer outages of STS, for fewer calls"
            .formatted(TimeText.of(longest), proposed.toSeconds());
  }

  private static String durationFix(IdentityEvidence identity, Duration requested) {
    return ("Lower IRSA_SESSION_DURATION_SECONDS, or raise the role's maximum:\naws iam"
            + " update-role --role-name %s --max-session-duration %s\nIf STS names a session policy"
            + " instead, shorten it.")
        .formatted(identity.role.get().name(), requested.toSeconds());
  }

  /** IRSA-23: the session name is invalid, or changes at each refresh. */
  static Finding sessionName(
      IdentityEvidence identity, PodEvidence pod, ExchangeEvidence exchange) {
    identity.requireIrsa();
    PodSettings settings = identity.settings;
    if (exchange.isStoppedBy(Cause.SESSION_NAME)) {
      return Finding.fail(exchange.said(), SESSION_NAME_FIX).in(Step.REQUEST);
    }
    boolean isSet = !"default".equals(settings.origin(Setting.ROLE_SESSION_NAME));
    ClassPath classPath = pod.classPath;
    if (!isSet && !pod.hasIrsa() && classPath != null && classPath.hasAny("aws-msk-iam-auth")) {
      return Finding.fail(
          "AWS_ROLE_SESSION_NAME is not set: the SDK makes a new name at each refresh, and MSK then"
              + " closes the connection (Cannot change principals)",
          SESSION_NAME_FIX);
    }
    if (settings.sessionName() == null) {
      throw identity.blocked();
    }
    return Finding.pass(
        settings.sessionName()
            + (isSet
                ? " (AWS_ROLE_SESSION_NAME)"
                : " (chosen by irsa; the SDKs generate a new name for each session)"));
  }
}
