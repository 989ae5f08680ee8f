package dev.irsa.doctor.internal.check;

import dev.irsa.doctor.internal.classpath.Artifact;
import dev.irsa.doctor.internal.classpath.ClassPath;
import dev.irsa.doctor.internal.classpath.S3aProviders;
import dev.irsa.doctor.internal.classpath.Version;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a class path must contain for the SDKs to use the pod's role.
 *
 * <p>Sources: EKS user guide, "Use IRSA with the AWS SDK"; README of irsa for the versions that its
 * adapters support.
 */
final class SdkRules {

  private static final Version V2_WITH_WEB_IDENTITY = new Version("2.10.11");
  private static final Version V1_WITH_WEB_IDENTITY = new Version("1.11.704");
  private static final Version V2_FOR_IRSA = new Version("2.23.19");
  private static final Version V1_FOR_IRSA = new Version("1.11.563");
  private static final Version V2_FOR_AGENT = new Version("2.17.160");

  /** The first one whose S3A uses AWS SDK for Java 2.x. */
  private static final Version HADOOP_WITH_V2 = new Version("3.4.0");

  private SdkRules() {}

  /**
   * Returns what is wrong with a class path, or null.
   *
   * @param hasAgent whether the Java agent of irsa supplies the SDKs
   */
  static @Nullable Finding judge(ClassPath classPath, boolean hasAgent) {
    Finding found = s3aList(classPath);
    if (found == null) {
      found = generation2(classPath, hasAgent);
    }
    if (found == null) {
      found = generation1(classPath, hasAgent);
    }
    return found == null ? s3aDefault(classPath) : found;
  }

  private static @Nullable Finding s3aList(ClassPath classPath) {
    S3aProviders providers = S3aProviders.find(classPath);
    if (providers == null || providers.includesWebIdentity()) {
      return null;
    }
    return Finding.fail(
        ("fs.s3a.aws.credentials.provider in %s is %s: none of them uses the pod's role, so S3A"
                + " takes that of the node")
            .formatted(providers.file(), providers.list()),
        s3aFix(classPath));
  }

  private static String s3aFix(ClassPath classPath) {
    boolean isFirstGeneration =
        classPath.named("hadoop-aws").stream()
            .anyMatch(hadoop -> hadoop.version().compareTo(HADOOP_WITH_V2) < 0);
    return "Set fs.s3a.aws.credentials.provider to %s and add %s to the class path."
        .formatted(
            isFirstGeneration
                ? "dev.irsa.sdk.v1.IrsaCredentialsProvider"
                : "dev.irsa.sdk.v2.IrsaCredentialsProvider",
            isFirstGeneration ? "irsa-sdk-v1-bundle" : "irsa-sdk-v2-bundle");
  }

  private static @Nullable Finding s3aDefault(ClassPath classPath) {
    boolean isUnset = classPath.hasAny("hadoop-aws") && S3aProviders.find(classPath) == null;
    return isUnset
        ? Finding.warn(
            "hadoop-aws is here, but no fs.s3a.aws.credentials.provider: S3A's own list does not"
                + " use the pod's role",
            s3aFix(classPath) + " This is right already if the application sets it in code.")
        : null;
  }

  private static @Nullable Finding generation2(ClassPath classPath, boolean hasAgent) {
    List<Artifact> sdk = classPath.sdk(2);
    boolean hasIrsa = classPath.hasAny("irsa-sdk-v2", "irsa-sdk-v2-bundle");
    if (sdk.isEmpty()) {
      return null;
    }
    Version oldest = hasAgent ? V2_FOR_AGENT : V2_WITH_WEB_IDENTITY;
    Finding old = tooOld(sdk, hasIrsa ? V2_FOR_IRSA : oldest, "AWS SDK for Java 2.x");
    if (old != null || hasIrsa || hasAgent || classPath.hasAny("sts", "bundle")) {
      return old;
    }
    Version version = sdk.get(0).version();
    return Finding.fail(
        "AWS SDK for Java "
            + version
            + " without its module sts: its default chain skips the pod's"
            + " role and takes that of the node",
        "Add software.amazon.awssdk:sts:" + version + ", or dev.irsa:irsa-sdk-v2.");
  }

  private static @Nullable Finding generation1(ClassPath classPath, boolean hasAgent) {
    List<Artifact> sdk = classPath.sdk(1);
    boolean hasIrsa = classPath.hasAny("irsa-sdk-v1-bridge", "irsa-sdk-v1-bundle");
    if (sdk.isEmpty()) {
      return null;
    }
    Version oldest = hasIrsa || hasAgent ? V1_FOR_IRSA : V1_WITH_WEB_IDENTITY;
    Finding old = tooOld(sdk, oldest, "AWS SDK for Java 1.x");
    if (old != null
        || hasIrsa
        || hasAgent
        || classPath.hasAny("aws-java-sdk-sts", "aws-java-sdk-bundle")) {
      return old;
    }
    Version version = sdk.get(0).version();
    return Finding.fail(
        "AWS SDK for Java "
            + version
            + " without aws-java-sdk-sts: its default chain skips the pod's"
            + " role and takes that of the node",
        "Add com.amazonaws:aws-java-sdk-sts:" + version + ", or dev.irsa:irsa-sdk-v1-bridge.");
  }

  private static @Nullable Finding tooOld(List<Artifact> sdk, Version oldest, String name) {
    return sdk.stream()
        .filter(artifact -> artifact.version().compareTo(oldest) < 0)
        .findFirst()
        .map(
            artifact ->
                Finding.fail(
                    "%s: %s is older than %s, the oldest version that works here"
                        .formatted(name, artifact, oldest),
                    "Raise the version of the SDK to " + oldest + " or newer."))
        .orElse(null);
  }
}
