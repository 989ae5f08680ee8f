package dev.irsa.sdk.v2;

import dev.irsa.IrsaStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.StsClientBuilder;
import software.amazon.awssdk.services.sts.auth.StsAssumeRoleCredentialsProvider;
import software.amazon.awssdk.services.sts.model.AssumeRoleRequest;

/**
 * The SDK's AssumeRole provider with a client of its own. The only class that knows the {@code sts}
 * module, so that nobody needs it who chains no role.
 */
final class AssumedRole {

  /** As early as the core refreshes sessions of an hour, before its jitter. */
  private static final Duration REFRESHED_AHEAD = Duration.ofMinutes(15);

  /** Until then callers are served what is there, while the SDK refreshes in the background. */
  private static final Duration SERVED_UNTIL = Duration.ofSeconds(10);

  private final StsClient client;
  private final StsAssumeRoleCredentialsProvider provider;
  private volatile @Nullable AwsCredentials latest;

  private AssumedRole(StsClient client, StsAssumeRoleCredentialsProvider provider) {
    this.client = client;
    this.provider = provider;
  }

  /**
   * Starts to assume the role.
   *
   * @param parent must not be closeable, since the client closes what it is given
   * @param parentStatus that of a parent that has resolved its configuration
   */
  static AssumedRole open(
      AwsCredentialsProvider parent,
      IrsaStatus parentStatus,
      @Nullable String sourceChain,
      ChainedRole role) {
    StsClient client = client(parent, parentStatus, role.region());
    AssumeRoleRequest request =
        AssumeRoleRequest.builder()
            .roleArn(role.roleArn())
            .roleSessionName(
                Objects.requireNonNullElse(
                    role.roleSessionName(),
                    Objects.requireNonNullElse(parentStatus.roleSessionName(), "irsa")))
            .externalId(role.externalId())
            .durationSeconds(
                role.sessionDuration() == null ? null : (int) role.sessionDuration().toSeconds())
            .build();
    return new AssumedRole(
        client,
        StsAssumeRoleCredentialsProvider.builder()
            .stsClient(client)
            .refreshRequest(request)
            .sourceChain(sourceChain)
            .prefetchTime(REFRESHED_AHEAD)
            .staleTime(SERVED_UNTIL)
            .asyncCredentialUpdateEnabled(true)
            .build());
  }

  private static StsClient client(
      AwsCredentialsProvider parent, IrsaStatus parentStatus, @Nullable String region) {
    String parentRegion = Objects.requireNonNullElse(parentStatus.region(), "us-east-1");
    StsClientBuilder builder = StsClient.builder().credentialsProvider(parent);
    if (region == null || region.equals(parentRegion)) {
      return builder
          .region(Region.of(parentRegion))
          .endpointOverride(parentStatus.endpoint())
          .build();
    }
    return builder.region(Region.of(region)).build();
  }

  AwsCredentials credentials() {
    AwsCredentials credentials = provider.resolveCredentials();
    latest = credentials;
    return credentials;
  }

  /** Returns whether {@link #credentials} answers without a call to STS. */
  boolean isReadyAt(Instant now) {
    AwsCredentials known = latest;
    Instant servedUntil =
        known == null
            ? Instant.MIN
            : known.expirationTime().orElse(Instant.MIN).minus(SERVED_UNTIL.multipliedBy(2));
    return now.isBefore(servedUntil);
  }

  boolean gave(String accessKeyId) {
    AwsCredentials known = latest;
    return known != null && known.accessKeyId().equals(accessKeyId);
  }

  void close() {
    provider.close();
    client.close();
  }
}
