package dev.irsa.agent.internal;

import dev.irsa.credentials.CredentialsException;
import dev.irsa.internal.guard.ClientGuard;
import dev.irsa.internal.guard.SignedCall;
import java.time.Instant;
import java.util.Date;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** The requests of the clients of one copy of an SDK, which are read by reflection. Thread-safe. */
abstract class GuardedSdk {

  static final String CURE =
      "a provider of irsa, or the default chain of its SDK, which the agent provides with it";

  final ClientGuard client = new ClientGuard();
  final Reflected sdk;

  GuardedSdk(Reflected sdk) {
    this.sdk = sdk;
  }

  /**
   * Returns what is done before a request is sent and after a response.
   *
   * @param adapter the agent's class beside the SDK
   */
  @SuppressWarnings({"unchecked", "rawtypes"})
  static BiConsumer<Object, Object>[] of(Class<?> adapter) {
    SdkCopy copy = SdkCopy.ofAdapter(adapter);
    Reflected sdk = new Reflected(SdkCopy.dotted(copy.root()), adapter.getClassLoader());
    GuardedSdk guarded = copy.generation() == SdkGeneration.V1 ? new V1(sdk) : new V2(sdk);
    return new BiConsumer[] {
      (BiConsumer<Object, Object>) guarded::before, (BiConsumer<Object, Object>) guarded::after
    };
  }

  private void before(Object context, @Nullable Object attributes) {
    try {
      if (client.isOn()) {
        compare(context, attributes);
      }
    } catch (Throwable failure) {
      CredentialsException denied = client.denial(failure);
      if (denied != null) {
        throw exception(String.valueOf(denied.getMessage()), denied);
      }
    }
  }

  private void after(Object context, @Nullable Object attributes) {
    try {
      if (client.isOn()) {
        note(context, attributes);
      }
    } catch (Throwable defect) {
      // The next request that is signed with a key of the response is reported.
    }
  }

  abstract void compare(Object context, @Nullable Object attributes) throws Exception;

  abstract void note(Object context, @Nullable Object attributes) throws Exception;

  abstract RuntimeException exception(String message, Throwable cause);

  void handedOut(
      @Nullable String signer,
      @Nullable Object key,
      @Nullable Instant end,
      String operation,
      @Nullable Object role) {
    if (key != null) {
      client.handedOut(
          signer, key.toString(), end, operation, role == null ? null : role.toString());
    }
  }

  /** SDK 2.x: what was signed stands in the request. */
  private static final class V2 extends GuardedSdk {
    V2(Reflected sdk) {
      super(sdk);
    }

    @Override
    void compare(Object context, @Nullable Object attributes) throws Exception {
      String key = client.newKey(signature("core.interceptor.Context$BeforeTransmission", context));
      if (key != null) {
        client.check(
            new SignedCall(
                attribute(attributes, "SERVICE_NAME"),
                attribute(attributes, "OPERATION_NAME"),
                key,
                provider(attributes),
                null,
                CURE));
      }
    }

    private @Nullable String signature(String type, Object context) throws Exception {
      Object request = sdk.call(type, "httpRequest", context);
      Optional<?> header =
          (Optional<?>)
              sdk.call("http.SdkHttpRequest", "firstMatchingHeader", request, "Authorization");
      return header == null || header.isEmpty() ? null : header.get().toString();
    }

    private String attribute(@Nullable Object attributes, String name) throws Exception {
      return String.valueOf(
          sdk.get(attributes, sdk.constant("core.interceptor.SdkExecutionAttribute", name)));
    }

    /** Returns null in versions that do not tell. */
    private @Nullable String provider(@Nullable Object attributes) {
      try {
        Object all =
            sdk.get(
                attributes,
                sdk.constant(
                    "core.interceptor.SdkInternalExecutionAttribute", "IDENTITY_PROVIDERS"));
        Object provider =
            sdk.call(
                "identity.spi.IdentityProviders",
                "identityProvider",
                all,
                sdk.type("identity.spi.AwsCredentialsIdentity"));
        return provider == null ? null : provider.getClass().getName();
      } catch (Exception older) {
        return null;
      }
    }

