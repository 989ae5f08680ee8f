package dev.irsa.sdk.v1;

import com.amazonaws.AmazonWebServiceRequest;
import com.amazonaws.Request;
import com.amazonaws.Response;
import com.amazonaws.auth.AWSCredentials;
import com.amazonaws.handlers.HandlerContextKey;
import com.amazonaws.handlers.RequestHandler2;
import dev.irsa.credentials.CredentialsException;
import dev.irsa.internal.concurrent.StackSpace;
import dev.irsa.internal.guard.ClientGuard;
import dev.irsa.internal.guard.CredentialScope;
import dev.irsa.internal.guard.SignedRequest;
import java.net.URI;
import java.util.Date;
import org.jspecify.annotations.Nullable;

/**
 * Guards the identity of the pod: in a process that is configured for IRSA or container
 * credentials, it reports requests that another identity signs, or denies them, as {@code
 * IRSA_GUARD} says. The SDK adds it to every client of a process, because this jar has a resource
 * that names it.
 *
 * <p>Thread-safe.
 *
 * @since 0.1
 */
public final class IrsaRequestHandler extends RequestHandler2 {

  private static final String CURE =
      ".withCredentials(IrsaCredentialsProvider.getInstance()), or -javaagent:irsa-agent.jar if its"
          + " library takes no provider";

  private final ClientGuard client = new ClientGuard();

  /**
   * Creates a handler. Called by the SDK for each client, by class name, because the resource
   * {@code com/amazonaws/global/handlers/request.handler2s} names this class.
   */
  public IrsaRequestHandler() {}

  /**
   * Compares the key that signs a request, before it does.
   *
   * @throws IrsaCredentialsException if another identity signs it, and {@code IRSA_GUARD} is {@code
   *     deny}
   */
  @Override
  public void beforeRequest(Request<?> request) {
    var unused = SdkV1Types.at(StackSpace.SIGNED);
    guarded(() -> compare(request));
  }

  private void guarded(Runnable comparison) {
    try {
      comparison.run();
    } catch (Throwable failure) {
      CredentialsException denied = client.denial(failure);
      if (denied != null) {
        throw new SdkV1Types().exception(denied);
      }
    }
  }

  private void compare(Request<?> request) {
    String key = key(request);
    if (key != null && client.isNew(key)) {
      client.check(call(request, key));
    }
  }

  /**
   * Compares what signed a request that was sent: the SDK asks the provider again before it signs.
   */
  private void compareSent(Request<?> request) {
    String signer = signer(request);
    if (signer != null && !signer.equals(key(request))) {
      client.checkSent(call(request, signer));
    }
  }

  /** Returns the key that signed a request that was sent, or null if it is anonymous. */
  private static @Nullable String signer(Request<?> request) {
    String signed = CredentialScope.key(request.getHeaders().get("Authorization"));
    return signed == null ? key(request) : signed;
  }

  /** Returns the key that signs the request, or null if it is anonymous. */
  private static @Nullable String key(Request<?> request) {
    AWSCredentials credentials = request.getHandlerContext(HandlerContextKey.AWS_CREDENTIALS);
    return credentials == null ? null : credentials.getAWSAccessKeyId();
  }

  private static SignedRequest call(Request<?> request, String key) {
    AmazonWebServiceRequest original = request.getOriginalRequest();
    Object provider = original == null ? null : original.getRequestCredentialsProvider();
    URI endpoint = request.getEndpoint();
    return SignedRequest.of(
        request.getServiceName(),
        operation(request),
        endpoint == null ? null : SignedRequest.authority(endpoint),
        key,
        provider == null ? null : provider.getClass(),
        text(value(request.getHandlerContext(HandlerContextKey.AWS_CREDENTIALS), "ProviderName")),
        CURE);
  }

  private static String operation(Request<?> request) {
    return String.valueOf(request.getHandlerContext(HandlerContextKey.OPERATION_NAME));
  }

  /**
   * Remembers the keys in a response: they act as the identity that requested them. Also while the
   * guard is off: an application may switch it on later.
   */
  @Override
  public void afterResponse(Request<?> request, Response<?> response) {
    var unused = SdkV1Types.at(StackSpace.RESPONSE);
    noteHandedOut(request, response);
    guarded(() -> compareSent(request));
  }

  @Override
  public void afterError(Request<?> request, Response<?> response, Exception failure) {
    var unused = SdkV1Types.at(StackSpace.FAILURE);
    guarded(() -> compareSent(request));
  }

  private void noteHandedOut(Request<?> request, Response<?> response) {
    try {
      Object credentials = value(response.getAwsResponse(), "Credentials");
      String key = text(value(credentials, "AccessKeyId"));
      if (key != null && value(credentials, "SessionToken") != null) {
        Date expiration = value(credentials, "Expiration") instanceof Date date ? date : null;
        client.handedOut(
            signer(request),
            key,
            expiration == null ? null : expiration.toInstant(),
            operation(request),
            text(value(request.getOriginalRequest(), "RoleArn")));
      }
    } catch (Throwable defect) {
      // The first request that is signed with such a key is reported.
      client.missed();
    }
  }

  private static @Nullable String text(@Nullable Object value) {
    return value == null ? null : value.toString();
  }

  /** Returns a property of an object of the SDK, or null: the module that has it may be missing. */
  private static @Nullable Object value(@Nullable Object owner, String property) {
    return owner == null ? null : Getters.of(owner.getClass()).value(owner, property);
  }
}
