package dev.irsa.agent.internal;

import dev.irsa.agent.AgentBridge;
import dev.irsa.internal.identity.KnownKeys;
import dev.irsa.internal.session.Sessions;
import java.lang.instrument.Instrumentation;
import java.lang.instrument.UnmodifiableClassException;
import java.security.CodeSource;
import java.security.ProtectionDomain;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Replaces methods of the SDKs, and gives their classes the sessions of this process. If a class is
 * not as expected, it logs one warning, and the SDK works as it is. Thread-safe.
 */
public final class SdkInstrumentation implements AgentBridge {

  private static final Logger LOG = LoggerFactory.getLogger("dev.irsa.agent");

  private final Instrumentation instrumentation;
  private final AgentConfiguration configuration;
  private final Adapters adapters;
  private final SdkSessions sessions;
  private final Set<String> warnings = ConcurrentHashMap.newKeySet();

  /** By class loader, the classes that were seen, and whether they are replaced. */
  private final Map<ClassLoader, Map<String, Boolean>> seen = new WeakHashMap<>();

  /** The copies of the SDKs that have been used. */
  private final ClassValue<UsedCopy> copies =
      new ClassValue<>() {
        @Override
        protected UsedCopy computeValue(Class<?> adapter) {
          return new UsedCopy();
        }
      };

  private final class UsedCopy {
    private boolean isReady;

