package dev.irsa.cli;

import dev.irsa.IrsaStatus;
import dev.irsa.cli.internal.CommandContext;
import dev.irsa.cli.internal.ExitCodes;
import dev.irsa.credentials.MisconfiguredException;
import dev.irsa.credentials.MisconfiguredException.Problem;
import dev.irsa.doctor.internal.text.VisibleText;
import dev.irsa.internal.http.CaBundle;
import dev.irsa.sdk.v2.IrsaCredentialsProvider;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sts.StsClient;
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

  private final CommandContext context;

  WhoamiCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    try (IrsaCredentialsProvider provider =
        IrsaCredentialsProvider.builder()
            .configure(core -> core.environment(context.environment()))
            .build()) {
      // Credentials are fetched first, so that their errors have the library's own messages.
      provider.resolveCredentials();
      IrsaStatus status = provider.status();
      print(callerIdentity(provider, status), status.expiration());
      return ExitCodes.OK;
    }
  }

  /**
   * Calls GetCallerIdentity at the endpoint of STS that the library uses, so that an endpoint
   * override applies.
   */
  private GetCallerIdentityResponse callerIdentity(
      IrsaCredentialsProvider provider, IrsaStatus status) {
    String region = status.region();
    try (StsClient sts =
        StsClient.builder()
            .httpClientBuilder(httpClient())
            .credentialsProvider(provider)
            .endpointOverride(stsEndpoint(status))
            .region(region == null ? Region.US_EAST_1 : Region.of(region))
            .build()) {
      return sts.getCallerIdentity();
    }
  }

  private static URI stsEndpoint(IrsaStatus status) {
    URI endpoint = status.stsEndpoint();
    if (endpoint == null) {
      throw new MisconfiguredException(
          true,
          List.of(
              new Problem(
                  "AWS_REGION or AWS_DEFAULT_REGION",
                  null,
                  "neither is set to a region, whose STS is called",
                  "set AWS_REGION to the cluster's region")));
    }
    return endpoint;
  }

  /** Returns a client that trusts the same authorities as the library's exchange. */
  private Apache5HttpClient.Builder httpClient() {
    String bundle = context.environment().getOrDefault("AWS_CA_BUNDLE", "").strip();
    Apache5HttpClient.Builder client = Apache5HttpClient.builder();
    return bundle.isEmpty()
        ? client
        : client.tlsTrustManagersProvider(() -> trustManagers(Path.of(bundle)));
  }

  /**
   * Trusts the platform's authorities and those in the bundle: AWS SDK for Java 2.x ignores the
   * variable.
   */
  private static TrustManager[] trustManagers(Path bundle) {
    try {
      return new CaBundle(bundle, "AWS_CA_BUNDLE").trustManagers();
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
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
    context.out().printf("%-9s %s%n", name, VisibleText.line(value));
  }

  private static String left(Instant expiresAt) {
    Duration left = Duration.between(Instant.now(), expiresAt);
    return left.isNegative()
        ? "expired by the clock of this machine"
        : "in %d min %d s".formatted(left.toMinutes(), left.toSecondsPart());
  }
}
