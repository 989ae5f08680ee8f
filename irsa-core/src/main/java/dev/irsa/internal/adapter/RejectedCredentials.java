package dev.irsa.internal.adapter;

import dev.irsa.internal.session.SessionRegistry;
import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;

/** Reports rejected credentials when the caller does not know which provider issued them. */
public final class RejectedCredentials {

  /**
   * Of the Java agent, if there is one: it has the sessions of applications that use an SDK's own
   * providers, in another class loader.
   */
  private static final @Nullable Method AGENT = agent();

  private RejectedCredentials() {}

  /**
   * Reports that a service rejected the credentials with this key to all sessions of this class
   * loader, and to those of the Java agent. Has no effect if they are not the current ones of any
   * session.
   */
  public static void report(String accessKeyId) {
    SessionRegistry.shared().invalidate(accessKeyId);
    if (AGENT != null) {
      try {
        AGENT.invoke(null, accessKeyId);
      } catch (ReflectiveOperationException defect) {
        throw new IllegalStateException(defect);
      }
    }
  }

  private static @Nullable Method agent() {
    try {
      return ClassLoader.getSystemClassLoader()
          .loadClass("dev.irsa.agent.IrsaAgent")
          .getMethod("invalidate", String.class);
    } catch (ReflectiveOperationException absent) {
      return null;
    }
  }
}
