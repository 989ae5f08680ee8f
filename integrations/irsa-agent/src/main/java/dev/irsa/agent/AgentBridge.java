package dev.irsa.agent;

import java.lang.instrument.ClassFileTransformer;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The part of the agent that works once an SDK is loaded. Its implementation has a class loader of
 * its own; only this type and the JDK's types are shared with it. Thread-safe.
 */
public interface AgentBridge extends ClassFileTransformer {

  /**
   * Replaces methods in classes that are already loaded.
   *
   * @throws IllegalStateException if a class cannot be changed; the message is for users
   */
  void replaceLoaded();

  /**
   * Returns a session for an SDK.
   *
   * @param adapter the agent's class beside the SDK
   * @param request what the SDK asks for
   * @param region returns the region of the SDK, for a process that has none; may throw
   * @param converter makes the SDK's type of credentials, see {@link IrsaAgent#session}
   * @return a supplier of the current credentials
   * @throws IllegalStateException if the SDK is not under control; the message is for users
   */
  Supplier<Object> session(
      Class<?> adapter,
      Map<String, String> request,
      Supplier<String> region,
      Function<Object[], Object> converter);

  /** Handles the report that a service rejected the credentials with this key. */
  void invalidate(String accessKeyId);

  /** Returns whether a key is one of the pod, as far as the agent knows. */
  boolean isKnown(String accessKeyId);

  /** Returns the steps before a client of an SDK sends a request, and after its response. */
  BiFunction<Supplier<String>, Supplier<Object[]>, RuntimeException>[] guard();
}
