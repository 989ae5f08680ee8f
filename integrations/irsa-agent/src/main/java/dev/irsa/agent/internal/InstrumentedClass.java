package dev.irsa.agent.internal;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A class of an SDK with a method that may be replaced. */
enum InstrumentedClass {
  /** Makes the provider for every role with a web identity. */
  V1_WEB_IDENTITY(
      SdkGeneration.V1, "auth/profile/internal/securitytoken/STSProfileCredentialsServiceLoader"),
  /** The default chain, and others. */
  V1_CHAIN(SdkGeneration.V1, "auth/AWSCredentialsProviderChain"),
  /** The last in the chain: container credentials, or the node's. */
  V1_CONTAINER(SdkGeneration.V1, "auth/EC2ContainerCredentialsProviderWrapper"),
  /** Container credentials alone. */
  V1_CONTAINER_PROVIDER(SdkGeneration.V1, "auth/ContainerCredentialsProvider"),
  /** The node's credentials. */
  V1_INSTANCE_METADATA(SdkGeneration.V1, "auth/InstanceProfileCredentialsProvider"),
  /** Finds the factory of the providers for every role with a web identity. */
  V2_WEB_IDENTITY(SdkGeneration.V2, "auth/credentials/internal/WebIdentityCredentialsUtils"),
  /** The default chain. */
  V2_CHAIN(SdkGeneration.V2, "auth/credentials/DefaultCredentialsProvider"),
  /** Container credentials. An application may set an endpoint, which then is not the pod's. */
  V2_CONTAINER(SdkGeneration.V2, "auth/credentials/ContainerCredentialsProvider"),
  /** The node's credentials. */
  V2_INSTANCE_METADATA(SdkGeneration.V2, "auth/credentials/InstanceProfileCredentialsProvider");

  private static final String V1_ROLE =
      "Lcom/amazonaws/auth/profile/internal/securitytoken/RoleInfo;";
  private static final String V1_PROVIDER = "Lcom/amazonaws/auth/AWSCredentialsProvider;";
  private static final String V1_METHOD = "getCredentials";
  private static final String V1_CREDENTIALS = "()Lcom/amazonaws/auth/AWSCredentials;";
  private static final String V2_METHOD = "resolveCredentials";
  private static final String V2_CREDENTIALS =
      "()Lsoftware/amazon/awssdk/auth/credentials/AwsCredentials;";
  private static final String V2_FACTORY =
      "()Lsoftware/amazon/awssdk/auth/credentials/WebIdentityTokenCredentialsProviderFactory;";
  private static final String V1_WEB_IDENTITIES =
      "com/amazonaws/auth/WebIdentityTokenCredentialsProvider";

  private final SdkGeneration generation;
  private final String path;

  InstrumentedClass(SdkGeneration generation, String path) {
    this.generation = generation;
    this.path = path;
  }

  /** Returns the entry of a class in any copy of an SDK, by its name as in class files, or null. */
  static @Nullable InstrumentedClass of(String name) {
    for (InstrumentedClass each : values()) {
      if (name.endsWith("/" + each.path)) {
        return each;
      }
    }
    return null;
  }

  SdkGeneration generation() {
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
  boolean isOfAnother(AgentConfiguration configuration) {
    return switch (this) {
      case V1_INSTANCE_METADATA, V2_INSTANCE_METADATA -> true;
      case V1_CONTAINER_PROVIDER, V2_CONTAINER -> configuration.isIrsa();
      default -> false;
    };
  }

  /** Returns the replacements in a configuration, or an empty list if the class works as it is. */
  List<Replacement> replacements(
      AgentConfiguration configuration, SdkCopy copy, ClassLoader loader) {
    boolean irsa = configuration.isIrsa();
    boolean closed = !configuration.isOpen();
    return switch (this) {
      case V1_WEB_IDENTITY ->
          when(
              loader.getResource(copy.relocated(V1_WEB_IDENTITIES) + ".class") != null,
              Replacement.by(
                  "webIdentity",
                  "getAssumeRoleCredentialsProvider",
                  "(" + V1_ROLE + ")" + V1_PROVIDER));
      case V1_CHAIN ->
          when(closed, Replacement.byField("chain", V1_METHOD, V1_CREDENTIALS, Replacement.THIS));
      case V1_CONTAINER ->
          // The default chain tries web identities since 1.11.617. Older ones try them here.
          when(
              !irsa || !copy.chainRefersTo(V1_WEB_IDENTITIES, loader),
              Replacement.by("pod", "initializeProvider", "()" + V1_PROVIDER));
      case V1_CONTAINER_PROVIDER ->
          when(irsa && closed, Replacement.by("container", V1_METHOD, V1_CREDENTIALS));
      case V1_INSTANCE_METADATA ->
          when(
              closed,
              Replacement.by("node", V1_METHOD, V1_CREDENTIALS),
              Replacement.byNothing("refresh"));
      case V2_WEB_IDENTITY -> List.of(Replacement.by("factory", "factory", V2_FACTORY));
      case V2_CHAIN ->
          when(
              closed,
              Replacement.byField(
                  irsa ? "chain" : "chainOrProfile", V2_METHOD, V2_CREDENTIALS, Replacement.THIS));
      case V2_CONTAINER ->
          when(
              !irsa || closed,
              Replacement.byField(
                  irsa ? "container" : "pod", V2_METHOD, V2_CREDENTIALS, "endpoint"));
      case V2_INSTANCE_METADATA -> when(closed, Replacement.by("node", V2_METHOD, V2_CREDENTIALS));
    };
  }

  private static List<Replacement> when(boolean isReplaced, Replacement... replacements) {
    return isReplaced ? List.of(replacements) : List.of();
  }

  /** Returns the classes of a copy in which something is replaced. */
  static List<InstrumentedClass> replaced(
      AgentConfiguration configuration, SdkCopy copy, ClassLoader loader) {
    return Stream.of(values())
        .filter(each -> each.generation == copy.generation())
        .filter(each -> !each.replacements(configuration, copy, loader).isEmpty())
        .toList();
  }

  /** Returns the methods of the agent's class that the replaced methods of a copy call. */
  static Set<String> hooks(AgentConfiguration configuration, SdkCopy copy, ClassLoader loader) {
    return replaced(configuration, copy, loader).stream()
        .flatMap(each -> each.replacements(configuration, copy, loader).stream())
        .map(each -> String.valueOf(each.hook()))
        .collect(Collectors.toSet());
  }
}
