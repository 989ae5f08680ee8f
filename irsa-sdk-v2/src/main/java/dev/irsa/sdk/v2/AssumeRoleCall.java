package dev.irsa.sdk.v2;

import dev.irsa.credentials.AttemptInfo;
import dev.irsa.credentials.CredentialsException;
import dev.irsa.credentials.ExchangeRejectedException;
import dev.irsa.credentials.ExchangeUnavailableException;
import dev.irsa.credentials.FailureKind;
import dev.irsa.internal.adapter.AdapterExchange;
import java.net.URI;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.retry.RetryPolicy;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.StsClientBuilder;
import software.amazon.awssdk.services.sts.model.AssumeRoleRequest;
import software.amazon.awssdk.services.sts.model.AssumeRoleResponse;

/**
 * A call of AssumeRole with the SDK. Only this class and those for {@code stsClient} depend on the
 * {@code sts} module, so the module is optional otherwise. Each call uses a new client, so nothing
 * is kept between refreshes.
 *
 * @param role the role to assume
 * @param roleSessionName the session name for roles without one
 * @param region the region whose STS is called
 * @param endpoint the endpoint of the parent, or null for that of the region
 */
record AssumeRoleCall(
    ChainedRole role, String roleSessionName, String region, @Nullable URI endpoint) {

  /** The error codes of throttling, in addition to status 429. */
  private static final Set<String> THROTTLING =
      Set.of("Throttling", "ThrottlingException", "RequestLimitExceeded", "SlowDown");

  /** Makes the call once, signed with the given credentials. */
  AdapterExchange.Received make(AwsCredentials signer, Duration bound, Runnable calling) {
    try (StsClient client = client(signer, bound)) {
      AssumeRoleRequest request = request();
      calling.run();
      long started = System.nanoTime();
      AssumeRoleResponse response = client.assumeRole(request);
      Duration roundTrip = Duration.ofNanos(System.nanoTime() - started);
      return new AdapterExchange.Received(
          StsResults.credentials(response.credentials(), response.assumedRoleUser()),
          StsResults.date(response),
          roundTrip);
    } catch (AwsServiceException exception) {
      throw failure(exception);
    } catch (Throwable exception) {
      // Not only the SDK's: an interceptor of the application may throw anything.
      throw withoutResponse(exception);
    }
  }

  private StsClient client(AwsCredentials signer, Duration bound) {
    StsClientBuilder builder =
        StsClient.builder()
            .region(Region.of(region))
            .credentialsProvider(StaticCredentialsProvider.create(signer))
            .overrideConfiguration(settings -> bound(settings, bound));
    if (endpoint != null) {
      builder.endpointOverride(endpoint);
    }
    return builder.build();
  }

  /**
   * Limits the time of the call and disables retries: the engine retries by its own rules and
   * counts each call.
   */
  @SuppressWarnings("deprecation") // Its replacement is missing in some supported versions.
  private static void bound(ClientOverrideConfiguration.Builder settings, Duration bound) {
    settings.apiCallTimeout(bound).retryPolicy(RetryPolicy.none());
  }

  private AssumeRoleRequest request() {
    Duration duration = role.sessionDuration();
    return AssumeRoleRequest.builder()
        .roleArn(role.roleArn())
        .roleSessionName(roleSessionName)
        .externalId(role.externalId())
        .durationSeconds(duration == null ? null : (int) duration.toSeconds())
        .build();
  }

  private CredentialsException failure(AwsServiceException exception) {
    AwsErrorDetails details = exception.awsErrorDetails();
    String code = details == null ? null : details.errorCode();
    int status = exception.statusCode();
    boolean throttled = status == 429 || (code != null && THROTTLING.contains(code));
    if (throttled || code == null || status >= 500 || status == 408) {
      return new ExchangeUnavailableException(
          "STS could not serve the role " + describe(exception, code),
          "",
          ExchangeUnavailableException.Stage.RESPONSE,
          throttled,
          code,
          exception.requestId(),
          role.roleArn(),
          calledEndpoint(),
          AttemptInfo.NONE,
          exception);
    }
    return new ExchangeRejectedException(
        "STS refused the role " + describe(exception, code),
        "Check that the role exists, that its trust policy allows the role that assumes it, and that"
            + " the latter is allowed sts:AssumeRole on it. Sessions of EKS Pod Identity carry tags:"
            + " for them the trust policy must allow sts:TagSession, too",
        FailureKind.DENIED,
        code,
        status,
        exception.requestId(),
        false,
        role.roleArn(),
        calledEndpoint(),
        AttemptInfo.NONE,
        exception);
  }

  private URI calledEndpoint() {
    return endpoint != null
        ? endpoint
        : URI.create(
            "https://" + StsClient.serviceMetadata().endpointFor(Region.of(region)).getHost());
  }

  private String describe(AwsServiceException exception, @Nullable String code) {
    return role.roleArn()
        + ": "
        + (code == null ? "no error code" : code)
        + " ("
        + exception.statusCode()
        + "), request id "
        + exception.requestId();
  }

  private static String describe(Throwable exception) {
    return exception instanceof SdkClientException
        ? String.valueOf(exception.getMessage())
        : exception.toString();
  }

  private CredentialsException withoutResponse(Throwable exception) {
    return new ExchangeUnavailableException(
        "STS could not be called for the role " + role.roleArn() + ": " + describe(exception),
        "",
        ExchangeUnavailableException.Stage.REQUEST,
        false,
        null,
        null,
        role.roleArn(),
        calledEndpoint(),
        AttemptInfo.NONE,
        exception);
  }
}
