package dev.irsa.doctor.internal.check;

import static dev.irsa.doctor.internal.text.ForeignText.plain;

import dev.irsa.doctor.internal.pod.AccountAnnotations;
import dev.irsa.doctor.internal.pod.CredentialSources;
import dev.irsa.doctor.internal.pod.CredentialSources.Kind;
import dev.irsa.doctor.internal.pod.CredentialSources.Only;
import dev.irsa.doctor.internal.pod.CredentialSources.Source;
import dev.irsa.doctor.internal.pod.ExaminedTokenFile;
import dev.irsa.doctor.internal.pod.Jwt;
import dev.irsa.doctor.internal.pod.ServiceAccountName;
import dev.irsa.doctor.internal.pod.ServiceAccountVolume;
import dev.irsa.doctor.internal.pod.SharedProfile;
import dev.irsa.doctor.internal.probe.CallerIdentityResult;
import dev.irsa.internal.config.Setting;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Causes in the variables that were injected into the pod, and in other sources beside them. */
public final class InjectionChecks {
  private static final String LOST =
      "Look for what clears the environment between the start of the container and this process"
          + " (sudo, su -, env -i, a supervisor). If kubectl get pod -o yaml shows no AWS_ROLE_ARN in the"
          + " container, the pod's own spec mounts the token: remove that, so that the webhook injects"
          + " both.";

  private static final String IF_IT_STAYS =
      "If it stays like this: kubectl get mutatingwebhookconfiguration pod-identity-webhook, and"
          + " look for the label eks.amazonaws.com/skip-pod-identity-webhook and the annotation"
          + " eks.amazonaws.com/skip-containers.";

  private static final String VARIABLE_OF_PROFILE = "AWS_PROFILE";

  /** The variables of an identity, which the webhook never overwrites. */
  static final String[] IDENTITY = {
    "AWS_ROLE_ARN",
    "AWS_WEB_IDENTITY_TOKEN_FILE",
    "AWS_CONTAINER_CREDENTIALS_FULL_URI",
    "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE"
  };

  private InjectionChecks() {}

  /** IRSA-04: the webhook did not inject role and token into the pod. */
  static Finding mutation(IdentityEvidence identity, PodEvidence pod, TokenEvidence token) {
    if (identity.sources.hasWebIdentity()) {
      return identity.sources.source(Kind.WEB_IDENTITY).isHalf()
          ? Finding.skip("only one of two variables is set, see IRSA-06")
          : injected(pod, token);
    }
    if (identity.sources.usesContainer()) {
      return Finding.skip("this pod uses Pod Identity, not IRSA");
    }
    if (identity.sources.lacksTheOnlyOne()) {
      return identity.sources.ignoresAnother()
          ? Finding.skip("irsa ignores what is configured, see IRSA-06")
          : withoutTheOnlyOne(identity).in(Step.INJECTION);
    }
    if (pod.annotations.part(AccountAnnotations::nearMiss) != null) {
      return Finding.skip("the annotation of the service account is wrong, see IRSA-05");
    }
    List<String> empty = pod.examined.emptyOnes(IDENTITY);
    if (!empty.isEmpty()) {
      return preset(empty);
    }
    ServiceAccountVolume volume = pod.account;
    return volume == null ? outside() : notInjected(identity, pod, volume);
  }

  private static Finding withoutTheOnlyOne(IdentityEvidence identity) {
    Only only = Objects.requireNonNull(identity.sources.only());
    Finding fault = identity.settings.finding(Cause.SOURCES);
    return Finding.fail(
        fault.found() + "; " + identity.sources.describe(),
        only.used() == Kind.CONTAINER
            ? ("Remove %s to use IRSA, or create an association (aws eks"
                    + " create-pod-identity-association) and recreate the pod.")
                .formatted(only.origin())
            : ("Remove %s to use Pod Identity, or annotate the service account with"
                    + " eks.amazonaws.com/role-arn and recreate the pod.")
                .formatted(only.origin()));
  }

  private static Finding injected(PodEvidence pod, TokenEvidence token) {
    ServiceAccountName ofPod = pod.account == null ? null : pod.account.account();
    String subject = token.jwt.part(Jwt::subject);
    boolean isOther = ofPod != null && subject != null && !subject.equals(ofPod.subject());
    return isOther
        ? Finding.warn(
            "the token belongs to %s, but the pod runs as %s"
                .formatted(plain(Objects.requireNonNull(subject)), plain(ofPod)),
            "Remove the token volume and the variables from the pod's spec, so that the webhook"
                + " injects those of its own service account.")
        : Finding.pass("role and token are configured");
  }

