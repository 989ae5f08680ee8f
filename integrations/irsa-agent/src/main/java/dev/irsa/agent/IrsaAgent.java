package dev.irsa.agent;

import java.lang.instrument.Instrumentation;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The entry point of {@code -javaagent:irsa-agent.jar}. The classes of this package are the only
 * ones of the agent that applications can see.
 *
 * @since 0.1
 */
public final class IrsaAgent {

  private static volatile @Nullable SdkClassFilter filter;

  private IrsaAgent() {}

  /**
   * Called by the JVM before {@code main}. In a process that is configured neither for IRSA nor for
   * EKS Pod Identity, it has no effect. The JVM exits with code 1, as it does with unknown options
   * of its own, if an argument is unknown, and if an SDK is loaded already and cannot be changed.
   *
   * @param arguments the options after {@code =} in the JVM option, or null
   * @param instrumentation given by the JVM
   */
  public static void premain(@Nullable String arguments, Instrumentation instrumentation) {
    try {
      AgentOptions options = AgentOptions.parse(arguments);
      DetectedPod pod = DetectedPod.of(System.getenv(), System.getProperties());
      if (pod != null && filter == null) {
        options.apply();
        SdkClassFilter installed =
            new SdkClassFilter(
                Map.of(
                    "version", String.valueOf(version()),
                    "source", pod.name(),
                    "node", options.node()),
                instrumentation);
        filter = installed;
        instrumentation.addTransformer(installed, true);
        installed.replaceLoaded();
      }
    } catch (IllegalArgumentException | IllegalStateException refused) {
      System.err.println(refused.getMessage());
      System.exit(1);
    }
  }

  private static @Nullable String version() {
    return IrsaAgent.class.getPackage().getImplementationVersion();
  }

  /**
   * Returns a session of the pod. Called by the agent's classes beside the SDKs, by reflection.
   *
   * @param adapter the class that calls
   * @param request what the SDK asks for
   * @param region returns the region of the SDK, for a process that has none; may throw
   * @param converter makes the SDK's type of the access key, the secret key, the session token, the
   *     expiration, the account id or null, and the name of the pod's source of identity
   * @return a supplier of the current credentials, the same object until the next refresh
   */
  public static Supplier<Object> session(
      Class<?> adapter,
      Map<String, String> request,
      Supplier<String> region,
      Function<Object[], Object> converter) {
    AgentBridge engine = engine();
    if (engine == null) {
      throw new IllegalStateException("irsa-agent is not installed in this process");
    }
    return engine.session(adapter, request, region, converter);
  }

  /**
   * Reports that a service rejected credentials of the agent. Called by copies of irsa in
   * applications, by reflection.
   *
   * @param accessKeyId the rejected key; keys that the agent did not provide are ignored
   */
  public static void invalidate(String accessKeyId) {
    AgentBridge engine = engine();
    if (engine != null) {
      engine.invalidate(accessKeyId);
    }
  }

  /**
   * Returns whether a key is one of the pod, as far as the agent knows. Called by copies of irsa in
   * applications, by reflection.
   */
  public static boolean isKnown(String accessKeyId) {
    AgentBridge engine = engine();
    return engine != null && engine.isKnown(accessKeyId);
  }

  /**
   * Returns the steps before a client of an SDK sends a request, and after its response. Called by
   * the agent's classes beside the SDKs, by reflection.
   */
  public static BiFunction<Supplier<String>, Supplier<Object[]>, RuntimeException> @Nullable []
      guard() {
    AgentBridge engine = engine();
    return engine == null ? null : engine.guard();
  }

  private static @Nullable AgentBridge engine() {
    SdkClassFilter installed = filter;
    return installed == null ? null : installed.loaded();
  }
}
