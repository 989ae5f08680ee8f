package software.amazon.awssdk.auth.credentials;

import java.util.function.BiConsumer;

/**
 * Shows the agent what clients of AWS SDK 2.x sign. The agent defines this class in the class
 * loader of the SDK. It uses the JDK only, so it fits every version. Thread-safe.
 */
public final class IrsaAgentGuard {

  /** What the agent does before a request is sent and after a response, or null without it. */
  private static final BiConsumer<Object, Object>[] GUARD = find();

  private IrsaAgentGuard() {}

  @SuppressWarnings("unchecked")
  private static BiConsumer<Object, Object>[] find() {
    try {
      return (BiConsumer<Object, Object>[])
          ClassLoader.getSystemClassLoader()
              .loadClass("dev.irsa.agent.IrsaAgent")
              .getMethod("guard", Class.class)
              .invoke(null, IrsaAgentGuard.class);
    } catch (ReflectiveOperationException | LinkageError outOfReach) {
      return null;
    }
  }

  /** Called by the SDK before a request is sent. */
  public static void before(Object context, Object attributes) {
    if (GUARD != null) {
      GUARD[0].accept(context, attributes);
    }
  }

  /** Called by the SDK when there is a response. */
  public static void after(Object context, Object attributes) {
    if (GUARD != null) {
      GUARD[1].accept(context, attributes);
    }
  }
}
