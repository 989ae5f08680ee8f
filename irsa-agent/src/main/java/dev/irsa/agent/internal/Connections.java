package dev.irsa.agent.internal;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandles;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Connects copies of the SDKs with the sessions of this process. A copy is connected once, by a
 * small class that is defined in its class loader. Thread-safe.
 */
final class Connections {

  private static final Logger LOG = LoggerFactory.getLogger("dev.irsa.agent");

  private final Situation situation;
  private final Sessions sessions = new Sessions();

  /** By the type beside which the adapter is. */
  private final ClassValue<Connection> connections =
      new ClassValue<>() {
        @Override
        protected Connection computeValue(Class<?> anchor) {
          return new Connection();
        }
      };

  /** What the adapter of one copy of an SDK returned. It is connected once, even if that fails. */
  private final class Connection {
    private boolean tried;
    private @Nullable Object result;

    synchronized @Nullable Object with(
        Generation generation, Class<?> anchor, MethodHandles.Lookup replaced)
        throws ReflectiveOperationException {
      if (!tried) {
        tried = true;
        result = connect(generation, MethodHandles.privateLookupIn(anchor, replaced));
        LOG.info(
            "irsa-agent {} provides {} with the credentials of this pod ({}){}",
            situation.version(),
            Engine.jar(anchor.getProtectionDomain()),
            situation.title(),
            situation.isOpen() ? "; other identities may take their place" : "");
      }
      return result;
    }
  }

  Connections(Situation situation) {
    this.situation = situation;
  }

  /** Connects the SDK of a class, if it is not. Returns null if that failed. */
  @Nullable Object of(MethodHandles.Lookup replaced) throws ReflectiveOperationException {
    Generation generation = Generation.of(replaced.lookupClass());
    ClassLoader loader = replaced.lookupClass().getClassLoader();
    Class<?> anchor = Class.forName(generation.anchor(), false, loader);
    return connections.get(anchor).with(generation, anchor, replaced);
  }

  private Object connect(Generation generation, MethodHandles.Lookup beside)
      throws ReflectiveOperationException {
    String exception = generation.exception();
    if (exception != null) {
      beside.defineClass(bytes(exception));
    }
    Class<?> adapter = beside.defineClass(bytes(generation.adapter()));
    return adapter.getMethod("connect", Function.class).invoke(null, sessions);
  }

  private static byte[] bytes(String name) {
    String resource = name.replace('.', '/') + ".class";
    try (InputStream in = Connections.class.getClassLoader().getResourceAsStream(resource)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
