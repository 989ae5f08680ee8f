package dev.irsa.doctor.internal.check;

import dev.irsa.doctor.internal.classpath.Artifact;
import dev.irsa.doctor.internal.classpath.ClassPath;
import dev.irsa.doctor.internal.classpath.S3aProviders;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The jars and versions that an SDK needs to use the pod's role.
 *
 * <p>Sources: EKS user guide, "Use IRSA with the AWS SDK" and "Use pod identity with the AWS SDK";
 * README of irsa for the versions that its adapters support.
 */
record SdkRules(
    String oldest,
    String oldestForIrsa,
    String oldestForAgent,
    String oldestForPodIdentity,
    String group,
    String sts,
    String bundle) {

  private static final SdkRules V2 =
      new SdkRules(
          "2.10.11", "2.23.19", "2.17.160", "2.21.30", "software.amazon.awssdk:", "sts", "bundle");
  private static final SdkRules V1 =
      new SdkRules(
          "1.11.704",
          "1.11.563",
          "1.11.563",
          "1.12.746",
          "com.amazonaws:",
          "aws-java-sdk-sts",
          "aws-java-sdk-bundle");

  /** Both generations. */
  static final List<SdkRules> ALL = List.of(V2, V1);

  /** The first release whose S3A uses AWS SDK for Java 2.x. */
  private static final String HADOOP_WITH_V2 = "3.4.0";

  private boolean isSecond() {
    return oldest.startsWith("2.");
  }

  /** Returns the generation in words. */
  String title() {
    return "AWS SDK for Java " + (isSecond() ? "2.x" : "1.x");
  }

  /** Returns the jar with the provider of irsa, and its self-contained one. */
  String adapter() {
    return isSecond() ? "irsa-sdk-v2" : "irsa-sdk-v1-bridge";
  }

  String adapterBundle() {
    return isSecond() ? "irsa-sdk-v2-bundle" : "irsa-sdk-v1-bundle";
  }

  /** Returns the jars of this generation on a class path. */
  List<Artifact> in(ClassPath classPath) {
    String core = isSecond() ? "sdk-core" : "aws-java-sdk-core";
    return Stream.of(core, "auth", sts, bundle)
        .filter(name -> isSecond() || !name.equals("auth"))
        .flatMap(name -> classPath.named(name).stream())
        .toList();
  }

  private boolean hasIrsa(ClassPath classPath) {
    return classPath.hasAny(adapter(), adapterBundle());
  }

  /** Returns whether a provider of irsa is on a class path. */
  static boolean hasAnyIrsa(ClassPath classPath) {
    return V2.hasIrsa(classPath) || V1.hasIrsa(classPath);
  }

  /** Returns the finding for an SDK that must use Pod Identity, or null if it can. */
  @Nullable Finding forPodIdentity(ClassPath classPath) {
    return hasIrsa(classPath)
        ? null
        : tooOld(
            classPath,
            oldestForPodIdentity,
            "the first version that knows Pod Identity",
            "Raise the version of the SDK, or use the provider of " + adapter() + ".");
  }

  /**
   * Returns the finding for a class path, or null if it is right.
   *
   * @param hasAgent whether the Java agent of irsa supplies the SDKs
   */
  static @Nullable Finding judge(ClassPath classPath, boolean hasAgent) {
    S3aProviders providers = S3aProviders.find(classPath);
    if (providers != null && !providers.includesWebIdentity()) {
      return Finding.fail(
          ("fs.s3a.aws.credentials.provider in %s is %s: none of them uses the pod's role, so S3A"
                  + " takes the node's role")
              .formatted(providers.file(), providers.list()),
          s3aFix(classPath));
    }
    for (SdkRules rules : ALL) {
      Finding found = rules.forIrsa(classPath, hasAgent);
      if (found != null) {
        return found;
      }
    }
    return classPath.hasAny("hadoop-aws") && providers == null
        ? Finding.warn(
            "hadoop-aws is on the class path, but no fs.s3a.aws.credentials.provider: S3A's own list"
                + " does not use the pod's role",
            s3aFix(classPath) + " This is right already if the application sets it in code.")
        : null;
  }

  private static String s3aFix(ClassPath classPath) {
    boolean isFirst =
        classPath.named("hadoop-aws").stream().anyMatch(jar -> jar.isOlderThan(HADOOP_WITH_V2));
    return "Set fs.s3a.aws.credentials.provider to dev.irsa.sdk.%s.IrsaCredentialsProvider and add %s to the class path."
        .formatted(isFirst ? "v1" : "v2", (isFirst ? V1 : V2).adapterBundle());
  }

  private @Nullable Finding forIrsa(ClassPath classPath, boolean hasAgent) {
    boolean hasIrsa = hasIrsa(classPath);
    String needed = hasIrsa ? oldestForIrsa : hasAgent ? oldestForAgent : oldest;
    Finding old =
        tooOld(
            classPath,
            needed,
            "the oldest version that works here",
            "Raise the version of the SDK to " + needed + " or newer.");
    List<Artifact> sdk = in(classPath);
    if (old != null || sdk.isEmpty() || hasIrsa || hasAgent || classPath.hasAny(sts, bundle)) {
      return old;
    }
    String version = sdk.get(0).version();
    return Finding.fail(
        ("AWS SDK for Java %s without its module %s: its default chain skips the pod's role and"
                + " takes the node's role")
            .formatted(version, sts),
        "Add %s%s:%s, or dev.irsa:%s.".formatted(group, sts, version, adapter()));
  }

  private @Nullable Finding tooOld(ClassPath classPath, String needed, String what, String fix) {
    return in(classPath).stream()
        .filter(artifact -> artifact.isOlderThan(needed))
        .findFirst()
        .map(
            old ->
                Finding.fail(
                    "%s: %s is older than %s, %s".formatted(title(), old, needed, what), fix))
        .orElse(null);
  }
}
