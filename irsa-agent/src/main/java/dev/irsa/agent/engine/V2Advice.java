package dev.irsa.agent.engine;

import java.lang.invoke.MethodHandles;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.implementation.bytecode.assign.Assigner;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.IrsaAgentCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkClientException;

/**
 * Code that is copied into methods of AWS SDK 2.x. It cannot call methods of the agent, which the
 * class loader of the SDK does not see; it reaches the agent by the system class loader.
 */
final class V2Advice {

  private V2Advice() {}

  /** Returns the agent's factory in place of that of module sts. */
  static final class WebIdentity {
    private WebIdentity() {}

    @Advice.OnMethodEnter(skipOn = Advice.OnNonDefaultValue.class, suppress = Throwable.class)
    static Object enter() throws ReflectiveOperationException {
      return ClassLoader.getSystemClassLoader()
          .loadClass("dev.irsa.agent.IrsaAgent")
          .getMethod("connect", MethodHandles.Lookup.class)
          .invoke(null, MethodHandles.lookup());
    }

    @Advice.OnMethodExit
    static void exit(
        @Advice.Enter Object factory,
        @Advice.Return(readOnly = false, typing = Assigner.Typing.DYNAMIC) Object returned) {
      if (factory != null) {
        returned = factory;
      }
    }
  }

  /** Makes sure that {@link IrsaAgentCredentialsProvider} is there when a method needs it. */
  static final class Connected {
    private Connected() {}

    @Advice.OnMethodExit(suppress = Throwable.class)
    static void exit() throws ReflectiveOperationException {
      ClassLoader.getSystemClassLoader()
          .loadClass("dev.irsa.agent.IrsaAgent")
          .getMethod("connect", MethodHandles.Lookup.class)
          .invoke(null, MethodHandles.lookup());
    }
  }

  /** Returns the agent's credentials, unless the application has set another endpoint. */
  static final class Container {
    private Container() {}

    @Advice.OnMethodEnter(skipOn = Advice.OnNonDefaultValue.class, suppress = Throwable.class)
    static boolean enter(@Advice.FieldValue("endpoint") String endpoint) {
      return endpoint == null && IrsaAgentCredentialsProvider.isConnected();
    }

    @Advice.OnMethodExit
    static void exit(
        @Advice.Enter boolean connected, @Advice.Return(readOnly = false) AwsCredentials returned) {
      if (connected) {
        returned = IrsaAgentCredentialsProvider.ofPod().resolveCredentials();
      }
    }
  }

  /** Throws the message. */
  static final class Closed {
    private Closed() {}

    @Advice.OnMethodEnter
    @SuppressWarnings("DoNotCallSuggester") // Copied, never called.
    static void enter(@Message String message) {
      throw SdkClientException.create(message);
    }
  }
}