  /** Returns the finding for variables that are empty, or will be. */
  public static Finding preset(List<String> names) {
    String all = String.join(" and ", names);
    return Finding.fail(
        all
            + (names.size() == 1 ? " is set, but empty" : " are set, but empty")
            + ": the webhook looks at the names of variables alone, so it injects neither role nor"
            + " token",
        "Remove "
            + all
            + " from the container's env (the values of its chart). The webhook injects them into"
            + " pods that are created then.");
  }

  private static Finding outside() {
    return Finding.fail(
        "neither role and token nor a service account volume was found: this process does not run in"
            + " a pod, or its pod sets automountServiceAccountToken: false",
        "Run the doctor in the pod (kubectl exec), or examine the pod from outside with --env-file"
            + " and --root.");
  }

  private static Finding notInjected(
      IdentityEvidence identity, PodEvidence pod, ServiceAccountVolume volume) {
    Lazy<AccountAnnotations> annotations = pod.annotations;
    ServiceAccountName account = volume.account();
    boolean isMounted = pod.examined.files().follow(ExaminedTokenFile.USUAL).isFile();
    String found =
        "neither AWS_ROLE_ARN and AWS_WEB_IDENTITY_TOKEN_FILE nor"
            + " AWS_CONTAINER_CREDENTIALS_FULL_URI is set"
            + (account == null ? "" : "; the pod runs as service account " + plain(account))
            + (isMounted ? "; the token is mounted, so the variables were lost on the way" : "")
            + (identity.sources.winner() == Kind.PROFILE
                ? "; SDKs take the profile: " + identity.sources.describe()
                : "");
    String role = annotations.part(AccountAnnotations::roleArn);
    return role != null
        ? Finding.fail(
            found + "; the account is annotated with " + plain(role),
            "The pod is older than the annotation, or was created while the webhook was down:"
                + " recreate it. "
                + IF_IT_STAYS)
        : Finding.fail(
            found + why(annotations), isMounted && annotations.isMissing() ? LOST : fix(account));
  }

  private static String why(Lazy<AccountAnnotations> annotations) {
    if (annotations.isMissing()) {
      return "";
    }
    return annotations.get().problem().isEmpty()
        ? "; the account is not annotated with a role"
        : "; " + annotations.get().problem();
  }

  private static String fix(@Nullable ServiceAccountName account) {
    ServiceAccountName shown = ServiceAccountName.orPlaceholder(account);
    return ("kubectl annotate serviceaccount -n %1$s %2$s"
            + " eks.amazonaws.com/role-arn=arn:aws:iam::<account>:role/<role>\nOr, in a cluster with EKS"
            + " Pod Identity: aws eks create-pod-identity-association --cluster-name <cluster>"
            + " --namespace %1$s --service-account %2$s --role-arn arn:aws:iam::<account>:role/<role>\n"
            + "Then recreate the pod: the variables are injected when a pod is created. %3$s")
        .formatted(shown.namespace(), shown.name(), IF_IT_STAYS);
  }

  /** IRSA-06: half, doubled or shadowed configuration. */
  static Finding sources(IdentityEvidence identity, PodEvidence pod, CallerEvidence caller) {
    CredentialSources sources = identity.sources;
    Kind winner = sources.winner();
    boolean isStatic = winner == Kind.PROPERTIES || winner == Kind.ENVIRONMENT;
    boolean isHalfContainer = sources.usesContainer() && identity.settings.has(Cause.SOURCES);
    if (sources.lacksTheOnlyOne() && sources.ignoresAnother()) {
      return withoutTheOnlyOne(identity);
    }
    if (isHalfContainer || identity.settings.has(Setting.IDENTITY_SOURCE)) {
      return identity.settings.finding(Cause.SOURCES).in(Step.SOURCES);
    }
    if (isStatic && (sources.usesContainer() || sources.hasWebIdentity())) {
      return shadowed(identity, caller, sources.source(winner));
    }
    boolean hasTwoTokens =
        identity.settings.text(Setting.CONTAINER_AUTHORIZATION_TOKEN_FILE) != null
            && identity.settings.text(Setting.CONTAINER_AUTHORIZATION_TOKEN) != null;
    if (sources.usesContainer() && hasTwoTokens) {
      return twoTokens(sources, pod.hasIrsa());
    }
    if (winner == Kind.PROFILE && sources.usesContainer()) {
      return shadowed(identity, pod);
    }
    if (!sources.hasWebIdentity()) {
      return withoutIrsa(sources, isStatic, pod.hasIrsa());
    }
    if (sources.source(Kind.WEB_IDENTITY).isHalf()) {
      return half(identity);
    }
    return beside(sources);
  }

