package dev.irsa.agent.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A method of an SDK that the agent intercepts; {@link #ALL} is the list of all of them. Before its
 * own code the method calls a hook, a static method of the agent's class beside the SDK. If the
 * hook returns an object, the method returns it. If the hook returns null, the method's own code
 * runs.
 *
 * @param generation the SDK
 * @param type the class, behind the root of the SDK
 * @param name the name of the method
 * @param result the type of the result, behind the root of the SDK; or {@code void}, or a type of
 *     the JDK
 * @param hook the name of the hook, or {@code -} for a method that shall do nothing
 * @param when the processes and versions in which the method is intercepted
 */
record InterceptedMethod(
    SdkGeneration generation, String type, String name, String result, String hook, When when) {

  /** Two lines for each method: SDK and class; method, result, hook, and when it is called. */
  private static final String TABLE =
      """
      V1 auth/profile/internal/securitytoken/STSProfileCredentialsServiceLoader
         getAssumeRoleCredentialsProvider auth/AWSCredentialsProvider  webIdentity  WEB_IDENTITIES
      V1 auth/AWSCredentialsProviderChain
         getCredentials       auth/AWSCredentials          chain  CLOSED
      V1 auth/EC2ContainerCredentialsProviderWrapper
         initializeProvider   auth/AWSCredentialsProvider  pod    POD_IDENTITY_OR_OLD_CHAIN
      V1 auth/ContainerCredentialsProvider
         getCredentials       auth/AWSCredentials          container  CLOSED_IRSA
      V1 auth/InstanceProfileCredentialsProvider
         getCredentials       auth/AWSCredentials          node   CLOSED
      V1 auth/InstanceProfileCredentialsProvider
         refresh              void                         -      CLOSED
      V1 http/apache/request/impl/ApacheHttpRequestFactory
         create               java/lang/Object             before  UNGUARDED
      V1 http/AmazonHttpClient$RequestExecutor
         afterResponse        void                         after   UNGUARDED

      V2 auth/credentials/internal/WebIdentityCredentialsUtils
         factory   auth/credentials/WebIdentityTokenCredentialsProviderFactory  factory  ALWAYS
      V2 auth/credentials/DefaultCredentialsProvider
         resolveCredentials   auth/credentials/AwsCredentials  chain           CLOSED_IRSA
      V2 auth/credentials/DefaultCredentialsProvider
         resolveCredentials   auth/credentials/AwsCredentials  chainOrProfile  CLOSED_POD_IDENTITY
      V2 auth/credentials/ContainerCredentialsProvider
         resolveCredentials   auth/credentials/AwsCredentials  container       CLOSED_IRSA
      V2 auth/credentials/ContainerCredentialsProvider
         resolveCredentials   auth/credentials/AwsCredentials  pod             POD_IDENTITY
      V2 auth/credentials/InstanceProfileCredentialsProvider
         resolveCredentials   auth/credentials/AwsCredentials  node            CLOSED
      V2 core/interceptor/ExecutionInterceptorChain
         beforeTransmission   void                             before          UNGUARDED
      V2 core/interceptor/ExecutionInterceptorChain
         afterUnmarshalling   void                             after           UNGUARDED
      """;

  /** All methods that are intercepted. */
  static final List<InterceptedMethod> ALL = parse(TABLE.strip().split("\\s+", -1));

  /** The hook of a method that shall do nothing. */
  static final String NOTHING = "-";

  /** The hooks of methods that provide another identity than the pod's. */
  private static final Set<String> OF_ANOTHER = Set.of("node", "container", NOTHING);

  private static final String V1_WEB_IDENTITIES = "auth/WebIdentityTokenCredentialsProvider";

  /** When a method is intercepted. */
  enum When {
    ALWAYS,
    /** Unless the option of the agent allows other identities. */
    CLOSED,
    /** The same, in a pod with IRSA. */
    CLOSED_IRSA,
    /** The same, in a pod with EKS Pod Identity. */
    CLOSED_POD_IDENTITY,
    /** In a pod with EKS Pod Identity. */
    POD_IDENTITY,
    /** The default chain tries web identities since 1.11.617. Older ones try them here. */
    POD_IDENTITY_OR_OLD_CHAIN,
    /** If the SDK knows web identities. */
    WEB_IDENTITIES,
    /** Unless the application has irsa's own guard. */
    UNGUARDED
  }

  private static List<InterceptedMethod> parse(String[] words) {
    List<InterceptedMethod> all = new ArrayList<>();
    for (int i = 0; i < words.length; i += 6) {
      all.add(
          new InterceptedMethod(
              SdkGeneration.valueOf(words[i]),
              words[i + 1],
              words[i + 2],
              words[i + 3],
              words[i + 4],
              When.valueOf(words[i + 5])));
    }
    return List.copyOf(all);
  }

  /** Returns the copy of an SDK with a class in which methods may be intercepted, or null. */
  static @Nullable SdkCopy copyWith(String className, ClassLoader loader) {
    for (InterceptedMethod each : ALL) {
      SdkCopy copy = SdkCopy.of(className, each.generation, each.type, loader);
      if (copy != null) {
        return copy;
      }
    }
    return null;
  }

  /** Returns whether a class is a default chain, which every use of a copy needs. */
  static boolean isChain(String className, SdkCopy copy) {
    return ALL.stream()
        .anyMatch(each -> each.hook.equals("chain") && each.className(copy).equals(className));
  }

  /** Returns the methods of a class that are intercepted. */
  static List<InterceptedMethod> of(
      String className, SdkCopy copy, AgentConfiguration configuration) {
    return ALL.stream()
        .filter(each -> each.generation == copy.generation())
        .filter(each -> each.className(copy).equals(className))
        .filter(each -> each.isIntercepted(copy, configuration))
        .toList();
  }

  /** Returns the classes that would not provide the pod's credentials as they are. */
  static List<String> replacedClasses(SdkCopy copy, AgentConfiguration configuration) {
    return replaced(copy, configuration).map(each -> each.className(copy)).distinct().toList();
  }

  /** Returns the methods of the agent's provider that a copy calls. */
  static Set<String> hooks(SdkCopy copy, AgentConfiguration configuration) {
    return replaced(copy, configuration).map(InterceptedMethod::hook).collect(Collectors.toSet());
  }

  private static Stream<InterceptedMethod> replaced(
      SdkCopy copy, AgentConfiguration configuration) {
    return ALL.stream()
        .filter(each -> each.generation == copy.generation() && !each.isForGuard())
        .filter(each -> each.isIntercepted(copy, configuration));
  }

  private boolean isIntercepted(SdkCopy copy, AgentConfiguration configuration) {
    boolean isIrsa = configuration.isIrsa();
    boolean isClosed = !configuration.isOpen();
    if (configuration.switchedOffBy() != null && !isForGuard()) {
      return false;
    }
    return switch (when) {
      case ALWAYS -> true;
      case CLOSED -> isClosed;
      case CLOSED_IRSA -> isClosed && isIrsa;
      case CLOSED_POD_IDENTITY -> isClosed && !isIrsa;
      case POD_IDENTITY -> !isIrsa;
      case POD_IDENTITY_OR_OLD_CHAIN -> !isIrsa || !copy.chainRefersTo(V1_WEB_IDENTITIES);
      case WEB_IDENTITIES -> copy.has(V1_WEB_IDENTITIES);
      case UNGUARDED -> !copy.isGuardedByIrsa();
    };
  }

  /** Returns the name of the class in a copy of the SDK, as in class files. */
  String className(SdkCopy copy) {
    return copy.root() + type;
  }

  /** Returns the name of the type of the result in a copy of the SDK, as class loaders know it. */
  String resultIn(SdkCopy copy) {
    boolean isOfSdk = !result.equals("void") && !result.startsWith("java/");
    return SdkCopy.dotted(isOfSdk ? copy.root() + result : result);
  }

  /** Returns whether the hook shows requests to the guard, and provides no credentials. */
  boolean isForGuard() {
    return when == When.UNGUARDED;
  }

  /** Returns whether the method, as it is, may provide another identity than the pod's. */
  boolean isOfAnother() {
    return OF_ANOTHER.contains(hook);
  }
}
