package dev.irsa.sdk.v2;

import dev.irsa.credentials.CredentialsException;
import dev.irsa.internal.concurrent.StackSpace;
import dev.irsa.internal.guard.ClientGuard;
import dev.irsa.internal.guard.CredentialScope;
import dev.irsa.internal.guard.SignedRequest;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.SelectedAuthScheme;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.SdkExecutionAttribute;
import software.amazon.awssdk.core.interceptor.SdkInternalExecutionAttribute;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.identity.spi.IdentityProviders;

/** The requests of one client, whose signatures are compared with the keys of the pod. */
final class SignedRequests {

  private static final String AUTHORIZATION = "Authorization";
  private static final String CURE =
      ".credentialsProvider(IrsaCredentialsProvider.create()), or -javaagent:irsa-agent.jar if its"
          + " library takes no provider";

  private final ClientGuard client = new ClientGuard();

  /**
   * Compares the signature of a request.
   *
   * @throws IrsaCredentialsException if another identity signed it, and that is denied
   */
  void beforeTransmission(SdkHttpRequest request, ExecutionAttributes attributes) {
    StackSpace.requireForFirst(StackSpace.SIGNED);
    try {
      compare(request, attributes);
    } catch (Throwable failure) {
      CredentialsException denied = client.denial(failure);
      if (denied != null) {
        throw new SdkV2Types().exception(denied);
      }
    }
  }

  private void compare(SdkHttpRequest request, ExecutionAttributes attributes) {
    String key = client.newKey(signature(request));
    if (key != null) {
      client.check(call(request, attributes, key));
    }
  }

  /** Returns the text with the scope of the signature, or null if the request is not signed. */
  private static @Nullable String signature(SdkHttpRequest request) {
    Optional<String> header = request.firstMatchingHeader(AUTHORIZATION);
    return header.isPresent()
        ? header.get()
        : request.firstMatchingRawQueryParameter("X-Amz-Credential").orElse(null);
  }

  private static SignedRequest call(
      SdkHttpRequest request, ExecutionAttributes attributes, String accessKeyId) {
    return SignedRequest.of(
        String.valueOf(attributes.getAttribute(SdkExecutionAttribute.SERVICE_NAME)),
        String.valueOf(attributes.getAttribute(SdkExecutionAttribute.OPERATION_NAME)),
        request.host() + ":" + request.port(),
        accessKeyId,
        provider(attributes),
        source(attributes),
        CURE);
  }

  /** Returns the class of the provider, as far as this version of the SDK tells it. */
  private static @Nullable Class<?> provider(ExecutionAttributes attributes) {
    try {
      IdentityProviders providers =
          attributes.getAttribute(SdkInternalExecutionAttribute.IDENTITY_PROVIDERS);
      Object provider =
          providers == null ? null : providers.identityProvider(AwsCredentialsIdentity.class);
      return provider == null ? null : provider.getClass();
    } catch (LinkageError otherVersion) {
      return null;
    }
  }

  /** Returns what the credentials say about where they come from, in versions that have it. */
  private static @Nullable String source(ExecutionAttributes attributes) {
    try {
      SelectedAuthScheme<?> scheme =
          attributes.getAttribute(SdkInternalExecutionAttribute.SELECTED_AUTH_SCHEME);
      return scheme != null && scheme.identity().isDone()
          ? scheme.identity().join().providerName().orElse(null)
          : null;
    } catch (LinkageError otherVersion) {
      return null;
    }
  }

  /**
   * Remembers the keys in a response: they act as the identity that requested them. Also while the
   * guard is off: an application may switch it on later.
   */
  void afterUnmarshalling(Context.AfterUnmarshalling context, ExecutionAttributes attributes) {
    StackSpace.requireForFirst(StackSpace.RESPONSE);
    try {
      HandedOutCredentials found = HandedOutCredentials.in(context.response());
      if (found != null) {
        client.handedOut(
            CredentialScope.key(signature(context.httpRequest())),
            found.accessKeyId(),
            found.expiration(),
            String.valueOf(attributes.getAttribute(SdkExecutionAttribute.OPERATION_NAME)),
            role(context.request()));
      }
    } catch (Throwable defect) {
      // The first request that is signed with such a key is reported.
      client.missed();
    }
  }

  private static @Nullable String role(SdkRequest request) {
    return request.getValueForField("RoleArn", String.class).orElse(null);
  }
}
