package com.amazonaws.auth;

import com.amazonaws.Request;
import com.amazonaws.Response;
import com.amazonaws.SdkClientException;
import com.amazonaws.handlers.HandlerContextKey;
import java.util.Date;
import java.util.function.BiFunction;
import java.util.function.Supplier;

/**
 * Shows the agent what clients of AWS SDK 1.x sign. The agent defines this class in the class
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

  /** Called by the SDK when a request is signed, before each attempt to send it. */
  public static void before(Object request, Object settings) {
    RuntimeException denied =
        GUARD == null
            ? null
            : GUARD[0].apply(
                () -> signature((Request<?>) request), () -> call((Request<?>) request));
    if (denied != null) {
      throw new SdkClientException(denied.getMessage(), denied);
    }
  }

  /** Called by the SDK when there is a response. */
  public static void after(Object response, Object none) {
    if (GUARD != null) {
      Object unused =
          GUARD[1].apply(
              () -> signature(requestOf((Response<?>) response)),
              () -> handedOut((Response<?>) response));
    }
  }

  private static Request<?> requestOf(Response<?> response) {
    return response.getHttpResponse().getRequest();
  }

  /**
   * Returns the signature. The SDK asks the provider twice, so the key that it got first may be
   * another one; that stands for the signatures of old services, which have other fields. Null if
   * the request is anonymous.
   */
  private static String signature(Request<?> request) {
    String signature = request.getHeaders().get("Authorization");
    AWSCredentials first = request.getHandlerContext(HandlerContextKey.AWS_CREDENTIALS);
    String key = first == null ? null : first.getAWSAccessKeyId();
    return signature != null || key == null ? signature : key + "/";
  }

  private static Object[] call(Request<?> request) {
    return new Object[] {
      request.getServiceName(),
      request.getHandlerContext(HandlerContextKey.OPERATION_NAME),
      null,
      request.getEndpoint()
    };
  }

  private static Object[] handedOut(Response<?> response) {
    Object credentials = property(response.getAwsResponse(), "getCredentials");
    Object key = property(credentials, "getAccessKeyId");
    if (key == null) {
      return null;
    }
    Request<?> request = requestOf(response);
    Object end = property(credentials, "getExpiration");
    return new Object[] {
      key,
      end instanceof Date date ? date.toInstant() : null,
      property(request.getOriginalRequest(), "getRoleArn"),
      request.getHandlerContext(HandlerContextKey.OPERATION_NAME)
    };
  }

  private static Object property(Object owner, String getter) {
    try {
      return owner == null ? null : owner.getClass().getMethod(getter).invoke(owner);
    } catch (ReflectiveOperationException none) {
      return null;
    }
  }
}