  /** The SDKs send the text, irsa the token in the file. */
  private static Finding twoTokens(CredentialSources sources, boolean hasIrsa) {
    String found =
        "the SDKs send the text in AWS_CONTAINER_AUTHORIZATION_TOKEN, which nobody renews, and not the"
            + " token in the file, which irsa sends: "
            + sources.describe();
    String fix = "Remove AWS_CONTAINER_AUTHORIZATION_TOKEN from the container.";
    return hasIrsa ? Finding.warn(found, fix) : Finding.fail(found, fix);
  }

  private static Finding withoutIrsa(CredentialSources sources, boolean isStatic, boolean hasIrsa) {
    if (isStatic) {
      return Finding.warn(
          "static keys are the only source: " + sources.describe(),
          "Static keys do not expire and do not belong to the pod's role: give the pod a role, see"
              + " IRSA-04.");
    }
    if (!sources.hasWholeContainer()) {
      return Finding.skip("IRSA is not configured here, see IRSA-04");
    }
    if (!sources.profile().isNamed()) {
      return Finding.pass(sources.describe());
    }
    String name =
        sources.profile().variables().contains(VARIABLE_OF_PROFILE)
            ? VARIABLE_OF_PROFILE
            : "aws.profile";
    String found =
        name
            + " is set: a profile comes before Pod Identity in the SDKs, and this one has"
            + " nothing but settings, or is missing; the chains of irsa refuse to choose: "
            + sources.describe();
    String fix = "Remove " + name + " from the container, unless its settings are needed.";
    return hasIrsa ? Finding.fail(found, fix) : Finding.warn(found, fix);
  }

  /**
   * The SDKs ask profiles before the endpoint of Pod Identity. The chains of irsa refuse to choose
   * if a profile is named, and otherwise take the pod's role.
   */
  private static Finding shadowed(IdentityEvidence identity, PodEvidence pod) {
    SharedProfile profile = identity.sources.profile();
    String variables = String.join(" and ", profile.variables());
    String found =
        "SDKs without irsa use the profile %s (%s) instead of the pod's role; the chains of irsa %s: %s"
            .formatted(
                plain(profile.name()),
                plain(profile.credentials()),
                profile.isNamed() ? "refuse to choose" : "use the pod's role",
                identity.sources.describe("used by SDKs"));
    String fix =
        variables.isEmpty()
            ? "Take the profile's credentials out of that file, or the file out of the image and the"
                + " volumes of the pod: its role needs none."
            : "Remove %s from the container, and the profile's credentials from that file."
                .formatted(variables);
    return pod.hasIrsa() && !profile.isNamed()
        ? Finding.warn(found, fix)
        : Finding.fail(found, fix);
  }

  private static Finding shadowed(IdentityEvidence identity, CallerEvidence caller, Source source) {
    String arn = caller.staticCaller.part(CallerIdentityResult::callerArn);
    return Finding.fail(
        "the SDKs use static keys instead of the pod's role"
            + (arn == null ? "" : ", which belong to " + plain(arn))
            + ": "
            + identity.sources.describe(),
        "Remove "
            + String.join(" and ", source.set())
            + " from the container (env, envFrom, image), also where a secret supplies them.");
  }

  private static Finding half(IdentityEvidence identity) {
    Finding fault = identity.settings.finding(Cause.SOURCES);
    return identity.sources.hasWholeContainer()
        ? Finding.fail(
            "half of IRSA stands beside Pod Identity: " + identity.sources.describe(),
            "Remove %s from the container, or the association of Pod Identity."
                .formatted(String.join(", ", identity.sources.source(Kind.WEB_IDENTITY).set())))
        : fault.in(Step.SOURCES);
  }

  private static Finding beside(CredentialSources sources) {
    if (sources.source(Kind.ENVIRONMENT).isHalf()) {
      return Finding.warn(
          "half of a pair of static keys is set: " + sources.describe(),
          "Remove " + String.join(", ", sources.source(Kind.ENVIRONMENT).set()) + ".");
    }
    if (sources.hasWholeContainer()) {
      return Finding.warn(
          "Pod Identity is configured beside IRSA, which comes first: " + sources.describe(),
          "Remove the annotation of the service account, or the association of Pod Identity.");
    }
    return sources.source(Kind.PROFILE).set().contains("AWS_PROFILE")
        ? Finding.warn(
            "AWS_PROFILE is set: the AWS CLI and some SDKs prefer the profile: "
                + sources.describe(),
            "Remove AWS_PROFILE from the container.")
        : Finding.pass(sources.describe());
  }
}
