package dev.irsa.bench.jmh;

import dev.irsa.bench.Names;
import dev.irsa.bench.pod.RawExchange;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.auth.StsWebIdentityTokenFileCredentialsProvider;

/**
 * One refresh: token file, exchange, parsing, new session. Ours and the minimum open a connection
 * each time, since ours keeps no socket between refreshes.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@State(Scope.Benchmark)
public class Refresh {

  private static final Duration SESSION = Duration.ofHours(1);

  /** With or without TLS. */
  @Param({"http", "https"})
  public String scheme = "http";

  private String endpoint() {
    return Names.property(scheme.equals("https") ? Names.HTTPS : Names.HTTP);
  }

  /** An exchange written by hand, and ours. */
  @State(Scope.Benchmark)
  public static class Exchanges {
    private RawExchange raw = new RawExchange(Names.property(Names.HTTP));
    private RefreshRun ours = new RefreshRun(Names.property(Names.HTTP));

    @Setup
    public void build(Refresh refresh) {
      raw = new RawExchange(refresh.endpoint());
      ours = new RefreshRun(refresh.endpoint());
    }
  }

  /** Makes the exchange that is written by hand. */
  @Benchmark
  public Object floor(Exchanges exchanges) throws IOException {
    try (Socket socket = exchanges.raw.connect()) {
      return exchanges.raw.exchange(
          socket, Names.ROLE, RawExchange.token(Names.property(Names.TOKEN_FILE)));
    }
  }

  /** Refreshes as irsa-core does. */
  @Benchmark
  public Object core(Exchanges exchanges) {
    return exchanges.ours.refresh();
  }

  /**
   * SDK v2's provider. Its windows are set so that at each call the session is past its prefetch
   * time but not stale, so every call refreshes it.
   */
  @State(Scope.Benchmark)
  public static class Sdk {
    private StsWebIdentityTokenFileCredentialsProvider provider =
        provider(Names.property(Names.HTTP));

    @Setup
    public void fetch(Refresh refresh) {
      provider.close();
      provider = provider(refresh.endpoint());
      var unused = provider.resolveCredentials();
    }

    private static StsWebIdentityTokenFileCredentialsProvider provider(String endpoint) {
      return StsWebIdentityTokenFileCredentialsProvider.builder()
          .prefetchTime(SESSION.plusSeconds(5))
          .staleTime(SESSION.minusSeconds(30))
          .stsClient(
              StsClient.builder()
                  .endpointOverride(URI.create(endpoint))
                  .credentialsProvider(AnonymousCredentialsProvider.create())
                  .httpClient(ApacheHttpClient.create())
                  .build())
          .build();
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
