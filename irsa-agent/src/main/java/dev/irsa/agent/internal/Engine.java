package dev.irsa.agent.internal;

import java.lang.instrument.ClassFileTransformer;
import java.lang.invoke.MethodHandles;
import java.security.CodeSource;
import java.security.ProtectionDomain;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Replaces methods of the SDKs, and connects them with the sessions of this process. If anything is
 * not as expected, it logs one warning, and the SDK works as it is. Thread-safe.
 */
public final class Engine
    implements ClassFileTransformer, Function<MethodHandles.Lookup, @Nullable Object> {

  private static final Logger LOG = LoggerFactory.getLogger("dev.irsa.agent");

  private final Situation situation;
  private final Connections connections;
  private final Set<String> warnings = ConcurrentHashMap.newKeySet();

  /**
   * Creates the engine.
   *
   * @param settings {@code version} of the agent, {@code source}, the name of the pod's source of
   *     identity, and {@code open}, whether instance metadata may be used
   */
  public Engine(Map<String, String> settings) {
    this.situation = Situation.of(settings, System::getenv);
    this.connections = new Connections(situation);
  }

  @Override
  public byte @Nullable [] transform(
      ClassLoader loader,
      String name,
      @Nullable Class<?> redefined,
      @Nullable ProtectionDomain domain,
      byte[] bytes) {
    try {
      Generation chain = Generation.ofChain(name);
      if (chain != null) {
        warn(chain.problem(loader, name, situation), domain);
      }
      Seam seam = Seam.of(name);
      Replacement replacement = seam == null ? null : seam.replacement(situation, loader);
      return replacement == null ? null : ReplacedClass.of(bytes, replacement);
    } catch (UnknownClassException unknown) {
      warn(unknown.getMessage(), domain);
      return null;
    } catch (RuntimeException | LinkageError defect) {
      warn(name.replace('/', '.') + " could not be replaced: " + defect, domain);
      return null;
    }
  }

  @Override
  public @Nullable Object apply(MethodHandles.Lookup replaced) {
    try {
      return connections.of(replaced);
    } catch (ReflectiveOperationException | RuntimeException | LinkageError defect) {
      Class<?> type = replaced.lookupClass();
      warn(type.getName() + " could not be connected: " + defect, type.getProtectionDomain());
      return null;
    }
  }

  /** Warns once for each problem of a copy of an SDK. */
  private void warn(@Nullable String problem, @Nullable ProtectionDomain domain) {
    if (problem == null) {
      return;
    }
    String jar = jar(domain);
    if (warnings.add(jar + problem)) {
      LOG.warn(
          "{} works without the agent, and may use the role of the node: {}. Update irsa-agent, or"
              + " give the application a provider of irsa",
          jar,
          problem);
    }
  }

  /** Returns the name of the jar that classes come from. */
  static String jar(@Nullable ProtectionDomain domain) {
    CodeSource source = domain == null ? null : domain.getCodeSource();
    if (source == null || source.getLocation() == null) {
      return "An AWS SDK";
    }
    String path = source.getLocation().getPath();
    return path.substring(path.lastIndexOf('/', path.length() - 2) + 1);
  }
}
