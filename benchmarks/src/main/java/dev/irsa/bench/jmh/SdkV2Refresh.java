package dev.irsa.bench.jmh;

import dev.irsa.bench.Names;
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
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.auth.StsWebIdentityTokenFileCredentialsProvider;

/**
 * A whole refresh of SDK v2: token file, exchange, parse, swap. Its windows are set so that each
 * call finds the session past its prefetch time, not yet stale, and therefore refreshes it.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@State(Scope.Benchmark)
public class SdkV2Refresh {

  private static final Duration SESSION = Duration.ofHours(1);

  /** Plain or TLS. */
  @Param({"http", "https"})
  public String scheme = "http";

  /** The HTTP client. */
  @Param({"url-connection", "apache"})
  public String client = "apache";

  private StsWebIdentityTokenFileCredentialsProvider provider =
      provider(UrlConnectionHttpClient.create(), Names.property(Names.HTTP));

  /** Gets the first credentials. */
  @Setup
  public void fetch() {
    SdkHttpClient http =
        client.equals("apache") ? ApacheHttpClient.create() : UrlConnectionHttpClient.create();
    provider.close();
    provider = provider(http, Names.property(scheme.equals("https") ? Names.HTTPS : Names.HTTP));
    var unused = provider.resolveCredentials();
  }

  private static StsWebIdentityTokenFileCredentialsProvider provider(
      SdkHttpClient http, String endpoint) {
    return StsWebIdentityTokenFileCredentialsProvider.builder()
        .prefetchTime(SESSION.plusSeconds(5))
        .staleTime(SESSION.minusSeconds(30))
        .stsClient(
            StsClient.builder()
                .endpointOverride(URI.create(endpoint))
                .credentialsProvider(AnonymousCredentialsProvider.create())
                .httpClient(http)
                .build())
        .build();
  }

  /** One refresh. */
  @Benchmark
  public Object refresh() {
    return provider.resolveCredentials();
  }

  /** Closes it. */
  @TearDown
  public void close() {
    provider.close();
  }
}
