package dev.irsa.doctor.internal.check;

import dev.irsa.doctor.internal.network.StsReply;
import dev.irsa.doctor.internal.pod.CredentialSources;
import dev.irsa.doctor.internal.pod.CredentialSources.Kind;
import dev.irsa.doctor.internal.pod.CredentialSources.Source;
import dev.irsa.doctor.internal.pod.Texts;

/** IRSA-06: half, doubled or shadowed configuration. */
final class SourcesCheck {

  static Finding examine(Evidence evidence) {
    CredentialSources sources = evidence.sources();
    Kind winner = sources.winner();
    boolean isStatic = winner == Kind.PROPERTIES || winner == Kind.ENVIRONMENT;
    boolean isHalfContainer =
        sources.usesContainer() && !evidence.allSettings().problems(Cause.SOURCES).isEmpty();
    if (isHalfContainer) {
      return evidence.allSettings().fault(Cause.SOURCES).in(Step.SOURCES);
    }
    if (sources.usesContainer() && isStatic) {
      return shadowed(evidence, sources.source(winner));
    }
    if (!sources.hasWebIdentity()) {
      return withoutIrsa(sources, isStatic);
    }
    if (isStatic) {
      return shadowed(evidence, sources.source(winner));
    }
    if (sources.source(Kind.WEB_IDENTITY).isHalf()) {
      return half(evidence);
    }
    return beside(sources);
  }

  private static Finding withoutIrsa(CredentialSources sources, boolean isStatic) {
    if (isStatic) {
      return Finding.warn(
          "static keys are the only source: " + sources.describe(),
          "Static keys do not expire and are not those of the pod's role: give the pod a role, see"
              + " IRSA-04.");
    }
    if (!sources.hasWholeContainer()) {
      return Finding.skip("IRSA is not configured here, see IRSA-04");
    }
    return sources.winner() == Kind.PROFILE
        ? Finding.warn(
            "a profile comes before Pod Identity, and wins if it has credentials: "
                + sources.describe(),
            "Remove "
                + String.join(", ", sources.source(Kind.PROFILE).set())
                + " from the container, unless the profile has settings only.")
        : Finding.pass(sources.describe());
  }

  private static Finding shadowed(Evidence evidence, Source source) {
    String arn = evidence.staticCaller.part(StsReply::callerArn);
    return Finding.fail(
        "the SDKs use static keys instead of the pod's role"
            + (arn == null ? "" : ", those of " + Texts.plain(arn))
            + ": "
            + evidence.sources().describe(),
        "Remove "
            + String.join(" and ", source.set())
            + " from the container (env, envFrom, image), also where a secret supplies them.");
  }

  private static Finding half(Evidence evidence) {
    Finding fault = evidence.allSettings().fault(Cause.SOURCES);
    return evidence.sources().hasWholeContainer()
        ? Finding.fail(
            "half of IRSA stands beside Pod Identity: " + evidence.sources().describe(),
            "Remove "
                + String.join(", ", evidence.sources().source(Kind.WEB_IDENTITY).set())
                + " from the container, or the association of Pod Identity.")
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
