package dev.irsa.agent;

import java.lang.instrument.Instrumentation;
import java.lang.invoke.MethodHandles;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The entry point of {@code -javaagent:irsa-agent.jar}. The classes of this package are the only
 * ones of the agent that applications can see.
 *
 * @since 0.1
 */
public final class IrsaAgent {

  private static volatile @Nullable SeamFilter filter;

  private IrsaAgent() {}

  /**
   * Called by the JVM before {@code main}. In a process that is configured neither for IRSA nor for
   * EKS Pod Identity, it has no effect. If an argument is unknown, the JVM exits with code 1, as it
   * does with unknown options of its own.
   *
   * @param arguments what follows {@code =} in the JVM option, or null
   * @param instrumentation given by the JVM
   */
  public static void premain(@Nullable String arguments, Instrumentation instrumentation) {
    AgentOptions options;
    try {
      options = AgentOptions.parse(arguments);
    } catch (IllegalArgumentException unknown) {
      System.err.println(unknown.getMessage());
      System.exit(1);
      return;
    }
    PodSource source = PodSource.of(System.getenv(), System.getProperties());
    if (source != null && filter == null) {
      SeamFilter installed =
          new SeamFilter(
              Map.of(
                  "version", String.valueOf(version()),
                  "source", source.name(),
                  "open", String.valueOf(options.instanceMetadataOpen())));
      filter = installed;
      instrumentation.addTransformer(installed);
    }
  }

  private static @Nullable String version() {
    return IrsaAgent.class.getPackage().getImplementationVersion();
  }

  /**
   * Called by replaced methods of the SDKs, by reflection.
   *
   * @param replaced the class of the SDK, with the right to define classes beside it
   * @return what replaces the result of its method; null if the SDK has to work as it is
   */
  public static @Nullable Object connect(MethodHandles.Lookup replaced) {
    SeamFilter installed = filter;
    return installed == null ? null : installed.connect(replaced);
  }
}
