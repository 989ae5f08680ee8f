package dev.irsa.doctor.internal.check;

import dev.irsa.doctor.internal.classpath.ClassPath;
import dev.irsa.doctor.internal.settings.PodSettings;
import dev.irsa.doctor.internal.settings.SettingGroup;
import dev.irsa.internal.config.Setting;
import dev.irsa.internal.identity.WebIdentity;

/** IRSA-23: the session name is invalid, or changes at each refresh. */
final class SessionNameCheck implements CauseCheck {

  private static final String FIX =
      "Set AWS_ROLE_SESSION_NAME to a name that stays for the life of the pod, such as its name"
          + " (valueFrom: fieldRef: metadata.name).";

  @Override
  public Finding examine(Evidence evidence) {
    return evidence.settings().judge(settings -> judge(evidence, settings));
  }

  private static Finding judge(Evidence evidence, PodSettings settings) {
    if (!settings.problems(SettingGroup.SESSION_NAME).isEmpty()) {
      return SettingFaults.of(settings, SettingGroup.SESSION_NAME);
    }
    boolean isSet = !"default".equals(settings.origin(Setting.ROLE_SESSION_NAME));
    ClassPath classPath = evidence.options().classPath();
    boolean hasIrsa =
        evidence.javaAgent() != null
            || (classPath != null
                && classPath.hasAny(
                    "irsa-sdk-v2",
                    "irsa-sdk-v2-bundle",
                    "irsa-sdk-v1-bridge",
                    "irsa-sdk-v1-bundle"));
    if (!isSet && !hasIrsa && classPath != null && classPath.hasAny("aws-msk-iam-auth")) {
      return Finding.fail(
          "AWS_ROLE_SESSION_NAME is not set: the SDK makes a new name at each refresh, and MSK then"
              + " closes the connection (Cannot change principals)",
          FIX);
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
