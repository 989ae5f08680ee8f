package dev.irsa.sdk.v2;

import static software.amazon.awssdk.http.SdkHttpMethod.HEAD;

import dev.irsa.internal.adapter.SdkCredentialsSource;
import dev.irsa.internal.adapter.SdkHandle;
import dev.irsa.internal.concurrent.StackSpace;
import dev.irsa.internal.guard.AgentLink;
import dev.irsa.internal.guard.CredentialScope;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.http.SdkHttpRequest;

/**
 * Notifies a provider if a service rejected its credentials, so that the next API call uses new
 * ones. The rejected call itself fails, because the SDK uses one identity for all attempts of a
 * call.
 *
 * <p>The SDK adds it to every client of a process, because this jar has a resource that names it.
 * There it also guards the identity of the pod: in a process that is configured for IRSA or
 * container credentials, it reports requests that another identity signed, or denies them, as
 * {@code IRSA_GUARD} says.
 *
 * <p>Thread-safe. Added to a client by {@code overrideConfiguration(c ->
 * c.addExecutionInterceptor(new RejectedCredentialsInterceptor(provider)))}, it notifies this
 * provider only.
 *
 * @since 0.1
 */
public final class RejectedCredentialsInterceptor implements ExecutionInterceptor {

  /** Whose credentials may be rejected; null for all of this process. */
  private final @Nullable SdkCredentialsSource<?> source;

  /** What the client signs; null if the application added this interceptor. */
  private final @Nullable SignedRequests signed;

  /**
   * Creates an interceptor that notifies the provider of the rejected credentials, whichever it is,
   * and guards the identity of the pod. Called by the SDK for each client, by class name, because
   * the resource {@code software/amazon/awssdk/global/handlers/execution.interceptors} names this
   * class.
   */
  public RejectedCredentialsInterceptor() {
    this.source = null;
    this.signed = new SignedRequests();
  }

  /** Creates an interceptor that notifies a provider. */
  public RejectedCredentialsInterceptor(IrsaCredentialsProvider provider) {
    this.source = provider.source();
    this.signed = null;
  }

  /** Creates an interceptor that notifies the web identity provider of a chain. */
  public RejectedCredentialsInterceptor(IrsaCredentialsProviderChain chain) {
    this.source = chain.source();
    this.signed = null;
  }

  /** Without a source, reports to the sessions of this class loader and to the Java agent's. */
  private void invalidate(String accessKeyId) {
    if (source != null) {
      source.invalidate(accessKeyId);
    } else {
      SdkHandle.invalidateAnywhere(accessKeyId);
      AgentLink.invalidate(accessKeyId);
    }
  }

  /**
   * Compares what the request was signed with, before each attempt.
   *
   * @throws IrsaCredentialsException if another identity signed it, and {@code IRSA_GUARD} is
   *     {@code deny}
   */
  @Override
  public void beforeTransmission(
      Context.BeforeTransmission context, ExecutionAttributes executionAttributes) {
    if (signed != null) {
      signed.beforeTransmission(context.httpRequest(), executionAttributes);
    }
  }

  @Override
  public void afterUnmarshalling(
      Context.AfterUnmarshalling context, ExecutionAttributes executionAttributes) {
    if (signed != null) {
      signed.afterUnmarshalling(context, executionAttributes);
    }
  }

  @Override
  public void onExecutionFailure(
      Context.FailedExecution context, ExecutionAttributes executionAttributes) {
    StackSpace.requireForFirst(StackSpace.FAILURE);
    if (context.exception() instanceof AwsServiceException failure) {
      context
          .httpRequest()
          .flatMap(RejectedCredentialsInterceptor::scope)
          .filter(scope -> isRejection(code(failure)) || isRejectedHead(context, failure, scope))
          .ifPresent(scope -> invalidate(scope.accessKeyId()));
    }
  }

  private static @Nullable String code(AwsServiceException failure) {
    AwsErrorDetails details = failure.awsErrorDetails();
    return details == null ? null : details.errorCode();
  }

  private static boolean isRejection(@Nullable String code) {
    return code != null
        && switch (code) {
          case "ExpiredToken",
              "ExpiredTokenException",
              "InvalidClientTokenId",
              "UnrecognizedClientException",
              "InvalidAccessKeyId",
              "InvalidToken" ->
              true;
          default -> false;
        };
  }

  /**
   * Returns whether S3 rejected the credentials of a HEAD. Its response has no body, so it has no
   * code: only the status, 400. A request that is signed for the wrong region gets the same status,
   * but that response names the region of the bucket. Other causes of a 400, such as a missing
   * encryption key, look the same and cost a refresh, within the limits of rejections.
   */
  private static boolean isRejectedHead(
      Context.FailedExecution context, AwsServiceException failure, CredentialScope scope) {
    return failure.statusCode() == 400
        && code(failure) == null
        && context.httpRequest().filter(request -> request.method() == HEAD).isPresent()
        && scope.rest().contains("s3")
        && context
            .httpResponse()
            .flatMap(response -> response.firstMatchingHeader("x-amz-bucket-region"))
            .filter(region -> !scope.rest().contains(region))
            .isEmpty();
  }

  private static Optional<CredentialScope> scope(SdkHttpRequest request) {
    return request.firstMatchingHeader("Authorization").map(CredentialScope::of);
  }
}
