package dev.irsa.sdk.v2;

import dev.irsa.credentials.AttemptInfo;
import dev.irsa.credentials.CredentialsException;
import dev.irsa.credentials.ExchangeRejectedException;
import dev.irsa.credentials.ExchangeUnavailableException;
import dev.irsa.credentials.FailureKind;
import dev.irsa.credentials.SessionCredentials;
import dev.irsa.internal.adapter.AdapterExchange;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
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
import software.amazon.awssdk.services.sts.model.Credentials;

/**
 * One AssumeRole by the SDK. The only class that knows the {@code sts} module, so that nobody needs
 * it who chains no role. A client for each call: nothing idles between refreshes.
 *
 * @param role what to assume
 * @param roleSessionName for roles that name none
 * @param region whose STS is called
 * @param endpoint the parent's, or null: the region's own
 */
record AssumeRoleCall(
    ChainedRole role, String roleSessionName, String region, @Nullable URI endpoint) {

  /** Codes by which STS asks for fewer calls, besides status 429. */
  private static final Set<String> THROTTLING =
      Set.of("Throttling", "ThrottlingException", "RequestLimitExceeded", "SlowDown");

  /** Makes the call once, signed by these credentials. */
  AdapterExchange.Received make(AwsCredentials signer, Duration bound, Runnable calling) {
    try (StsClient client = client(signer, bound)) {
      AssumeRoleRequest request = request();
      calling.run();
      long started = System.nanoTime();
      AssumeRoleResponse response = client.assumeRole(request);
      Duration roundTrip = Duration.ofNanos(System.nanoTime() - started);
      return new AdapterExchange.Received(credentials(response), date(response), roundTrip);
    } catch (AwsServiceException refusal) {
      throw failure(refusal);
    } catch (SdkClientException fault) {
      throw noAnswer(fault);
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

  /** The engine tries again by its own rules and counts each call. */
  @SuppressWarnings("deprecation") // What took its place is not in all versions that are supported.
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

  private static SessionCredentials credentials(AssumeRoleResponse response) {
    Credentials issued = response.credentials();
    String arn = response.assumedRoleUser().arn();
    return new SessionCredentials(
        issued.accessKeyId(),
        issued.secretAccessKey(),
        issued.sessionToken(),
        issued.expiration(),
        account(arn),
        arn);
  }

  private static @Nullable String account(String arn) {
    String[] parts = arn.split(":", 6);
    return parts.length < 6 ? null : parts[4];
  }

  private static @Nullable Instant date(AssumeRoleResponse response) {
    try {
      return response
          .sdkHttpResponse()
          .firstMatchingHeader("Date")
          .map(text -> DateTimeFormatter.RFC_1123_DATE_TIME.parse(text, Instant::from))
          .orElse(null);
    } catch (DateTimeParseException unreadable) {
      return null;
    }
  }

  private CredentialsException failure(AwsServiceException refusal) {
    AwsErrorDetails details = refusal.awsErrorDetails();
    String code = details == null ? null : details.errorCode();
    int status = refusal.statusCode();
    boolean throttled = status == 429 || (code != null && THROTTLING.contains(code));
    if (throttled || code == null || status >= 500 || status == 408) {
      return new ExchangeUnavailableException(
          "STS could not serve the role " + said(refusal, code),
          "",
          ExchangeUnavailableException.Stage.RESPONSE,
          throttled,
          code,
          refusal.requestId(),
          role.roleArn(),
          asked(),
          AttemptInfo.NONE,
          refusal);
    }
    return new ExchangeRejectedException(
        "STS refused the role " + said(refusal, code),
        "Check that the role exists, that its trust policy allows the role that assumes it, and that"
            + " the latter is allowed sts:AssumeRole on it",
        FailureKind.DENIED,
        code,
        status,
        refusal.requestId(),
        false,
        role.roleArn(),
        asked(),
        AttemptInfo.NONE,
        refusal);
  }

  private URI asked() {
    return endpoint != null
        ? endpoint
        : URI.create(
            "https://" + StsClient.serviceMetadata().endpointFor(Region.of(region)).getHost());
  }

  private String said(AwsServiceException refusal, @Nullable String code) {
    return role.roleArn()
        + ": "
        + (code == null ? "no error code" : code)
        + " ("
        + refusal.statusCode()
        + "), request id "
        + refusal.requestId();
  }

  private CredentialsException noAnswer(SdkClientException fault) {
    return new ExchangeUnavailableException(
        "STS could not be asked for the role " + role.roleArn() + ": " + fault.getMessage(),
        "",
        ExchangeUnavailableException.Stage.REQUEST,
        false,
        null,
        null,
        role.roleArn(),
        asked(),
        AttemptInfo.NONE,
        fault);
  }
}
