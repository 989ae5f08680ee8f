package dev.irsa.agent.internal;

import java.lang.instrument.Instrumentation;
import java.lang.invoke.MethodHandles;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Defines the agent's classes beside a copy of an SDK, once for each copy. It loads as few classes
 * of the SDK as possible, because the JVM does not show an agent the classes that are loaded
 * meanwhile. Thread-safe.
 */
final class HookClasses {

  private final AgentConfiguration configuration;
  private final Instrumentation instrumentation;

  /** By the type beside which the adapter is. */
  private final ClassValue<Adapter> adapters =
      new ClassValue<>() {
        @Override
        protected Adapter computeValue(Class<?> anchor) {
          return new Adapter();
        }
      };

  /** The adapter of one copy of an SDK. */
  private final class Adapter {
    private boolean isTried;
    private @Nullable UnknownClassException problem;

    synchronized void define(SdkCopy copy, Class<?> anchor) throws UnknownClassException {
      if (!isTried) {
        isTried = true;
        try {
          defineNow(copy, anchor);
        } catch (UnknownClassException unknown) {
          problem = unknown;
        } catch (IllegalAccessException | RuntimeException | LinkageError refused) {
          problem = new UnknownClassException("irsa-agent cannot add its class: " + refused);
        }
      }
      if (problem != null) {
        throw problem;
      }
    }

    private void defineNow(SdkCopy copy, Class<?> anchor)
        throws IllegalAccessException, UnknownClassException {
      List<byte[]> files = new ArrayList<>();
      for (String name : copy.generation().defined()) {
        byte[] file = copy.ofAgent(name);
        if (!name.equals(copy.generation().guard())) {
          SdkMemberCheck.of(file, InterceptedMethod.hooks(copy, configuration), copy);
        }
        files.add(file);
      }
      open(anchor);
      MethodHandles.Lookup beside = MethodHandles.privateLookupIn(anchor, MethodHandles.lookup());
      for (byte[] file : files) {
        beside.defineClass(file);
      }
    }
  }

  HookClasses(AgentConfiguration configuration, Instrumentation instrumentation) {
    this.configuration = configuration;
    this.instrumentation = instrumentation;
  }

  /**
   * Defines the adapter beside a copy, unless it has one.
   *
   * @throws UnknownClassException if the copy is not as expected
   */
  void define(SdkCopy copy) throws ReflectiveOperationException, UnknownClassException {
    String anchor = copy.relocated(copy.generation().anchor());
    Class<?> type = Class.forName(SdkCopy.dotted(anchor), false, copy.loader());
    adapters.get(type).define(copy, type);
  }

  /** Lets this class define others in the package of an SDK that is a module. */
  private void open(Class<?> anchor) {
    Module sdk = anchor.getModule();
    Module own = HookClasses.class.getModule();
    if (!sdk.isOpen(anchor.getPackageName(), own)) {
      instrumentation.redefineModule(
          sdk,
          Set.of(),
          Map.of(),
          Map.of(anchor.getPackageName(), Set.of(own)),
          Set.of(),
          Map.of());
    }
  }
}
