package dev.irsa.agent.internal;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A class of an SDK of which a method may be replaced. */
enum Seam {
  /** Makes the provider for every role with a web identity. */
  V1_WEB_IDENTITY(
      Generation.V1,
      "com.amazonaws.auth.profile.internal.securitytoken.STSProfileCredentialsServiceLoader"),
  /** The last in the chain: container credentials, or the node's. */
  V1_CONTAINER(Generation.V1, "com.amazonaws.auth.EC2ContainerCredentialsProviderWrapper"),
  /** Container credentials alone. */
  V1_CONTAINER_PROVIDER(Generation.V1, "com.amazonaws.auth.ContainerCredentialsProvider"),
  /** The node's credentials. */
  V1_INSTANCE_METADATA(Generation.V1, "com.amazonaws.auth.InstanceProfileCredentialsProvider"),
  /** Finds the factory of the providers for every role with a web identity. */
  V2_WEB_IDENTITY(
      Generation.V2,
      "software.amazon.awssdk.auth.credentials.internal.WebIdentityCredentialsUtils"),
  /** Container credentials. An application may set an endpoint, which then is not the pod's. */
  V2_CONTAINER(
      Generation.V2, "software.amazon.awssdk.auth.credentials.ContainerCredentialsProvider"),
  /** The node's credentials. */
  V2_INSTANCE_METADATA(
      Generation.V2, "software.amazon.awssdk.auth.credentials.InstanceProfileCredentialsProvider");

  private static final String CLASS = ".class";
  private static final String V1_ROLE =
      "Lcom/amazonaws/auth/profile/internal/securitytoken/RoleInfo;";
  private static final String V1_PROVIDER = "Lcom/amazonaws/auth/AWSCredentialsProvider;";
  private static final String V1_CREDENTIALS = "Lcom/amazonaws/auth/AWSCredentials;";
  private static final String V2_CREDENTIALS =
      "Lsoftware/amazon/awssdk/auth/credentials/AwsCredentials;";
  private static final String V2_FACTORY =
      "Lsoftware/amazon/awssdk/auth/credentials/WebIdentityTokenCredentialsProviderFactory;";
  private static final String V1_WEB_IDENTITIES =
      "com/amazonaws/auth/WebIdentityTokenCredentialsProvider";

  private final Generation generation;
  private final String className;

  Seam(Generation generation, String className) {
    this.generation = generation;
    this.className = className;
  }

  /** Returns the seam of a class, by its name as in class files, or null. */
  static @Nullable Seam of(String name) {
    String dotted = name.replace('/', '.');
    for (Seam seam : values()) {
      if (seam.className.equals(dotted)) {
        return seam;
      }
    }
    return null;
  }

  Generation generation() {
    return generation;
  }

  String className() {
    return className;
  }

  String resource() {
    return className.replace('.', '/') + CLASS;
  }

  /** Returns what is replaced in a situation; nothing if the class works as it is. */
  List<Replacement> replacements(Situation situation, ClassLoader loader) {
    return switch (this) {
      case V1_WEB_IDENTITY ->
          loader.getResource(V1_WEB_IDENTITIES + CLASS) == null
              ? List.of()
              : List.of(
                  Replacement.by(
                      "webIdentity",
                      "getAssumeRoleCredentialsProvider",
                      "(" + V1_ROLE + ")" + V1_PROVIDER));
      case V1_CONTAINER ->
          // Versions whose chain is without web identities get them here.
          situation.isIrsa() && v1TriesWebIdentities(loader)
              ? List.of()
              : List.of(Replacement.by("pod", "initializeProvider", "()" + V1_PROVIDER));
      case V1_CONTAINER_PROVIDER ->
          situation.closesContainer()
              ? List.of(Replacement.by("container", "getCredentials", "()" + V1_CREDENTIALS))
              : List.of();
      case V1_INSTANCE_METADATA ->
          situation.node() == Situation.Node.OPEN
              ? List.of()
              : List.of(
                  Replacement.by("node", "getCredentials", "()" + V1_CREDENTIALS),
                  Replacement.byNothing("refresh"));
      case V2_WEB_IDENTITY -> List.of(Replacement.by("factory", "factory", "()" + V2_FACTORY));
      case V2_CONTAINER ->
          situation.isIrsa() && !situation.closesContainer()
              ? List.of()
              : List.of(
                  Replacement.byField(
                      situation.isIrsa() ? "container" : "pod",
                      "resolveCredentials",
                      "()" + V2_CREDENTIALS,
                      "endpoint"));
      case V2_INSTANCE_METADATA ->
          situation.node() == Situation.Node.OPEN
              ? List.of()
              : List.of(Replacement.by("node", "resolveCredentials", "()" + V2_CREDENTIALS));
    };
  }

  /** SDK 1.x has the class since 1.11.603, and tries it in its default chain since 1.11.617. */
  private static boolean v1TriesWebIdentities(ClassLoader loader) {
    return Generation.V1.chainRefersTo(V1_WEB_IDENTITIES, loader);
  }
}
