package dev.irsa.doctor.internal.classpath;

/** The libraries that matter to the doctor. */
enum KnownArtifact {
  V2_CORE("software.amazon.awssdk", "sdk-core", 2),
  V2_AUTH("software.amazon.awssdk", "auth", 2),
  V2_STS("software.amazon.awssdk", "sts", 2),
  V2_BUNDLE("software.amazon.awssdk", "bundle", 2),
  V1_CORE("com.amazonaws", "aws-java-sdk-core", 1),
  V1_STS("com.amazonaws", "aws-java-sdk-sts", 1),
  V1_BUNDLE("com.amazonaws", "aws-java-sdk-bundle", 1),
  IRSA_V2("dev.irsa", "irsa-sdk-v2", 0),
  IRSA_V1("dev.irsa", "irsa-sdk-v1-bridge", 0),
  IRSA_V2_BUNDLE("dev.irsa", "irsa-sdk-v2-bundle", 0),
  IRSA_V1_BUNDLE("dev.irsa", "irsa-sdk-v1-bundle", 0),
  IRSA_CORE("dev.irsa", "irsa-core", 0),
  HADOOP_AWS("org.apache.hadoop", "hadoop-aws", 0),
  MSK_IAM_AUTH("software.amazon.msk", "aws-msk-iam-auth", 0);

  private final String group;
  private final String artifact;
  private final int generation;

  KnownArtifact(String group, String artifact, int generation) {
    this.group = group;
    this.artifact = artifact;
    this.generation = generation;
  }

  String group() {
    return group;
  }

  String artifact() {
    return artifact;
  }

  /** Returns the generation of the AWS SDK that an artifact belongs to, or 0. */
  static int generation(String artifact) {
    for (KnownArtifact known : values()) {
      if (known.artifact.equals(artifact)) {
        return known.generation;
      }
    }
    return 0;
  }
}
