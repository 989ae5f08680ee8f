package dev.irsa.doctor.internal.check;

import dev.irsa.doctor.internal.classpath.ClassPath;
import dev.irsa.doctor.internal.network.AccountAnnotations;
import dev.irsa.doctor.internal.network.NetworkStage;
import dev.irsa.doctor.internal.network.ProbeResult;
import dev.irsa.doctor.internal.pod.ServiceAccountName;
import dev.irsa.doctor.internal.pod.Texts;
import dev.irsa.internal.config.RoleArn;
import dev.irsa.internal.config.Setting;
import dev.irsa.internal.identity.WebIdentity;
import java.time.Duration;
import java.util.Objects;

/** Causes in the settings of IRSA. */
final class SettingChecks {
  private static final Duration USUAL_DURATION = Duration.ofHours(1);
  private static final String SESSION_NAME_FIX =
      "Set AWS_ROLE_SESSION_NAME to a name that stays for the life of the pod, such as its name"
          + " (valueFrom: fieldRef: metadata.name).";

  private SettingChecks() {}

  /** IRSA-05: the annotation of the service account, or the ARN that came from it, is wrong. */
  static Finding roleArn(Evidence evidence) {
    Fact<AccountAnnotations> annotations = evidence.annotations;
    boolean isMisspelt =
        !evidence.sources().hasWebIdentity()
            && annotations.is(found -> !found.nearMisses().isEmpty());
    if (isMisspelt) {
      return misspelt(annotations.get());
    }
    return evidence.settings().judge(settings -> validRoleArn(evidence, annotations));
  }

  static Finding misspelt(AccountAnnotations annotations) {
    ServiceAccountName account = ServiceAccountName.orPlaceholder(annotations.account());
    String key = annotations.nearMisses().get(0);
    String value = annotations.value(key);
    return Finding.fail(
            "the service account %s has the annotation %s, which the webhook ignores"
                .formatted(Texts.plain(account.toString()), Texts.plain(key)),
            "kubectl annotate serviceaccount -n %s %s %s=%s %s-\nThen recreate the pod."
                .formatted(
                    account.namespace(),
                    account.name(),
                    AccountAnnotations.ROLE_ARN,
                    value.contains(":role/")
                        ? Texts.plain(value.strip())
                        : "arn:aws:iam::<account>:role/<role>",
                    Texts.plain(key)))
        .in(Step.INJECTION);
  }

  private static Finding validRoleArn(Evidence evidence, Fact<AccountAnnotations> annotations) {
    if (evidence.isStoppedBy(Cause.ROLE_ARN)) {
      return Finding.fail(
              "AWS_ROLE_ARN is %s; %s"
                  .formatted(
                      Texts.plain(evidence.role().get().text()),
                      evidence.exchange().get().describe()),
              "Annotate the service account with the ARN as aws iam get-role prints it, and recreate"
                  + " the pod.")
          .in(Step.EXCHANGE);
    }
    Fact<RoleArn> role = evidence.role();
    String annotated = annotations.part(AccountAnnotations::roleArn);
    if (role.isMissing() || annotated == null || annotated.equals(role.get().text())) {
      return role.judge(arn -> Finding.pass(arn.text()));
    }
    return Finding.warn(
        "AWS_ROLE_ARN is %s, but the service account is annotated with %s"
            .formatted(role.get().text(), Texts.plain(annotated)),
        "Recreate the pod: it is older than the annotation.");
  }

  /** IRSA-08: the region is missing, unknown or disabled. */
  static Finding region(Evidence evidence) {
    return evidence.settings().judge(settings -> region(evidence, settings));
  }

  private static Finding region(Evidence evidence, PodSettings settings) {
    if (evidence.isStoppedBy(Cause.REGION)) {
      return Finding.fail(
          evidence.exchange().get().describe(),
          "Activate STS for "
              + settings.region()
              + " in the account settings of IAM (and the region itself if it is opt-in), or set"
              + " AWS_REGION to a region that is active.");
    }
    if (settings.isUnknownRegion()) {
      return unknownRegion(evidence, settings);
    }
    if (settings.region() == null) {
      return Finding.pass("not needed: the endpoint is set to " + settings.endpoint());
    }
    return Finding.pass(settings.region() + " (" + settings.origin(Setting.REGION) + ")");
  }

