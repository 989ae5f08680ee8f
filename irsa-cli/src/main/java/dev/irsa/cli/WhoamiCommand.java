package dev.irsa.cli;

import dev.irsa.IrsaStatus;
import dev.irsa.sdk.v2.IrsaCredentialsProvider;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.StsClientBuilder;
import software.amazon.awssdk.services.sts.model.GetCallerIdentityResponse;

/** Prints the pod's identity as STS sees it, using the library's credentials. */
@Command(
    name = "whoami",
    mixinStandardHelpOptions = true,
    versionProvider = ManifestVersion.class,
    description = {
      "Prints the pod's identity.",
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
      // Credentials are fetched first, so that their errors have the library's own messages.
      provider.resolveCredentials();
      IrsaStatus status = provider.status();
      print(callerIdentity(provider, status), status.expiration());
      return ExitCodes.OK;
    }
  }

  private GetCallerIdentityResponse callerIdentity(
      IrsaCredentialsProvider provider, IrsaStatus status) {
    StsClientBuilder client =
        StsClient.builder()
            .httpClientBuilder(httpClient())
            .credentialsProvider(provider)
            .region(region(status));
    // The one that the library itself calls, so that an endpoint override applies to both.
    Optional.ofNullable(status.stsEndpoint()).ifPresent(client::endpointOverride);
    try (StsClient sts = client.build()) {
      return sts.getCallerIdentity();
    }
  }

  /** Returns the region, which container credentials do not need. */
  private Region region(IrsaStatus status) {
    return Optional.ofNullable(status.region())
        .or(() -> variable("AWS_REGION"))
        .or(() -> variable("AWS_DEFAULT_REGION"))
        .map(Region::of)
        .orElse(Region.US_EAST_1);
  }

  private Optional<String> variable(String name) {
    String value = surroundings.environment().getOrDefault(name, "").strip();
    return value.isEmpty() ? Optional.empty() : Optional.of(value);
  }

  /** Returns a client that trusts the same authorities as the library's exchange. */
  private ApacheHttpClient.Builder httpClient() {
    ApacheHttpClient.Builder client = ApacheHttpClient.builder();
    variable("AWS_CA_BUNDLE")
        .map(Path::of)
        .ifPresent(
            bundle ->
                client.tlsTrustManagersProvider(() -> TrustedAuthorities.trustManagers(bundle)));
    return client;
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
