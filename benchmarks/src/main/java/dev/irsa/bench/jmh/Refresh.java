package dev.irsa.bench.jmh;

import dev.irsa.bench.pod.RawExchange;
import dev.irsa.bench.run.Bench;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
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
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.auth.StsWebIdentityTokenFileCredentialsProvider;

/**
 * One refresh without TLS: token file, exchange, parsing, new session. Ours and the minimum open a
 * connection each time, since ours keeps no socket between refreshes.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@State(Scope.Benchmark)
public class Refresh {

  private static final Duration SESSION = Duration.ofHours(1);

  private final String endpoint = System.getProperty("aws.endpointUrlSts");
  private final String tokenFile = System.getProperty("aws.webIdentityTokenFile");
  private final RawExchange raw = new RawExchange(endpoint);
  private final RefreshRun ours = new RefreshRun(endpoint, tokenFile);

  /** Makes the exchange that is written by hand. */
  @Benchmark
  public Object floor() throws IOException {
    try (Socket socket = raw.connect()) {
      return raw.exchange(socket, Bench.ROLE, RawExchange.token(tokenFile));
    }
  }

  /** Refreshes as irsa-core does. */
  @Benchmark
  public Object core() {
    return ours.refresh();
  }

  /**
   * SDK v2's provider. Its windows are set so that at each call the session is past its prefetch
   * time but not stale, so every call refreshes it.
   */
  @State(Scope.Benchmark)
  public static class Sdk {
    private final StsWebIdentityTokenFileCredentialsProvider provider =
        StsWebIdentityTokenFileCredentialsProvider.builder()
            .prefetchTime(SESSION.plusSeconds(5))
            .staleTime(SESSION.minusSeconds(30))
            .stsClient(
                StsClient.builder()
                    .endpointOverride(URI.create(System.getProperty("aws.endpointUrlSts")))
                    .credentialsProvider(AnonymousCredentialsProvider.create())
                    .httpClient(ApacheHttpClient.create())
                    .build())
            .build();

    @Setup
    public void fetch() {
      var unused = provider.resolveCredentials();
    }

    @TearDown
    public void close() {
      provider.close();
    }
  }

  /** Refreshes as SDK v2 does. */
  @Benchmark
  public Object sdkV2(Sdk sdk) {
    return sdk.provider.resolveCredentials();
  }
}
