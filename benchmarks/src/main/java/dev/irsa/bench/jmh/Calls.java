package dev.irsa.bench.jmh;

import dev.irsa.IrsaCredentials;
import dev.irsa.OutboundTokens;
import dev.irsa.bench.pod.SdkV1;
import dev.irsa.bench.run.Bench;
import dev.irsa.credentials.OutboundTokenRequest;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.WebIdentityTokenFileCredentialsProvider;

/** The call for every request to AWS, while credentials are valid; then a handle for each. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class Calls {

  /** The least that a cache with expiration can do. */
  @State(Scope.Benchmark)
  public static class Floor {
    private volatile Object held = new Object();
    private final long expiresAtMillis = System.currentTimeMillis() + 3_600_000;

    Object read() {
      if (System.currentTimeMillis() >= expiresAtMillis) {
        throw new IllegalStateException("expired");
      }
      return held;
    }
  }

  /** Ours, without an SDK and for both. */
  @State(Scope.Benchmark)
  public static class Ours {
    private final IrsaCredentials core = IrsaCredentials.fromEnvironment();
    private final OutboundTokens tokens =
        core.outboundTokens(
            OutboundTokenRequest.audience("https://api.example.com/v1")
                .withDuration(Duration.ofHours(1)));
    private final dev.irsa.sdk.v2.IrsaCredentialsProvider v2 =
        dev.irsa.sdk.v2.IrsaCredentialsProvider.create();
    private final dev.irsa.sdk.v1.IrsaCredentialsProvider v1 =
        new dev.irsa.sdk.v1.IrsaCredentialsProvider();

    @Setup
    public void fetch() {
      var unused1 = core.credentials();
      var unused2 = v2.resolveCredentials();
      var unused3 = v1.getCredentials();
      var unused4 = tokens.get();
    }

    @TearDown
    public void close() {
      v1.close();
      v2.close();
      core.close();
    }
  }

  /** The SDKs' own. */
  @State(Scope.Benchmark)
  public static class Sdk {
    private final AwsCredentialsProvider v2 = DefaultCredentialsProvider.builder().build();
    private final com.amazonaws.auth.STSAssumeRoleWithWebIdentitySessionCredentialsProvider v1 =
        SdkV1.provider(
            System.getProperty("aws.endpointUrlSts"),
            Bench.ROLE,
            System.getProperty("aws.webIdentityTokenFile"));

    @Setup
    public void fetch() {
      var unused1 = v2.resolveCredentials();
      var unused2 = v1.getCredentials();
    }

    @TearDown
    public void close() {
      v1.close();
    }
  }

  /** Reads a shared reference and compares the clock with an expiration. */
  @Benchmark
  public Object floor(Floor floor) {
    return floor.read();
  }

  /** Gets credentials from irsa-core. */
  @Benchmark
  public Object core(Ours ours) {
    return ours.core.credentials();
  }

  /** Gets a token for others from irsa-core. */
  @Benchmark
  public Object token(Ours ours) {
    return ours.tokens.get();
  }

  /** Gets credentials from irsa-sdk-v2. */
  @Benchmark
  public Object v2(Ours ours) {
    return ours.v2.resolveCredentials();
  }

  /** Gets credentials from irsa-sdk-v1-bridge. */
  @Benchmark
  public Object v1(Ours ours) {
    return ours.v1.getCredentials();
  }

  /** Gets credentials from SDK v2's default provider. */
  @Benchmark
  public Object sdkV2(Sdk sdk) {
    return sdk.v2.resolveCredentials();
  }

  /** Gets credentials from SDK v1's provider. */
  @Benchmark
  public Object sdkV1(Sdk sdk) {
    return sdk.v1.getCredentials();
  }

  /** Opens a handle, gets credentials and closes it. */
  @Benchmark
  public Object handle(Ours ours) {
    try (IrsaCredentials handle = IrsaCredentials.fromEnvironment()) {
      return handle.credentials();
    }
  }

  /** Creates a provider of SDK v2, gets credentials and closes it; each one calls STS. */
  @Benchmark
  public Object handleSdk() {
    try (WebIdentityTokenFileCredentialsProvider provider =
        WebIdentityTokenFileCredentialsProvider.create()) {
      return provider.resolveCredentials();
    }
  }
}
