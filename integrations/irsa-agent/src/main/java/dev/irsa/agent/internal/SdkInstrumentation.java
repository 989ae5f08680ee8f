package dev.irsa.agent.internal;

import dev.irsa.agent.AgentBridge;
import dev.irsa.internal.adapter.ChainRules;
import dev.irsa.internal.concurrent.StackSpace;
import dev.irsa.internal.config.GivenSettings;
import dev.irsa.internal.guard.IdentityGuard;
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
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Intercepts the methods of the SDKs that {@link InterceptedMethod} lists, and gives the hooks the
 * sessions of this process. If a class is not as expected, it logs one warning. The class then
 * works as it is, unless it could provide another identity than the pod's: then it is closed.
 * Thread-safe.
 */
public final class SdkInstrumentation implements AgentBridge {

  private static final Logger LOG = LoggerFactory.getLogger("dev.irsa.agent");

  private final Instrumentation instrumentation;
  private final AgentConfiguration configuration;
  private final HookClasses adapters;
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
        assertReplaced(SdkCopy.ofProvider(adapter), adapter.getProtectionDomain());
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
    this.adapters = new HookClasses(configuration, instrumentation);
    this.sessions = new SdkSessions(configuration);
    ChainRules.warnIfSwitchedOff(GivenSettings.none());
  }

  @Override
  public byte @Nullable [] transform(
      ClassLoader loader,
      String name,
      @Nullable Class<?> redefined,
      @Nullable ProtectionDomain domain,
      byte[] bytes) {
    try {
      SdkCopy copy = InterceptedMethod.copyWith(name, loader);
      return copy == null || !copy.isSdk() ? null : transform(copy, name, bytes, domain);
    } catch (RuntimeException | LinkageError defect) {
      warn(SdkCopy.dotted(name) + " could not be replaced: " + defect, false, domain);
      return null;
    }
  }

  private byte @Nullable [] transform(
      SdkCopy copy, String name, byte[] bytes, @Nullable ProtectionDomain domain) {
    if (InterceptedMethod.isChain(name, copy)) {
      checkComplete(copy, domain);
    }
    List<InterceptedMethod> methods = InterceptedMethod.of(name, copy, configuration);
    if (methods.isEmpty()) {
      return null;
    }
    return methods.get(0).isForGuard()
        ? guarded(methods, copy, name, bytes)
        : replaced(methods, copy, name, bytes, domain);
  }

  private void checkComplete(SdkCopy copy, @Nullable ProtectionDomain domain) {
    InterceptedMethod.replacedClasses(copy, configuration).stream()
        .filter(name -> !copy.hasFile(name))
        .findFirst()
        .ifPresent(
            name -> warn(SdkCopy.dotted(name) + " is missing", !configuration.isOpen(), domain));
  }

  /** A class that cannot be guarded works as it is; the credentials of its SDK are the pod's. */
  private byte @Nullable [] guarded(
      List<InterceptedMethod> methods, SdkCopy copy, String name, byte[] bytes) {
    try {
      byte[] calling = InterceptedClass.of(bytes, methods, copy);
      adapters.define(copy);
      return calling;
    } catch (UnknownClassException
        | ReflectiveOperationException
        | RuntimeException
        | LinkageError unknown) {
      LOG.debug("irsa-agent: the requests of {} are not guarded", SdkCopy.dotted(name), unknown);
      return null;
    }
  }

  private byte @Nullable [] replaced(
      List<InterceptedMethod> methods,
      SdkCopy copy,
      String name,
      byte[] bytes,
      @Nullable ProtectionDomain domain) {
    String problem;
    try {
      byte[] replaced = InterceptedClass.of(bytes, methods, copy);
      adapters.define(copy);
      note(name, copy.loader(), true);
      return replaced;
    } catch (UnknownClassException unknown) {
      problem = String.valueOf(unknown.getMessage());
    } catch (ReflectiveOperationException | RuntimeException | LinkageError defect) {
      problem = "irsa-agent cannot add its class: " + defect;
    }
    byte[] closed =
        methods.get(0).isOfAnother()
            ? InterceptedClass.closed(bytes, configuration.closedUnknown(problem))
            : null;
    note(name, copy.loader(), closed != null);
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
      ClassLoader loader = type.getClassLoader();
      if (loader != null) {
        assertReplacedIn(type, loader);
      }
    }
  }

  private void assertReplacedIn(Class<?> type, ClassLoader loader) {
    String name = type.getName().replace('.', '/');
    SdkCopy copy = InterceptedMethod.copyWith(name, loader);
    if (copy != null
        && copy.isSdk()
        && InterceptedMethod.replacedClasses(copy, configuration).contains(name)) {
      assertReplaced(copy, type.getProtectionDomain());
    }
  }

  /**
   * Checks that everything in a copy of an SDK is replaced that should be. A class that was defined
   * before the agent could see it, for example by another agent, is replaced now.
   *
   * @throws IllegalStateException if one is not, since the SDK might use another identity
   */
  private void assertReplaced(SdkCopy copy, @Nullable ProtectionDomain domain) {
    List<String> all = InterceptedMethod.replacedClasses(copy, configuration);
    long replaced = all.stream().filter(name -> isReplaced(name, copy.loader())).count();
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
  public Supplier<Object> session(
      Class<?> adapter,
      Map<String, String> request,
      Supplier<String> region,
      Function<Object[], Object> converter) {
    StackSpace.requireForFirst(StackSpace.AGENT);
    if (!sessions.isOfKeys(request)) {
      copies.get(adapter).check(adapter);
    }
    return sessions.of(request, region, converter);
  }

  @Override
  public void invalidate(String accessKeyId) {
    Sessions.shared().invalidate(accessKeyId);
  }

  @Override
  public boolean isKnown(String accessKeyId) {
    return IdentityGuard.shared().isKnown(accessKeyId);
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
