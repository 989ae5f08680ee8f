package dev.irsa.agent.engine;

import com.amazonaws.SdkClientException;
import com.amazonaws.auth.AWSCredentialsProvider;
import com.amazonaws.auth.profile.internal.securitytoken.RoleInfo;
import java.lang.invoke.MethodHandles;
import java.util.function.Function;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/** Code that is copied into methods of AWS SDK 1.x; see {@link V2Advice}. */
final class V1Advice {

  private V1Advice() {}

  /**
   * Returns the agent's provider for a role with a web identity. One with neither a token file nor
   * credentials of its own is that of the environment without its token: SDK 1.x would look for
   * credentials in its default chain, by which it was called, until its stack overflows.
   */
  static final class WebIdentity {
    private WebIdentity() {}

    @Advice.OnMethodEnter(skipOn = Advice.OnNonDefaultValue.class, suppress = Throwable.class)
    static @Nullable Object enter(@Advice.Argument(0) RoleInfo role)
        throws ReflectiveOperationException {
      return role.getWebIdentityTokenFilePath() == null
              && role.getLongLivedCredentialsProvider() != null
          ? null
          : ClassLoader.getSystemClassLoader()
              .loadClass("dev.irsa.agent.IrsaAgent")
              .getMethod("connect", MethodHandles.Lookup.class)
              .invoke(null, MethodHandles.lookup());
    }

    @Advice.OnMethodExit
    @SuppressWarnings("unchecked")
    static void exit(
        @Advice.Argument(0) RoleInfo role,
        @Advice.Enter Object providers,
        @Advice.Return(readOnly = false) AWSCredentialsProvider returned) {
      if (providers != null) {
        returned = (AWSCredentialsProvider) ((Function<Object, Object>) providers).apply(role);
      }
    }
  }

  /** Puts the agent's provider in the place of container credentials and instance metadata. */
  static final class Container {
    private Container() {}

    @Advice.OnMethodExit(suppress = Throwable.class)
    @SuppressWarnings("unchecked")
    static void exit(
        @Advice.FieldValue(value = "provider", readOnly = false) AWSCredentialsProvider provider)
        throws ReflectiveOperationException {
      Object providers =
          ClassLoader.getSystemClassLoader()
              .loadClass("dev.irsa.agent.IrsaAgent")
              .getMethod("connect", MethodHandles.Lookup.class)
              .invoke(null, MethodHandles.lookup());
      if (providers != null) {
        provider = (AWSCredentialsProvider) ((Function<Object, Object>) providers).apply(null);
      }
    }
  }

  /** Throws the message. */
  static final class Closed {
    private Closed() {}

    @Advice.OnMethodEnter
    @SuppressWarnings("DoNotCallSuggester") // Copied, never called.
    static void enter(@Message String message) {
      throw new SdkClientException(message);
    }
  }
}
