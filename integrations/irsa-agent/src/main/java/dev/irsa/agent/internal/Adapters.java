package dev.irsa.agent.internal;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.instrument.Instrumentation;
import java.lang.invoke.MethodHandles;
import java.util.Map;
import java.util.Set;

/**
 * Defines the agent's classes beside copies of the SDKs, each once. It loads as little of the SDK
 * as possible: the JVM does not show to agents what is loaded meanwhile. Thread-safe.
 */
final class Adapters {

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
    private boolean isDefined;

    synchronized void define(Generation generation, Class<?> anchor) throws IllegalAccessException {
      if (isDefined) {
        return;
      }
      open(anchor);
      MethodHandles.Lookup beside = MethodHandles.privateLookupIn(anchor, MethodHandles.lookup());
      for (String name : generation.defined()) {
        beside.defineClass(bytes(name));
      }
      isDefined = true;
    }
  }

  Adapters(Instrumentation instrumentation) {
    this.instrumentation = instrumentation;
  }

  /** Defines the adapter of the SDK that a class loader sees, unless it has one. */
  void define(Generation generation, ClassLoader loader) throws ReflectiveOperationException {
    Class<?> anchor = Class.forName(generation.anchor(), false, loader);
    adapters.get(anchor).define(generation, anchor);
  }

  /** Lets this class define others in the package of an SDK that is a module. */
  private void open(Class<?> anchor) {
    Module sdk = anchor.getModule();
    Module own = Adapters.class.getModule();
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

  private static byte[] bytes(String name) {
    String resource = name.replace('.', '/') + ".class";
    try (InputStream in = Adapters.class.getClassLoader().getResourceAsStream(resource)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
