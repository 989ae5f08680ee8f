package dev.irsa.doctor.internal.check;

import dev.irsa.doctor.internal.network.AccountAnnotations;
import dev.irsa.doctor.internal.pod.CredentialSources.Kind;
import dev.irsa.doctor.internal.pod.Jwt;
import dev.irsa.doctor.internal.pod.ServiceAccountName;
import dev.irsa.doctor.internal.pod.ServiceAccountVolume;
import dev.irsa.doctor.internal.pod.Texts;
import dev.irsa.doctor.internal.pod.TokenEvidence;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** IRSA-04: the webhook did not inject role and token into the pod. */
final class MutationCheck {

  private static final String LOST =
      "Look for what clears the environment between the start of the container and this process"
          + " (sudo, su -, env -i, a supervisor). If kubectl get pod -o yaml shows no AWS_ROLE_ARN in the"
          + " container, the pod mounts the token by itself: remove that, so that the webhook injects"
          + " both.";

  static Finding examine(Evidence evidence) {
    if (evidence.sources().hasWebIdentity()) {
      return evidence.sources().source(Kind.WEB_IDENTITY).isHalf()
          ? Finding.skip("only one of two variables is set, see IRSA-06")
          : injected(evidence);
    }
    if (evidence.sources().usesContainer()) {
      return Finding.skip("this pod uses Pod Identity, not IRSA");
    }
    Fact<AccountAnnotations> annotations = evidence.annotations;
    if (annotations.is(found -> !found.nearMisses().isEmpty())) {
      return Finding.skip("the annotation of the service account is wrong, see IRSA-05");
    }
    ServiceAccountVolume volume = evidence.account();
    return volume == null ? outside() : notInjected(evidence, volume, annotations);
  }

  private static Finding injected(Evidence evidence) {
    ServiceAccountName ofPod = evidence.account() == null ? null : evidence.account().account();
    String subject = evidence.token.part(Jwt::subject);
    boolean isOther = ofPod != null && subject != null && !subject.equals(ofPod.subject());
    return isOther
        ? Finding.warn(
            "the token belongs to "
                + Texts.plain(Objects.requireNonNull(subject))
                + ", but the pod runs as "
                + Texts.plain(String.valueOf(ofPod)),
            "Remove the token volume and the variables from the pod's spec, so that the webhook"
                + " injects those of its own service account.")
        : Finding.pass("role and token are configured");
  }

  private static Finding outside() {
    return Finding.fail(
        "neither role and token nor a service account volume is here: this process does not run in"
            + " a pod, or its pod sets automountServiceAccountToken: false",
        "Run the doctor in the pod (kubectl exec), or examine the pod from outside with --env-file"
            + " and --root.");
  }

  private static Finding notInjected(
      Evidence evidence, ServiceAccountVolume volume, Fact<AccountAnnotations> annotations) {
    ServiceAccountName account = volume.account();
    boolean isMounted = evidence.pod().files().follow(TokenEvidence.USUAL).isFile();
    String found =
        "AWS_ROLE_ARN and AWS_WEB_IDENTITY_TOKEN_FILE are not set"
            + (account == null
                ? ""
                : "; the pod runs as service account " + Texts.plain(account.toString()))
            + (isMounted ? "; the token is mounted, so the variables were lost on the way" : "")
            + (evidence.sources().winner() == Kind.PROFILE
                ? "; SDKs take the profile, which is not examined: " + evidence.sources().describe()
                : "");
    String role = annotations.part(AccountAnnotations::roleArn);
    return role != null
        ? Finding.fail(
            found + "; the account is annotated with " + Texts.plain(role),
            "The pod is older than the annotation, or was created while the webhook was down:"
                + " recreate it. "
                + ifItStays())
        : Finding.fail(
            found + why(annotations), isMounted && annotations.isMissing() ? LOST : fix(account));
  }

  private static String why(Fact<AccountAnnotations> annotations) {
    if (annotations.isMissing()) {
      return "";
    }
    return annotations.get().problem().isEmpty()
        ? "; the account is not annotated with a role"
        : "; " + annotations.get().problem();
  }

  private static String fix(@Nullable ServiceAccountName account) {
    ServiceAccountName shown = ServiceAccountName.orPlaceholder(account);
    return ("kubectl annotate serviceaccount -n %s %s"
            + " eks.amazonaws.com/role-arn=arn:aws:iam::<account>:role/<role>\nThen recreate the"
            + " pod: the variables are injected when a pod is created. %s")
        .formatted(shown.namespace(), shown.name(), ifItStays());
  }

  private static String ifItStays() {
    return "If it stays like this: kubectl get mutatingwebhookconfiguration pod-identity-webhook, and"
        + " look for the label eks.amazonaws.com/skip-pod-identity-webhook and the annotation"
        + " eks.amazonaws.com/skip-containers.";
  }
}