    @Override
    void note(Object context, @Nullable Object attributes) throws Exception {
      String type = "core.interceptor.Context$AfterUnmarshalling";
      Object response = sdk.call(type, "response", context);
      Object credentials = field("core.SdkResponse", response, "Credentials");
      if (credentials != null) {
        Object end = field(credentials, "Expiration");
        handedOut(
            ClientGuard.key(signature(type, context)),
            field(credentials, "AccessKeyId"),
            end instanceof Instant instant ? instant : null,
            attribute(attributes, "OPERATION_NAME"),
            field("core.SdkRequest", sdk.call(type, "request", context), "RoleArn"));
      }
    }

    private @Nullable Object field(String type, @Nullable Object owner, String name)
        throws Exception {
      Object value = sdk.call(type, "getValueForField", owner, name, Object.class);
      return value instanceof Optional<?> found ? found.orElse(null) : null;
    }

    private static @Nullable Object field(Object owner, String name) throws Exception {
      return ((Optional<?>)
              owner
                  .getClass()
                  .getMethod("getValueForField", String.class, Class.class)
                  .invoke(owner, name, Object.class))
          .orElse(null);
    }

    @Override
    RuntimeException exception(String message, Throwable cause) {
      return sdk.made("core.exception.SdkClientException", "create", message, cause);
    }
  }

  /** SDK 1.x: the credentials that will sign are with the request. */
  private static final class V1 extends GuardedSdk {
    V1(Reflected sdk) {
      super(sdk);
    }

    @Override
    void compare(Object context, @Nullable Object unused) throws Exception {
      Object request = sdk.call("handlers.HandlerBeforeAttemptContext", "getRequest", context);
      String key = key(request);
      if (key != null && !client.isLastKey(key)) {
        client.check(
            new SignedCall(
                String.valueOf(sdk.call("Request", "getServiceName", request)),
                operation(request),
                key,
                null,
                null,
                CURE));
      }
    }

    private @Nullable String key(@Nullable Object request) throws Exception {
      Object credentials = context(request, "AWS_CREDENTIALS");
      Object key =
          credentials == null
              ? null
              : sdk.call("auth.AWSCredentials", "getAWSAccessKeyId", credentials);
      return key == null ? null : key.toString();
    }

    private String operation(@Nullable Object request) throws Exception {
      return String.valueOf(context(request, "OPERATION_NAME"));
    }

    private @Nullable Object context(@Nullable Object request, String name) throws Exception {
      return request == null
          ? null
          : sdk.call(
              "Request",
              "getHandlerContext",
              request,
              sdk.constant("handlers.HandlerContextKey", name));
    }

    @Override
    void note(Object response, @Nullable Object unused) throws Exception {
      Object credentials =
          property(sdk.call("Response", "getAwsResponse", response), "getCredentials");
      if (credentials != null) {
        Object http = sdk.call("Response", "getHttpResponse", response);
        Object request = sdk.call("http.HttpResponse", "getRequest", http);
        Object original = sdk.call("Request", "getOriginalRequest", request);
        Object end = property(credentials, "getExpiration");
        handedOut(
            key(request),
            property(credentials, "getAccessKeyId"),
            end instanceof Date date ? date.toInstant() : null,
            operation(request),
            property(original, "getRoleArn"));
      }
    }

    private static @Nullable Object property(@Nullable Object owner, String getter) {
      try {
        return owner == null ? null : owner.getClass().getMethod(getter).invoke(owner);
      } catch (ReflectiveOperationException none) {
        return null;
      }
    }

    @Override
    RuntimeException exception(String message, Throwable cause) {
      return sdk.made("SdkClientException", "<init>", message, cause);
    }
  }
}
