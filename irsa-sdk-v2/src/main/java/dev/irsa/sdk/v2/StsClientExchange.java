package dev.irsa.sdk.v2;

import dev.irsa.IrsaCredentials;
import dev.irsa.credentials.WebIdentityExchange;
import java.time.Duration;
import java.util.List;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.AssumeRoleWithWebIdentityRequest;
import software.amazon.awssdk.services.sts.model.AssumeRoleWithWebIdentityResponse;
import software.amazon.awssdk.services.sts.model.PolicyDescriptorType;

/**
 * Exchanges tokens with an SDK client of the application, which is never closed here. The client's
 * retries and time-outs apply inside the time limit of each attempt. Equal for the same client.
 * Depends on the {@code sts} module.
 */
record StsClientExchange(StsClient client) implements WebIdentityExchange {

  /** Sets this exchange, and the client's region, and its endpoint if that was overridden. */
  void applyTo(IrsaCredentials.Builder builder) {
    var configuration = client.serviceClientConfiguration();
    builder.webIdentityExchange(this).region(configuration.region().id());
    configuration.endpointOverride().ifPresent(builder::endpointOverride);
  }

  @Override
  public Response exchange(Request request, Duration bound) {
    try {
      AssumeRoleWithWebIdentityResponse response =
          client.assumeRoleWithWebIdentity(sdkRequest(request, bound));
      return Response.of(StsResults.credentials(response.credentials(), response.assumedRoleUser()))
          .withServerDate(StsResults.date(response));
    } catch (AwsServiceException exception) {
      throw error(exception);
    }
  }

  private static AssumeRoleWithWebIdentityRequest sdkRequest(Request request, Duration bound) {
    Duration duration = request.duration();
    List<PolicyDescriptorType> policies =
        request.policyArns().stream()
            .map(arn -> PolicyDescriptorType.builder().arn(arn).build())
            .toList();
    AssumeRoleWithWebIdentityRequest.Builder builder =
        AssumeRoleWithWebIdentityRequest.builder()
            .roleArn(request.roleArn())
            .roleSessionName(request.roleSessionName())
            .webIdentityToken(request.webIdentityToken())
            .durationSeconds(duration == null ? null : (int) duration.toSeconds())
            .policy(request.policy())
            .overrideConfiguration(c -> c.apiCallTimeout(bound));
    if (!policies.isEmpty()) {
      builder.policyArns(policies);
    }
    return builder.build();
  }

  /** Without a code, STS itself did not respond; the exception then counts as an outage. */
  private static RuntimeException error(AwsServiceException exception) {
    AwsErrorDetails details = exception.awsErrorDetails();
    return details == null || details.errorCode() == null
        ? exception
        : new ErrorResponseException(
            details.errorCode(),
            exception.statusCode(),
            details.errorMessage(),
            exception.requestId());
  }
}