    /** Checks it when it is used first. */
    synchronized void check(Class<?> adapter) {
      if (!isReady) {
        assertReplaced(
            SdkCopy.ofAdapter(adapter), adapter.getClassLoader(), adapter.getProtectionDomain());
        CheckpointResource.register(adapter.getClassLoader());
        LOG.info(
            "irsa-agent {} provides {} with the credentials of this pod ({}){}",
            configuration.version(),
            jar(adapter.getProtectionDomain()),
            configuration.title(),
            configuration.isOpen() ? "; other identities may take their place" : "");
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
  public SdkInstrumentation(Map<String, String> settings, Instrumentation instrumentation) {
    this.instrumentation = instrumentation;
    this.configuration = AgentConfiguration.of(settings);
    this.adapters = new Adapters(configuration, instrumentation);
    this.sessions = new SdkSessions(configuration);
  }

  @Override
  public byte @Nullable [] transform(
      ClassLoader loader,
      String name,
      @Nullable Class<?> redefined,
      @Nullable ProtectionDomain domain,
      byte[] bytes) {
    try {
      SdkCopy chain = SdkCopy.ofChain(name);
      if (chain != null && chain.isIn(loader)) {
        checkComplete(chain, loader, domain);
      }
      GuardedClass guarded = GuardedClass.of(name);
      if (guarded != null) {
        return guarded(guarded, name, loader, bytes);
      }
      InstrumentedClass instrumented = InstrumentedClass.of(name);
      return instrumented == null ? null : replaced(instrumented, name, loader, bytes, domain);
    } catch (RuntimeException | LinkageError defect) {
      warn(SdkCopy.dotted(name) + " could not be replaced: " + defect, false, domain);
      return null;
    }
  }

  /** What cannot be guarded works as it is, and its credentials are replaced all the same. */
  private byte @Nullable [] guarded(
      GuardedClass guarded, String name, ClassLoader loader, byte[] bytes) {
    SdkCopy copy = guarded.copy(name);
    if (!copy.isIn(loader) || guarded.isGuardedByIrsa(copy, loader)) {
      return null;
    }
    try {
      byte[] calling = guarded.guarded(bytes, copy);
      adapters.define(copy, loader);
      return calling;
    } catch (UnknownClassException
        | ReflectiveOperationException
        | RuntimeException
        | LinkageError unknown) {
      LOG.debug("irsa-agent: the requests of {} are not guarded", SdkCopy.dotted(name), unknown);
      return null;
    }
  }

  private void checkComplete(SdkCopy copy, ClassLoader loader, @Nullable ProtectionDomain domain) {
    InstrumentedClass.replaced(configuration, copy, loader).stream()
        .map(each -> each.in(copy))
        .filter(name -> loader.getResource(name + ".class") == null)
        .findFirst()
        .ifPresent(
            name -> warn(SdkCopy.dotted(name) + " is missing", !configuration.isOpen(), domain));
  }

  private byte @Nullable [] replaced(
      InstrumentedClass instrumented,
      String name,
      ClassLoader loader,
      byte[] bytes,
      @Nullable ProtectionDomain domain) {
    SdkCopy copy = instrumented.copy(name);
    if (!copy.isIn(loader)) {
      return null;
    }
    List<Replacement> replacements = instrumented.replacements(configuration, copy, loader);
    if (replacements.isEmpty()) {
      return null;
    }
    String problem;
    try {
      byte[] replaced = ReplacedClass.of(bytes, replacements, copy);
      adapters.define(copy, loader);
      note(name, loader, true);
      return replaced;
    } catch (UnknownClassException unknown) {
      problem = String.valueOf(unknown.getMessage());
    } catch (ReflectiveOperationException | RuntimeException | LinkageError defect) {
      problem = "irsa-agent cannot add its class: " + defect;
    }
    byte[] closed =
        instrumented.isOfAnother(configuration)
            ? ReplacedClass.closed(bytes, configuration.closedUnknown(problem))
            : null;
    note(name, loader, closed != null);
    warn(problem, !configuration.isOpen(), domain);
    return closed;
  }

  private void note(String name, ClassLoader loader, boolean replaced) {
    synchronized (seen) {
      seen.computeIfAbsent(loader, any -> new HashMap<>()).put(name, replaced);
    }
  }

  private @Nullable Boolean seen(String name, ClassLoader loader) {
    synchronized (seen) {
      return seen.getOrDefault(loader, Map.of()).get(name);
    }
  }

  @Override
  public void replaceLoaded() {
    for (Class<?> type : instrumentation.getAllLoadedClasses()) {
      String name = type.getName().replace('.', '/');
      InstrumentedClass instrumented = InstrumentedClass.of(name);
      ClassLoader loader = type.getClassLoader();
      if (instrumented != null && loader != null && instrumented.copy(name).isIn(loader)) {
        assertReplaced(instrumented.copy(name), loader, type.getProtectionDomain());
      }
    }
  }

  /**
   * Checks that everything in a copy of an SDK is replaced that should be. A class that was defined
   * before the agent could see it, for example by another agent, is replaced now.
   *
   * @throws IllegalStateException if one is not, since the SDK might use another identity
   */
  private void assertReplaced(SdkCopy copy, ClassLoader loader, @Nullable ProtectionDomain domain) {
    List<InstrumentedClass> all = InstrumentedClass.replaced(configuration, copy, loader);
    long replaced = all.stream().filter(each -> isReplaced(each.in(copy), loader)).count();
    LOG.debug("irsa-agent: {} of {} classes replaced in {}", replaced, all.size(), jar(domain));
  }

  /** Returns false if there was a warning about it. */
  private boolean isReplaced(String name, ClassLoader loader) {
    String reason = "another transformer of class files fails";
    try {
      Class<?> type = Class.forName(SdkCopy.dotted(name), false, loader);
      ClassLoader defining = type.getClassLoader();
      if (seen(name, defining) == null) {
        instrumentation.retransformClasses(type);
      }
      Boolean replaced = seen(name, defining);
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
            .formatted(SdkCopy.dotted(name), reason));
  }

  @Override
  public Supplier<Object[]> session(
      Class<?> adapter, Map<String, String> request, Supplier<String> region) {
    if (!sessions.isOfKeys(request)) {
      copies.get(adapter).check(adapter);
    }
    return sessions.of(request, region);
  }

  @Override
  public void invalidate(String accessKeyId) {
    Sessions.shared().invalidate(accessKeyId);
  }

  @Override
  public boolean isKnown(String accessKeyId) {
    KnownKeys.Origin origin = KnownKeys.shared().find(accessKeyId);
    return origin != null && origin.isOfPod();
  }

  @Override
  public BiFunction<Supplier<String>, Supplier<Object[]>, RuntimeException>[] guard() {
    return RequestGuard.create();
  }

  /** Warns once for each problem of a copy of an SDK. */
  private void warn(String problem, boolean isNodeClosed, @Nullable ProtectionDomain domain) {
    String jar = jar(domain);
    if (warnings.add(jar + problem)) {
      LOG.warn(
          "{} works without the agent{}: {}. Update irsa-agent, or give the application a provider"
              + " of irsa",
          jar,
          isNodeClosed
              ? ", and without the role of the node"
              : ", and may use the role of the node",
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
