package dev.irsa.sdk.v2;

import dev.irsa.internal.adapter.RejectedCredentials;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
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
 * <p>Thread-safe. Added to a client by {@code overrideConfiguration(c ->
 * c.addExecutionInterceptor(new RejectedCredentialsInterceptor(provider)))}.
 *
 * @since 0.1
 */
public final class RejectedCredentialsInterceptor implements ExecutionInterceptor {

  private static final Set<String> REJECTIONS =
      Set.of(
          "ExpiredToken",
          "ExpiredTokenException",
          "InvalidClientTokenId",
          "UnrecognizedClientException",
          "InvalidAccessKeyId",
          "InvalidToken");

  private static final String CREDENTIAL = "Credential=";

  private final Consumer<String> invalidate;

  /**
   * Creates an interceptor that notifies the provider of the rejected credentials, whichever it is.
   * Called by the SDK for each client, by class name, if the resource {@code
   * software/amazon/awssdk/global/handlers/execution.interceptors} names this class.
   */
  public RejectedCredentialsInterceptor() {
    this.invalidate = RejectedCredentials::report;
  }

  /** Creates an interceptor that notifies a provider. */
  public RejectedCredentialsInterceptor(IrsaCredentialsProvider provider) {
    this.invalidate = provider::invalidate;
  }

  /** Creates an interceptor that notifies the web identity provider of a chain. */
  public RejectedCredentialsInterceptor(IrsaCredentialsProviderChain chain) {
    this.invalidate = chain::invalidate;
  }

  /** Creates an interceptor that notifies a provider and its parent. */
  public RejectedCredentialsInterceptor(ChainedRoleCredentialsProvider provider) {
    this.invalidate = provider::invalidate;
  }

  @Override
  public void onExecutionFailure(
      Context.FailedExecution context, ExecutionAttributes executionAttributes) {
    if (isRejection(context.exception())) {
      context
          .httpRequest()
          .flatMap(RejectedCredentialsInterceptor::accessKeyId)
          .ifPresent(invalidate);
    }
  }

  private static boolean isRejection(Throwable failure) {
    return failure instanceof AwsServiceException exception
        && isRejection(exception.awsErrorDetails());
  }

  private static boolean isRejection(@Nullable AwsErrorDetails details) {
    return details != null
        && details.errorCode() != null
        && REJECTIONS.contains(details.errorCode());
  }

  /**
   * Returns the access key id that the request was signed with: {@code
   * Credential=<key>/<date>/...}.
   */
  private static Optional<String> accessKeyId(SdkHttpRequest request) {
    return request
        .firstMatchingHeader("Authorization")
        .flatMap(RejectedCredentialsInterceptor::accessKeyId);
  }

  private static Optional<String> accessKeyId(String authorization) {
    int start = authorization.indexOf(CREDENTIAL);
    int end = authorization.indexOf('/', start);
    return start < 0 || end < 0
        ? Optional.empty()
        : Optional.of(authorization.substring(start + CREDENTIAL.length(), end));
  }
}
