package dev.irsa.doctor.internal.check;

import dev.irsa.doctor.internal.exchange.ExchangeOutcome.Reason;
import dev.irsa.doctor.internal.policy.TrustDocument;
import dev.irsa.doctor.internal.settings.PodSettings;
import dev.irsa.doctor.internal.settings.SettingGroup;
import dev.irsa.internal.config.Setting;
import dev.irsa.internal.identity.WebIdentity;
import java.time.Duration;
import java.util.Objects;

/** IRSA-17: the session is longer than the role allows, or its policy too large. */
final class DurationCheck implements CauseCheck {

  private static final Duration USUAL = Duration.ofHours(1);

  @Override
  public Finding examine(Evidence evidence) {
    return evidence.settings().judge(settings -> judge(evidence, settings));
  }

  private static Finding judge(Evidence evidence, PodSettings settings) {
    if (!settings.problems(SettingGroup.DURATION).isEmpty()) {
      return SettingFaults.of(settings, SettingGroup.DURATION);
    }
    WebIdentity identity = settings.identity();
    if (identity == null) {
      return Finding.skip(evidence.blocked());
    }
    Duration requested = Objects.requireNonNullElse(identity.duration(), USUAL);
    TrustDocument trust = evidence.options().trust();
    Duration longest = trust == null ? null : trust.maxSessionDuration();
    String found =
        requested.toSeconds() + " s (" + settings.origin(Setting.SESSION_DURATION_SECONDS) + ")";
    if (longest != null && PolicyCauses.isOfRole(evidence) && requested.compareTo(longest) > 0) {
      return Finding.fail(
          found + ", more than the role's MaxSessionDuration of " + longest.toSeconds() + " s",
          fix(evidence, requested));
    }
    return evidence.isStoppedBy(Reason.PARAMETER)
        ? Finding.fail(
            found + "; " + evidence.exchange().get().describe(), fix(evidence, requested))
        : Finding.pass(found);
  }

  private static String fix(Evidence evidence, Duration requested) {
    String role = evidence.role().get().text();
    return "Lower IRSA_SESSION_DURATION_SECONDS, or raise the role's maximum:\naws iam update-role"
        + " --role-name "
        + role.substring(role.lastIndexOf('/') + 1)
        + " --max-session-duration "
        + requested.toSeconds()
        + "\nIf STS names a session policy instead, shorten it.";
  }
}
