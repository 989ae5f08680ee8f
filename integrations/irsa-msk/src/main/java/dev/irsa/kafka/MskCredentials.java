package dev.irsa.kafka;

import dev.irsa.credentials.CredentialsRequest;
import dev.irsa.credentials.MisconfiguredException;
import dev.irsa.sdk.v2.IrsaCredentialsException;
import dev.irsa.sdk.v2.IrsaCredentialsProvider;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.security.auth.login.AppConfigurationEntry;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentials;

/** The credentials of a Kafka client, as the options of its login module say. Thread-safe. */
final class MskCredentials implements AutoCloseable {

  private static final String ORIGIN = "sasl.jaas.config";

  private final IrsaCredentialsProvider provider;

  private MskCredentials(IrsaCredentialsProvider provider) {
    this.provider = provider;
  }

  /**
   * Reads the options of the login module. Does no I/O.
   *
   * @param mechanism the mechanism of the client
   * @param expected the mechanism of the handler
   * @param module the login module of that mechanism
   * @throws MisconfiguredException if something is wrong with them; the message says what
   */
  static MskCredentials configure(
      String mechanism, String expected, Class<?> module, List<AppConfigurationEntry> entries) {
    if (!mechanism.equals(expected)) {
      throw wrong(
          "sasl.mechanism", "\"" + mechanism + "\" is another mechanism", "use " + expected);
    }
    return entries.stream()
        .filter(entry -> entry.getLoginModuleName().equals(module.getName()))
        .findFirst()
        .map(entry -> of(entry.getOptions()))
        .orElseThrow(
            () ->
                wrong(
                    "login module",
                    "is not " + module.getName(),
                    "write " + module.getName() + " required;"));
  }

  private static MskCredentials of(Map<String, ?> options) {
    Map<String, String> settings = new TreeMap<>();
    options.forEach((key, value) -> settings.put(key, String.valueOf(value)));
    settings.keySet().forEach(MskCredentials::requireOurs);
    try {
      return new MskCredentials(IrsaCredentialsProvider.create(settings));
    } catch (IrsaCredentialsException e) {
      throw e.getCause() instanceof MisconfiguredException cause ? cause : e;
    }
  }

  /** Their names are similar to ours and mean something else. */
  private static void requireOurs(String key) {
    if (key.startsWith("aws")) {
      throw wrong(
          key,
          "is an option of aws-msk-iam-auth's own callback handler",
          "remove it; a role to assume with the pod's role is set by chained-role-arn,"
              + " chained-role-session-name, chained-role-external-id");
    }
  }

  private static MisconfiguredException wrong(String name, String found, String fix) {
    return MisconfiguredException.of(name, ORIGIN, found, fix);
  }

  /**
   * Returns the credentials of a handler.
   *
   * @throws IllegalStateException if the handler was not configured
   */
  static MskCredentials of(@Nullable MskCredentials configured) {
    if (configured == null) {
      throw new IllegalStateException("the callback handler is not configured; Kafka does that");
    }
    return configured;
  }

  /**
   * Returns the current credentials, immediately while they are valid.
   *
   * @throws IrsaCredentialsException if no credentials could be obtained
   */
  AwsCredentials resolve() {
    return provider.resolveCredentials();
  }

  /**
   * Returns credentials that are valid for at least the given time if there are such, otherwise the
   * current ones.
   *
   * @throws IrsaCredentialsException if no credentials could be obtained
   */
  AwsCredentials resolveLasting(Duration atLeast) {
    try {
      return provider
          .forRequest(CredentialsRequest.standard().withMinimumValidity(atLeast))
          .resolveCredentials();
    } catch (IrsaCredentialsException noLongerOnes) {
      return resolve();
    }
  }

  /** Returns when credentials end: Kafka compares with the local clock, STS tells it by its own. */
  @Nullable Instant endByThisClock(AwsCredentials session) {
    Duration offset = provider.status().clockOffset();
    return session
        .expirationTime()
        .map(end -> offset == null ? end : end.minus(offset))
        .orElse(null);
  }

  /**
   * Returns the region of the cluster.
   *
   * @throws MisconfiguredException if none is set
   */
  String region() {
    String region = provider.status().region();
    if (region == null) {
      throw MisconfiguredException.of(
          "AWS_REGION or AWS_DEFAULT_REGION",
          null,
          "neither is set to the region of the MSK cluster",
          "set AWS_REGION, or the option region in " + ORIGIN);
    }
    return region;
  }

  /** Gives the session back. */
  @Override
  public void close() {
    provider.close();
  }
}
