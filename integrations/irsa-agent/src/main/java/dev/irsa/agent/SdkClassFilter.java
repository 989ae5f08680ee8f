package dev.irsa.agent;

import java.io.IOException;
import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.IllegalClassFormatException;
import java.lang.instrument.Instrumentation;
import java.net.URISyntaxException;
import java.security.CodeSource;
import java.security.ProtectionDomain;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Recognizes by their names the classes of the SDKs in which methods are intercepted, and hands
 * them to the engine, which has the list. The engine has a class loader of its own, which is
 * created for the first of these classes: a process without an SDK pays only for a look at the name
 * of each class. Thread-safe.
 */
final class SdkClassFilter implements ClassFileTransformer {

  private static final String ENGINE = "dev.irsa.agent.internal.SdkInstrumentation";

  private final Map<String, String> settings;
  private final Instrumentation instrumentation;
  private @Nullable AgentBridge engine;
  private boolean broken;

  /**
   * Creates the filter.
   *
   * @param settings of the engine
   * @param instrumentation of the JVM
   */
  SdkClassFilter(Map<String, String> settings, Instrumentation instrumentation) {
    this.settings = settings;
    this.instrumentation = instrumentation;
  }

  @Override
  public byte @Nullable [] transform(
      @Nullable ClassLoader loader,
      @Nullable String name,
      @Nullable Class<?> redefined,
      @Nullable ProtectionDomain domain,
      byte[] bytes)
      throws IllegalClassFormatException {
    if (loader == null || name == null || !isOfAnSdk(name)) {
      return null;
    }
    AgentBridge found = engine();
    return found == null ? null : found.transform(loader, name, redefined, domain, bytes);
  }

  /** The packages before them may have any name: software relocates its copy of an SDK. */
  static boolean isOfAnSdk(String name) {
    return name.endsWith("/core/interceptor/ExecutionInterceptorChain")
        || name.endsWith("/http/AmazonHttpClient$RequestExecutor")
        || name.endsWith("/http/apache/request/impl/ApacheHttpRequestFactory")
        || isOfCredentials(name);
  }

  private static boolean isOfCredentials(String name) {
    return name.contains("/auth/")
        && switch (name.substring(name.lastIndexOf('/') + 1)) {
          case "AWSCredentialsProviderChain",
              "STSProfileCredentialsServiceLoader",
              "EC2ContainerCredentialsProviderWrapper",
              "DefaultCredentialsProvider",
              "WebIdentityCredentialsUtils",
              "ContainerCredentialsProvider",
              "InstanceProfileCredentialsProvider" ->
              true;
          default -> false;
        };
  }

  /**
   * Replaces what another agent has loaded before.
   *
   * @throws IllegalStateException if that is not possible; the message is for users
   */
  void replaceLoaded() {
    for (Class<?> type : instrumentation.getAllLoadedClasses()) {
      if (type.getClassLoader() != null && isOfCredentials(type.getName().replace('.', '/'))) {
        AgentBridge found = engine();
        if (found == null) {
          throw new IllegalStateException(
              "irsa-agent: " + type.getName() + " is loaded already, and stays as it is");
        }
        found.replaceLoaded();
        return;
      }
    }
  }

  /** Returns the engine if an SDK has needed it. */
  synchronized @Nullable AgentBridge loaded() {
    return engine;
  }

  private synchronized @Nullable AgentBridge engine() {
    if (engine == null && !broken) {
      try {
        engine = load();
      } catch (ReflectiveOperationException
          | URISyntaxException
          | IOException
          | LinkageError defect) {
        broken = true;
        System.err.println(
            "irsa-agent: the AWS SDKs are used as they are, because the agent could not be loaded: "
                + defect);
      }
    }
    return engine;
  }

  private AgentBridge load() throws ReflectiveOperationException, URISyntaxException, IOException {
    CodeSource jar = SdkClassFilter.class.getProtectionDomain().getCodeSource();
    ClassLoader own = new AgentClassLoader(jar.getLocation());
    return (AgentBridge)
        own.loadClass(ENGINE)
            .getConstructor(Map.class, Instrumentation.class)
            .newInstance(settings, instrumentation);
  }
}
