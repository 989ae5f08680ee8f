package dev.irsa.cli;

import dev.irsa.IrsaStatus;
import dev.irsa.sdk.v2.IrsaCredentialsProvider;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.GetCallerIdentityResponse;

/** Asks STS who the pod is, with the credentials that the library gets for it. */
@Command(
    name = "whoami",
    mixinStandardHelpOptions = true,
    versionProvider = ManifestVersion.class,
    description = {
      "Prints who the pod is.",
      "Account, ARN, user id, session name and expiry, as STS sees them (GetCallerIdentity)."
    })
final class WhoamiCommand implements Callable<Integer> {

  private final Surroundings surroundings;

  WhoamiCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    try (IrsaCredentialsProvider provider =
        IrsaCredentialsProvider.builder()
            .configure(core -> core.environment(surroundings.environment()))
            .build()) {
      // First the credentials alone: what is wrong with them is said in the library's own words.
      provider.resolveCredentials();
      IrsaStatus status = provider.status();
      print(callerIdentity(provider, status), status.expiration());
      return ExitCodes.OK;
    }
  }

  /** Asks the very endpoint that gave the credentials, so that an override holds for both. */
  private GetCallerIdentityResponse callerIdentity(
      IrsaCredentialsProvider provider, IrsaStatus status) {
    String region = status.region();
    try (StsClient sts =
        StsClient.builder()
            .httpClientBuilder(httpClient())
            .credentialsProvider(provider)
            .endpointOverride(Objects.requireNonNull(status.endpoint()))
            .region(region == null ? Region.US_EAST_1 : Region.of(region))
            .build()) {
      return sts.getCallerIdentity();
    }
  }

  /** One that trusts what the library trusts for the exchange. */
  private ApacheHttpClient.Builder httpClient() {
    String bundle = surroundings.environment().getOrDefault("AWS_CA_BUNDLE", "").strip();
    ApacheHttpClient.Builder client = ApacheHttpClient.builder();
    return bundle.isEmpty()
        ? client
        : client.tlsTrustManagersProvider(() -> TrustedAuthorities.trustManagers(Path.of(bundle)));
  }

  private void print(GetCallerIdentityResponse caller, @Nullable Instant expiresAt) {
    line("account", caller.account());
    line("arn", caller.arn());
    line("user id", caller.userId());
    line("session", caller.userId().substring(caller.userId().indexOf(':') + 1));
    if (expiresAt != null) {
      line("expires", expiresAt + " (" + left(expiresAt) + ")");
    }
  }

  private void line(String name, String value) {
    surroundings.out().printf("%-9s %s%n", name, value);
  }

  private static String left(Instant expiresAt) {
    Duration left = Duration.between(Instant.now(), expiresAt);
    return left.isNegative()
        ? "expired by the clock of this machine"
        : "in %d min %d s".formatted(left.toMinutes(), left.toSecondsPart());
  }
}
