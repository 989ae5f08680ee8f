package software.amazon.awssdk.auth.credentials;

import java.util.function.BiFunction;
import java.util.function.Supplier;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.SdkExecutionAttribute;
import software.amazon.awssdk.core.interceptor.SdkInternalExecutionAttribute;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

/**
 * Shows the agent what clients of AWS SDK 2.x sign. The agent defines this class in the class
 * loader of the SDK, so it may use the SDK and the JDK only. It uses the SDK inside the suppliers
 * that it gives to the agent, which catches the error if an older SDK lacks something. Thread-safe.
 */
public final class IrsaAgentGuard {

  /** The agent's steps before a request is sent and after a response, or null without an agent. */
  private static final BiFunction<Supplier<String>, Supplier<Object[]>, RuntimeException>[] GUARD =
      find();

  private IrsaAgentGuard() {}

  @SuppressWarnings("unchecked")
  private static BiFunction<Supplier<String>, Supplier<Object[]>, RuntimeException>[] find() {
    try {
      return (BiFunction<Supplier<String>, Supplier<Object[]>, RuntimeException>[])
          ClassLoader.getSystemClassLoader()
              .loadClass("dev.irsa.agent.IrsaAgent")
              .getMethod("guard")
              .invoke(null);
    } catch (ReflectiveOperationException | LinkageError outOfReach) {
      return null;
    }
  }

  /** Called by the SDK before a request is sent. */
  public static void before(Object context, Object attributes) {
    RuntimeException denied =
        GUARD == null
            ? null
            : GUARD[0].apply(
                () -> signature(((Context.BeforeTransmission) context).httpRequest()),
                () ->
                    call(
                        ((Context.BeforeTransmission) context).httpRequest(),
                        (ExecutionAttributes) attributes));
    if (denied != null) {
      throw SdkClientException.create(denied.getMessage(), denied);
    }
  }

  /** Called by the SDK when there is a response. */
  public static void after(Object context, Object attributes) {
    if (GUARD != null) {
      Object unused =
          GUARD[1].apply(
              () -> signature(((Context.AfterUnmarshalling) context).httpRequest()),
              () ->
                  handedOut(
                      (Context.AfterUnmarshalling) context, (ExecutionAttributes) attributes));
    }
  }

  /** Returns the field with the key that signed the request, or null. */
  private static String signature(SdkHttpRequest request) {
    return request
        .firstMatchingHeader("Authorization")
        .filter(signature -> signature.contains("Credential="))
        .orElse(null);
  }

  private static Object[] call(SdkHttpRequest request, ExecutionAttributes attributes) {
    return new Object[] {
      attributes.getAttribute(SdkExecutionAttribute.SERVICE_NAME),
      attributes.getAttribute(SdkExecutionAttribute.OPERATION_NAME),
      provider(attributes),
      request.host() + ":" + request.port()
    };
  }

  /** Returns null in versions that do not tell. */
  private static Class<?> provider(ExecutionAttributes attributes) {
    try {
      return attributes
          .getAttribute(SdkInternalExecutionAttribute.IDENTITY_PROVIDERS)
          .identityProvider(AwsCredentialsIdentity.class)
          .getClass();
    } catch (LinkageError | RuntimeException older) {
      return null;
    }
  }

  private static Object[] handedOut(
      Context.AfterUnmarshalling context, ExecutionAttributes attributes) {
    Object credentials = field(context.response(), "Credentials");
    return credentials == null
        ? null
        : new Object[] {
          field(credentials, "AccessKeyId"),
          field(credentials, "Expiration"),
          field(context.request(), "RoleArn"),
          attributes.getAttribute(SdkExecutionAttribute.OPERATION_NAME)
        };
  }

  private static Object field(Object owner, String name) {
    return ((SdkPojo) owner)
        .sdkFields().stream()
            .filter(field -> field.memberName().equals(name))
            .findFirst()
            .map(field -> (Object) field.getValueOrDefault(owner))
            .orElse(null);
  }
}
