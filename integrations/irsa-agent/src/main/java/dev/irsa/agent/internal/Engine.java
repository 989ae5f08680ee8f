package dev.irsa.agent.internal;

import dev.irsa.agent.AgentEngine;
import dev.irsa.internal.session.SessionRegistry;
import java.lang.instrument.Instrumentation;
import java.lang.instrument.UnmodifiableClassException;
import java.security.CodeSource;
import java.security.ProtectionDomain;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Replaces methods of the SDKs, and gives their classes the sessions of this process. If a class is
 * not as expected, it logs one warning, and the SDK works as it is. Thread-safe.
 */
public final class Engine implements AgentEngine {

  private static final Logger LOG = LoggerFactory.getLogger("dev.irsa.agent");

  private final Instrumentation instrumentation;
  private final Situation situation;
  private final Adapters adapters;
  private final SdkSessions sessions;
  private final Set<String> warnings = ConcurrentHashMap.newKeySet();

  /** By class loader, the seams that were seen, and whether they are replaced. */
  private final Map<ClassLoader, Map<Seam, Boolean>> seen = new WeakHashMap<>();

  /** The copies of the SDKs that have been used. */
  private final ClassValue<Copy> copies =
      new ClassValue<>() {
        @Override
        protected Copy computeValue(Class<?> adapter) {
          return new Copy();
        }
      };

  /** A copy of an SDK. */
  private final class Copy {
    private boolean isReady;

    /** Checks it when it is used first. */
    synchronized void check(Class<?> adapter) {
      if (!isReady) {
        assertSeams(
            Generation.ofAdapter(adapter), adapter.getClassLoader(), adapter.getProtectionDomain());
        CheckpointResource.register(adapter.getClassLoader());
        LOG.info(
            "irsa-agent {} provides {} with the credentials of this pod ({}){}",
            situation.version(),
            jar(adapter.getProtectionDomain()),
            situation.title(),
            situation.node() == Situation.Node.OPEN
                ? "; other identities may take their place"
                : "");
        isReady = true;
      }
    }
  }

  /**
   * Creates the engine.
   *
   * @param settings {@code version} of the agent, {@code source}, the name of the pod's source of
   *     identity, and {@code node}, what an SDK gets that asks for the credentials of the node
   * @param instrumentation of the JVM
   */
  public Engine(Map<String, String> settings, Instrumentation instrumentation) {
    this.instrumentation = instrumentation;
    this.situation = Situation.of(settings, System::getenv);
    this.adapters = new Adapters(instrumentation);
    this.sessions = new SdkSessions(situation);
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
      return seam == null ? null : replaced(seam, loader, bytes, domain);
    } catch (RuntimeException | LinkageError defect) {
      warn(name.replace('/', '.') + " could not be replaced: " + defect, domain);
      return null;
    }
  }

  private byte @Nullable [] replaced(
      Seam seam, ClassLoader loader, byte[] bytes, @Nullable ProtectionDomain domain) {
    List<Replacement> replacements = seam.replacements(situation, loader);
    if (replacements.isEmpty()) {
      return null;
    }
    try {
      byte[] replaced = ReplacedClass.of(bytes, replacements, seam.generation().adapter());
      define(seam.generation(), loader, domain);
      note(seam, loader, true);
      return replaced;
    } catch (UnknownClassException unknown) {
      note(seam, loader, false);
      warn(unknown.getMessage(), domain);
      return null;
    }
  }

  /** If this fails, what is replaced calls a class that is missing: no identity is used at all. */
  private void define(
      Generation generation, ClassLoader loader, @Nullable ProtectionDomain domain) {
    try {
      adapters.define(generation, loader);
    } catch (ReflectiveOperationException | RuntimeException | LinkageError defect) {
      String jar = jar(domain);
      if (warnings.add(jar + defect)) {
        LOG.error("{} gets no credentials: irsa-agent cannot add its class: {}", jar, defect);
      }
    }
  }

  private void note(Seam seam, ClassLoader loader, boolean replaced) {
    synchronized (seen) {
      seen.computeIfAbsent(loader, any -> new EnumMap<>(Seam.class)).put(seam, replaced);
    }
  }

  private @Nullable Boolean seen(Seam seam, ClassLoader loader) {
    synchronized (seen) {
      return seen.getOrDefault(loader, Map.of()).get(seam);
    }
  }

  @Override
  public void replaceLoaded() {
    for (Class<?> type : instrumentation.getAllLoadedClasses()) {
      Seam seam = Seam.of(type.getName());
      if (seam != null) {
        assertSeams(seam.generation(), type.getClassLoader(), type.getProtectionDomain());
      }
    }
  }

  /**
   * Checks that every seam of a copy of an SDK is replaced. A class that was defined before the
   * agent could see it, for example by another agent, is replaced now.
   *
   * @throws IllegalStateException if one is not, since the SDK might use another identity
   */
  private void assertSeams(
      Generation generation, ClassLoader loader, @Nullable ProtectionDomain domain) {
    int all = 0;
    int replaced = 0;
    for (Seam seam : Seam.values()) {
      if (seam.generation() == generation && !seam.replacements(situation, loader).isEmpty()) {
        all++;
        replaced += isReplaced(seam, loader) ? 1 : 0;
      }
    }
    LOG.debug("irsa-agent: {} of {} seams in {}", replaced, all, jar(domain));
  }

  /** Returns false if there was a warning about it. */
  private boolean isReplaced(Seam seam, ClassLoader loader) {
    String reason = "another transformer of class files fails";
    try {
      Class<?> type = Class.forName(seam.className(), false, loader);
      ClassLoader defining = type.getClassLoader();
      if (seen(seam, defining) == null) {
        instrumentation.retransformClasses(type);
      }
      Boolean replaced = seen(seam, defining);
      if (replaced != null) {
        return replaced;
      }
    } catch (ClassNotFoundException missing) {
      return false;
    } catch (UnmodifiableClassException | RuntimeException | LinkageError refused) {
      reason = refused.toString();
    }
    throw new IllegalStateException(
        ("irsa-agent: %s was loaded before irsa-agent and cannot be replaced, so the role of"
                + " the node might be used: %s. Put irsa-agent before the other -javaagent")
            .formatted(seam.className(), reason));
  }

  @Override
  public Supplier<Object[]> session(Class<?> adapter, Map<String, String> request) {
    copies.get(adapter).check(adapter);
    return sessions.of(request);
  }

  @Override
  public void invalidate(String accessKeyId) {
    SessionRegistry.shared().invalidate(accessKeyId);
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