  private static Finding unknownRegion(Evidence evidence, PodSettings settings) {
    String found =
        "%s (%s) is not among the regions that this version knows"
            .formatted(settings.region(), settings.origin(Setting.REGION));
    String fix =
        "Set AWS_REGION to the region of the cluster, unless it is newer than this version.";
    if (evidence.sts.is(result -> result.stage() == NetworkStage.DNS && !result.isAnswered())) {
      return Finding.fail(
              found + ", and " + evidence.sts.get().endpoint().getHost() + " cannot be resolved",
              fix)
          .in(Step.SETTINGS);
    }
    return evidence.sts.is(ProbeResult::isAnswered)
        ? Finding.pass(settings.region() + " (" + settings.origin(Setting.REGION) + ")")
        : Finding.warn(found, fix);
  }

  /** IRSA-17: the session is longer than the role allows, or its policy too large. */
  static Finding duration(Evidence evidence) {
    return evidence.settings().judge(settings -> duration(evidence, settings));
  }

  private static Finding duration(Evidence evidence, PodSettings settings) {
    WebIdentity identity = settings.identity();
    if (identity == null) {
      return Finding.skip(evidence.blocked());
    }
    Duration requested = Objects.requireNonNullElse(identity.duration(), USUAL_DURATION);
    TrustDocument trust = evidence.options().trust();
    Duration longest = trust == null ? null : trust.maxSessionDuration();
    String found =
        requested.toSeconds() + " s (" + settings.origin(Setting.SESSION_DURATION_SECONDS) + ")";
    if (longest != null && PolicyChecks.isOfRole(evidence) && requested.compareTo(longest) > 0) {
      return Finding.fail(
          found + ", more than the role's MaxSessionDuration of " + longest.toSeconds() + " s",
          durationFix(evidence, requested));
    }
    return evidence.isStoppedBy(Cause.DURATION)
        ? Finding.fail(
            found + "; " + evidence.exchange().get().describe(), durationFix(evidence, requested))
        : Finding.pass(found);
  }

  private static String durationFix(Evidence evidence, Duration requested) {
    String role = evidence.role().get().text();
    return ("Lower IRSA_SESSION_DURATION_SECONDS, or raise the role's maximum:\naws iam"
            + " update-role --role-name %s --max-session-duration %s\nIf STS names a session policy"
            + " instead, shorten it.")
        .formatted(role.substring(role.lastIndexOf('/') + 1), requested.toSeconds());
  }

  /** IRSA-23: the session name is invalid, or changes at each refresh. */
  static Finding sessionName(Evidence evidence) {
    return evidence.settings().judge(settings -> sessionName(evidence, settings));
  }

  private static Finding sessionName(Evidence evidence, PodSettings settings) {
    if (evidence.isStoppedBy(Cause.SESSION_NAME)) {
      return Finding.fail(evidence.exchange().get().describe(), SESSION_NAME_FIX).in(Step.EXCHANGE);
    }
    boolean isSet = !"default".equals(settings.origin(Setting.ROLE_SESSION_NAME));
    ClassPath classPath = evidence.options().classPath();
    boolean hasIrsa =
        evidence.javaAgent() != null || (classPath != null && SdkRules.hasAnyIrsa(classPath));
    if (!isSet && !hasIrsa && classPath != null && classPath.hasAny("aws-msk-iam-auth")) {
      return Finding.fail(
          "AWS_ROLE_SESSION_NAME is not set: the SDK makes a new name at each refresh, and MSK then"
              + " closes the connection (Cannot change principals)",
          SESSION_NAME_FIX);
    }
    WebIdentity identity = settings.identity();
    if (identity == null) {
      return Finding.skip(evidence.blocked());
    }
    return Finding.pass(
        identity.roleSessionName()
            + (isSet
                ? " (AWS_ROLE_SESSION_NAME)"
                : " (chosen by irsa; the SDKs generate a new name for each session)"));
  }
}
