package dev.irsa.sdk.v2;

import dev.irsa.IrsaCredentials;
import dev.irsa.credentials.SessionCredentials;
import dev.irsa.internal.identity.WrappedClient;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.AssumeRoleWithWebIdentityRequest;
import software.amazon.awssdk.services.sts.model.AssumeRoleWithWebIdentityResponse;
import software.amazon.awssdk.services.sts.model.AssumedRoleUser;
import software.amazon.awssdk.services.sts.model.Credentials;
import software.amazon.awssdk.services.sts.model.PolicyDescriptorType;
import software.amazon.awssdk.services.sts.model.StsResponse;

/**
 * Exchanges tokens with an SDK client of the application, which is never closed here. The client's
 * retries and time-outs apply inside the time limit of each attempt. Depends on the {@code sts}
 * module.
 */
record StsClientExchange(StsClient client) implements WrappedClient {

  @Override
  public Object wrapped() {
    return client;
  }

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
      return Response.of(credentials(response.credentials(), response.assumedRoleUser()))
          .withServerDate(date(response));
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

  private static SessionCredentials credentials(
      Credentials issued, @Nullable AssumedRoleUser user) {
    String arn = user == null ? null : user.arn();
    return SessionCredentials.of(
            issued.accessKeyId(),
            issued.secretAccessKey(),
            issued.sessionToken(),
            issued.expiration())
        .withAccountId(arn == null ? null : account(arn))
        .withAssumedRoleArn(arn);
  }

  private static @Nullable String account(String arn) {
    String[] parts = arn.split(":", 6);
    return parts.length < 6 ? null : parts[4];
  }

  /** Returns the time of the response, or null if it cannot be read. */
  private static @Nullable Instant date(StsResponse response) {
    try {
      return response
          .sdkHttpResponse()
          .firstMatchingHeader("Date")
          .map(text -> DateTimeFormatter.RFC_1123_DATE_TIME.parse(text, Instant::from))
          .orElse(null);
    } catch (DateTimeParseException invalid) {
      return null;
    }
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
