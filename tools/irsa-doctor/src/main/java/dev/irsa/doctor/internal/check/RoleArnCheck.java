package dev.irsa.doctor.internal.check;

import dev.irsa.doctor.internal.cluster.AccountAnnotations;
import dev.irsa.doctor.internal.settings.SettingGroup;
import dev.irsa.doctor.internal.text.Texts;
import dev.irsa.doctor.internal.token.ServiceAccountName;
import dev.irsa.internal.config.RoleArn;

/** IRSA-05: the annotation of the service account, or the ARN that came from it, is wrong. */
final class RoleArnCheck implements CauseCheck {

  @Override
  public Finding examine(Evidence evidence) {
    Fact<AccountAnnotations> annotations = evidence.annotations();
    boolean isMisspelt =
        !evidence.sources().hasWebIdentity()
            && annotations.is(found -> !found.nearMisses().isEmpty());
    if (isMisspelt) {
      return misspelt(annotations.get());
    }
    return evidence
        .settings()
        .judge(
            settings ->
                settings.problems(SettingGroup.ROLE).isEmpty()
                    ? valid(evidence, annotations)
                    : SettingFaults.of(settings, SettingGroup.ROLE));
  }

  private static Finding misspelt(AccountAnnotations annotations) {
    ServiceAccountName account = ServiceAccountName.orPlaceholder(annotations.account());
    String key = annotations.nearMisses().get(0);
    return Finding.fail(
            "the service account "
                + Texts.plain(account.toString())
                + " has the annotation "
                + Texts.plain(key)
                + ", which the webhook ignores",
            "kubectl annotate serviceaccount -n "
                + account.namespace()
                + " "
                + account.name()
                + " "
                + AccountAnnotations.ROLE_ARN
                + "=arn:aws:iam::<account>:role/<role> "
                + Texts.plain(key)
                + "-\nThen recreate the pod.")
        .in(Step.INJECTION);
  }

  private static Finding valid(Evidence evidence, Fact<AccountAnnotations> annotations) {
    Fact<RoleArn> role = evidence.role();
    String annotated = annotations.part(AccountAnnotations::roleArn);
    if (role.isMissing() || annotated == null || annotated.equals(role.get().text())) {
      return role.judge(arn -> Finding.pass(arn.text()));
    }
    return Finding.warn(
        "AWS_ROLE_ARN is "
            + role.get().text()
            + ", but the service account is annotated with "
            + Texts.plain(annotated),
        "Recreate the pod: it is older than the annotation.");
  }
}
