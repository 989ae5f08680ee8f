package dev.irsa.doctor.internal.check;

import dev.irsa.doctor.internal.classpath.Artifact;
import dev.irsa.doctor.internal.classpath.ClassPath;
import dev.irsa.doctor.internal.classpath.Version;
import java.util.List;
import java.util.stream.Stream;

/**
 * POD-04: the SDK is too old for Pod Identity.
 *
 * <p>Sources: EKS user guide, "Use pod identity with the AWS SDK"; releases of AWS SDK for Java
 * 1.x, which reads the token's file from 1.12.596 on.
 */
final class PodIdentitySdkCheck implements CauseCheck {

  private static final Version OLDEST_2 = new Version("2.21.30");
  private static final Version OLDEST_1 = new Version("1.12.596");

  @Override
  public Finding examine(Evidence evidence) {
    if (!evidence.sources().usesContainer()) {
      return Finding.skip(evidence.container().why());
    }
    ClassPath classPath = evidence.options().classPath();
    if (classPath == null) {
      return Finding.skip("needs the application's class path: --classpath");
    }
    if (evidence.javaAgent() != null) {
      return Finding.pass("irsa-agent knows Pod Identity for the SDKs");
    }
    List<Artifact> old =
        Stream.concat(
                older(classPath, 2, OLDEST_2, "irsa-sdk-v2", "irsa-sdk-v2-bundle"),
                older(classPath, 1, OLDEST_1, "irsa-sdk-v1-bridge", "irsa-sdk-v1-bundle"))
            .toList();
    if (old.isEmpty()) {
      return Finding.pass("the SDKs are new enough");
    }
    boolean isFirst = !classPath.sdk(1).isEmpty() && classPath.sdk(1).contains(old.get(0));
    return Finding.fail(
        "AWS SDK for Java: "
            + old.get(0)
            + " is older than "
            + (isFirst ? OLDEST_1 : OLDEST_2)
            + ", the first version that knows Pod Identity",
        "Raise the version of the SDK, or use the provider of "
            + (isFirst ? "irsa-sdk-v1-bridge" : "irsa-sdk-v2")
            + ".");
  }

  private static Stream<Artifact> older(
      ClassPath classPath, int generation, Version oldest, String thin, String bundle) {
    return classPath.hasAny(thin, bundle)
        ? Stream.of()
        : classPath.sdk(generation).stream()
            .filter(artifact -> artifact.version().compareTo(oldest) < 0);
  }
}
