package dev.irsa.internal.guard;

import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;

/**
 * The sessions of the Java agent, if there is one: it has those of applications that use an SDK's
 * own providers, in another class loader. Thread-safe.
 */
public final class AgentLink {

  /** Initialized where there is room on the stack. */
  private static final class Agent {
    static final @Nullable Method IS_KNOWN = find("isKnown");
    static final @Nullable Method INVALIDATE = find("invalidate");
  }

  private AgentLink() {}

  private static @Nullable Method find(String method) {
    try {
      return ClassLoader.getSystemClassLoader()
          .loadClass("dev.irsa.agent.IrsaAgent")
          .getMethod(method, String.class);
    } catch (ReflectiveOperationException | LinkageError withoutAgent) {
      return null;
    }
  }

  /** Returns whether the agent knows a key as the pod's. */
  static boolean isKnown(String accessKeyId) {
    return Boolean.TRUE.equals(call(Agent.IS_KNOWN, accessKeyId));
  }

  /** Reports rejected credentials to the agent. */
  public static void invalidate(String accessKeyId) {
    var unused = call(Agent.INVALIDATE, accessKeyId);
  }

  private static @Nullable Object call(@Nullable Method method, String accessKeyId) {
    try {
      return method == null ? null : method.invoke(null, accessKeyId);
    } catch (ReflectiveOperationException broken) {
      return null;
    }
  }
}
