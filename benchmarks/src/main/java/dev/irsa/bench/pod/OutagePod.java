package dev.irsa.bench.pod;

import com.amazonaws.auth.ScaledWebIdentityProvider;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Supplier;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.auth.credentials.WebIdentityTokenFileCredentialsProvider;

/**
 * Callers at a steady rate while STS fails.
 *
 * <p>Arguments: the provider, milliseconds of initial idleness, milliseconds of calls, lifetime of
 * a session in milliseconds. Gets first credentials and warms up, prints {@code warm}, waits for a
 * line, makes calls, and prints {@code result worst-wait-micros failures failures-while-valid
 * stuck-threads}.
 */
public final class OutagePod {

  private static final int WARM_UP = 20_000;

  private OutagePod() {}

  /** Runs the variant. */
  public static void main(String[] arguments) throws Exception {
    long lifetime = Long.parseLong(arguments[3]);
    Supplier<String> credentials = provider(arguments[0], lifetime);
    for (int i = 0; i < WARM_UP; i++) {
      var unused = credentials.get();
    }
    System.out.println("warm");
    int go = System.in.read();
    if (go < 0) {
      return;
    }
    Thread.sleep(Long.parseLong(arguments[1]));
    System.out.println(
        new SteadyCallers(credentials, lifetime).callFor(Long.parseLong(arguments[2])));
    // Stuck threads, or threads left behind by an SDK, must not keep the JVM alive.
    System.exit(0);
  }

  private static Supplier<String> provider(String name, long lifetimeMillis) {
    return switch (name) {
      case "static" ->
          of(StaticCredentialsProvider.create(AwsBasicCredentials.create("AKIASTATIC", "secret")));
      case "irsa-v2" -> Ours.v2();
      case "irsa-v1" -> Ours.v1();
      case "sdk-v2" -> of(sdkV2(lifetimeMillis));
      case "sdk-v1" -> Theirs.v1(lifetimeMillis);
      default -> throw new IllegalArgumentException(name);
    };
  }

  private static Supplier<String> of(AwsCredentialsProvider provider) {
    return () -> provider.resolveCredentials().accessKeyId();
  }

  /** Returns SDK v2's provider with its windows, 5 and 1 of 15 min, scaled. */
  private static AwsCredentialsProvider sdkV2(long lifetimeMillis) {
    return WebIdentityTokenFileCredentialsProvider.builder()
        .prefetchTime(Duration.ofMillis(lifetimeMillis / 3))
        .staleTime(Duration.ofMillis(lifetimeMillis / 15))
        .build();
  }

  /** Separate classes, so that each variant runs with its own jars only. */
  private static final class Ours {
    private static Supplier<String> v2() {
      return of(dev.irsa.sdk.v2.IrsaCredentialsProvider.create());
    }

    private static Supplier<String> v1() {
      var provider = new dev.irsa.sdk.v1.IrsaCredentialsProvider();
      return () -> provider.getCredentials().getAWSAccessKeyId();
    }
  }

  private static final class Theirs {
    private static Supplier<String> v1(long lifetimeMillis) {
      var provider =
          new ScaledWebIdentityProvider(
              SdkV1.sts(System.getenv("AWS_ENDPOINT_URL_STS")),
              System.getenv("AWS_ROLE_ARN"),
              Path.of(System.getenv("AWS_WEB_IDENTITY_TOKEN_FILE")),
              Duration.ofMillis(lifetimeMillis / 15),
              Duration.ofMillis(lifetimeMillis / 3));
      return () -> provider.getCredentials().getAWSAccessKeyId();
    }
  }
}
