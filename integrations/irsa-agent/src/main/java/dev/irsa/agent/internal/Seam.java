package dev.irsa.agent.internal;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A class of an SDK of which a method may be replaced. */
enum Seam {
  /** Makes the provider for every role with a web identity. */
  V1_WEB_IDENTITY(
      Generation.V1, "auth/profile/internal/securitytoken/STSProfileCredentialsServiceLoader"),
  /** The default chain, and others. */
  V1_CHAIN(Generation.V1, "auth/AWSCredentialsProviderChain"),
  /** The last in the chain: container credentials, or the node's. */
  V1_CONTAINER(Generation.V1, "auth/EC2ContainerCredentialsProviderWrapper"),
  /** Container credentials alone. */
  V1_CONTAINER_PROVIDER(Generation.V1, "auth/ContainerCredentialsProvider"),
  /** The node's credentials. */
  V1_INSTANCE_METADATA(Generation.V1, "auth/InstanceProfileCredentialsProvider"),
  /** Finds the factory of the providers for every role with a web identity. */
  V2_WEB_IDENTITY(Generation.V2, "auth/credentials/internal/WebIdentityCredentialsUtils"),
  /** The default chain. */
  V2_CHAIN(Generation.V2, "auth/credentials/DefaultCredentialsProvider"),
  /** Container credentials. An application may set an endpoint, which then is not the pod's. */
  V2_CONTAINER(Generation.V2, "auth/credentials/ContainerCredentialsProvider"),
  /** The node's credentials. */
  V2_INSTANCE_METADATA(Generation.V2, "auth/credentials/InstanceProfileCredentialsProvider");

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
  private final String path;

  Seam(Generation generation, String path) {
    this.generation = generation;
    this.path = path;
  }

  /** Returns the seam of a class in any copy of an SDK, by its name as in class files, or null. */
  static @Nullable Seam of(String name) {
    for (Seam seam : values()) {
      if (name.endsWith("/" + seam.path)) {
        return seam;
      }
    }
    return null;
  }

  Generation generation() {
    return generation;
  }

  /** Returns the copy of the SDK in which the class has this name. */
  SdkCopy copy(String name) {
    return new SdkCopy(generation, name.substring(0, name.length() - path.length()));
  }

  /** Returns the name of the class in a copy of the SDK, as in class files. */
  String in(SdkCopy copy) {
    return copy.root() + path;
  }

  /** Returns whether the class, as it is, may provide another identity than the pod's. */
  boolean isOfAnother(Situation situation) {
    return switch (this) {
      case V1_INSTANCE_METADATA, V2_INSTANCE_METADATA -> true;
      case V1_CONTAINER_PROVIDER, V2_CONTAINER -> situation.isIrsa();
      default -> false;
    };
  }

  /** Returns what is replaced in a situation; nothing if the class works as it is. */
  List<Replacement> replacements(Situation situation, SdkCopy copy, ClassLoader loader) {
    return switch (this) {
      case V1_WEB_IDENTITY ->
          loader.getResource(copy.relocated(V1_WEB_IDENTITIES) + ".class") == null
              ? List.of()
              : List.of(
                  Replacement.by(
                      "webIdentity",
                      "getAssumeRoleCredentialsProvider",
                      "(" + V1_ROLE + ")" + V1_PROVIDER));
      case V1_CHAIN ->
          situation.closesOthers()
              ? List.of(
                  Replacement.byField(
                      "chain", "getCredentials", "()" + V1_CREDENTIALS, Replacement.THIS))
              : List.of();
      case V1_CONTAINER ->
          // SDK 1.x tries web identities in its default chain since 1.11.617; before, they are
          // here.
          situation.isIrsa() && copy.chainRefersTo(V1_WEB_IDENTITIES, loader)
              ? List.of()
              : List.of(Replacement.by("pod", "initializeProvider", "()" + V1_PROVIDER));
      case V1_CONTAINER_PROVIDER ->
          situation.closesOthers()
              ? List.of(Replacement.by("container", "getCredentials", "()" + V1_CREDENTIALS))
              : List.of();
      case V1_INSTANCE_METADATA ->
          situation.node() == Situation.Node.OPEN
              ? List.of()
              : List.of(
                  Replacement.by("node", "getCredentials", "()" + V1_CREDENTIALS),
                  Replacement.byNothing("refresh"));
      case V2_WEB_IDENTITY -> List.of(Replacement.by("factory", "factory", "()" + V2_FACTORY));
      case V2_CHAIN ->
          situation.closesOthers()
              ? List.of(Replacement.by("chain", "resolveCredentials", "()" + V2_CREDENTIALS))
              : List.of();
      case V2_CONTAINER ->
          situation.isIrsa() && !situation.closesOthers()
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

  /** Returns the methods of the agent's class that the replaced methods of a copy call. */
  static Set<String> hooks(Situation situation, SdkCopy copy, ClassLoader loader) {
    Set<String> hooks = new HashSet<>();
    for (Seam seam : values()) {
      if (seam.generation == copy.generation()) {
        seam.replacements(situation, copy, loader).forEach(each -> hooks.add(each.hook()));
      }
    }
    return hooks;
  }
}
