package dev.irsa.internal.guard;

import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;

/**
 * The keys of the Java agent, if there is one: it has the sessions of applications that use an
 * SDK's own providers, in another class loader.
 */
final class AgentKeys {

  private static final @Nullable Method IS_KNOWN = find();

  private AgentKeys() {}

  private static @Nullable Method find() {
    try {
      return ClassLoader.getSystemClassLoader()
          .loadClass("dev.irsa.agent.IrsaAgent")
          .getMethod("isKnown", String.class);
    } catch (ReflectiveOperationException | LinkageError withoutAgent) {
      return null;
    }
  }

  static boolean isKnown(String accessKeyId) {
    try {
      return IS_KNOWN != null && Boolean.TRUE.equals(IS_KNOWN.invoke(null, accessKeyId));
    } catch (ReflectiveOperationException broken) {
      return false;
    }
  }
}
