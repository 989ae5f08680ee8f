package dev.irsa.agent.internal;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A class of an SDK of which a method may be replaced. */
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
  private static final String V1_CREDENTIALS = "Lcom/amazonaws/auth/AWSCredentials;";
  private static final String V2_CREDENTIALS =
      "Lsoftware/amazon/awssdk/auth/credentials/AwsCredentials;";
  private static final String V2_FACTORY =
      "Lsoftware/amazon/awssdk/auth/credentials/WebIdentityTokenCredentialsProviderFactory;";
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

  /** Returns what is replaced in a configuration; nothing if the class works as it is. */
  List<Replacement> replacements(
      AgentConfiguration configuration, SdkCopy copy, ClassLoader loader) {
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
          configuration.endsChains()
              ? List.of(
                  Replacement.byField(
                      "chain", "getCredentials", "()" + V1_CREDENTIALS, Replacement.THIS))
              : List.of();
      case V1_CONTAINER ->
          // SDK 1.x tries web identities in its default chain since 1.11.617; before, they are
          // here.
          configuration.isIrsa() && copy.chainRefersTo(V1_WEB_IDENTITIES, loader)
              ? List.of()
              : List.of(Replacement.by("pod", "initializeProvider", "()" + V1_PROVIDER));
      case V1_CONTAINER_PROVIDER ->
          configuration.closesContainer()
              ? List.of(Replacement.by("container", "getCredentials", "()" + V1_CREDENTIALS))
              : List.of();
      case V1_INSTANCE_METADATA ->
          configuration.node() == AgentConfiguration.Node.OPEN
              ? List.of()
              : List.of(
                  Replacement.by("node", "getCredentials", "()" + V1_CREDENTIALS),
                  Replacement.byNothing("refresh"));
      case V2_WEB_IDENTITY -> List.of(Replacement.by("factory", "factory", "()" + V2_FACTORY));
      case V2_CHAIN ->
          configuration.endsChains()
              ? List.of(
                  Replacement.byField(
                      configuration.isIrsa() ? "chain" : "chainOrProfile",
                      "resolveCredentials",
                      "()" + V2_CREDENTIALS,
                      Replacement.THIS))
              : List.of();
      case V2_CONTAINER ->
          configuration.isIrsa() && !configuration.closesContainer()
              ? List.of()
              : List.of(
                  Replacement.byField(
                      configuration.isIrsa() ? "container" : "pod",
                      "resolveCredentials",
                      "()" + V2_CREDENTIALS,
                      "endpoint"));
      case V2_INSTANCE_METADATA ->
          configuration.node() == AgentConfiguration.Node.OPEN
              ? List.of()
              : List.of(Replacement.by("node", "resolveCredentials", "()" + V2_CREDENTIALS));
    };
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
